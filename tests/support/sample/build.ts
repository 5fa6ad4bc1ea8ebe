/**
 * Builds the labels and the index of the sample project from its photos, `labels.txt` and the starter policy.
 * `sample.test.ts` compares the files under `public/sample/` with what is built here; to write them anew:
 *
 *     WRITE_SAMPLE=1 npx vitest run tests/support/sample
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyRef } from '../../../src/core/model/annotation'
import type { Instant, Person } from '../../../src/core/model/ids'
import { DOCUMENT_VERSION, ImageDocument } from '../../../src/core/model/image'
import { compilePolicy } from '../../../src/core/policy/compile'
import type { CompiledPolicy } from '../../../src/core/validate/engine'
import { prettyJson } from '../../../src/storage/pretty-json'
import { annotationOf, parseLabels, type PhotoLabels } from './labels'
import { recordOf } from './photos'

const ROOT = join(import.meta.dirname, '../../..')
export const SAMPLE = join(ROOT, 'public/sample')
export const IMAGES = 'Images/blood_2026-11-02'
export const SET = 'Ann_pre/blood_2026-11-02'
const SOURCE = 'Shenggan/BCCD_Dataset@d272fb14cdff'
const AT = '2026-11-02T09:00:00Z' as Instant

export const policyText = (): string => readFileSync(join(ROOT, 'label-policies/blood-cells/1.0.0.yaml'), 'utf8')

export function samplePolicy(): CompiledPolicy {
  const compiled = compilePolicy(policyText())
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 2))
  return compiled.value.policy
}

export const photoPath = (photo: string): string => `${IMAGES}/BloodImage_${photo}.jpg`

function documentOf(labels: PhotoLabels, policy: PolicyRef): ImageDocument {
  const path = photoPath(labels.photo)
  const made = { by: 'sample' as Person, at: AT, how: 'hand' as const, policy }
  const answered = Object.keys(labels.coverage).length > 0
  const asksFocus = labels.tags['focus'] !== 'sharp'
  return ImageDocument.parse({
    groundrule: DOCUMENT_VERSION,
    image: recordOf(path, readFileSync(join(SAMPLE, path)), SOURCE),
    answers: {
      ...(answered ? { usable: 'yes' } : {}),
      tags: labels.tags,
      questions: answered ? { searched: 'yes' } : {},
      nothingHere: false,
    },
    coverage: labels.coverage,
    annotations: labels.rows.map((row, i) => annotationOf(row, i, made, asksFocus)),
    state: labels.state,
    checked: { policy, at: AT },
  })
}

/** The documents of the labelled photos. */
export function sampleDocuments(): ImageDocument[] {
  const policy = samplePolicy().view.ref
  return parseLabels(readFileSync(join(import.meta.dirname, 'labels.txt'), 'utf8')).map((labels) =>
    documentOf(labels, policy),
  )
}

/** Every generated file: path inside `public/sample/` → text. */
export function buildSample(): Map<string, string> {
  const documents = sampleDocuments()
  const images = readdirSync(join(SAMPLE, IMAGES))
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => `${IMAGES}/${name}`)
  const index = {
    name: 'Blood cells (sample)',
    task: 'blood',
    date: '2026-11-02',
    policy: 'blood-cells/1.0.0',
    images,
    documents: documents.map((doc) => doc.image.path).sort(),
    set: SET,
  }
  return new Map([
    ['index.json', prettyJson(index)],
    ...documents.map((doc): [string, string] => [`${SET}/${doc.image.path}.json`, prettyJson(doc)]),
  ])
}
