/** Images of a street with about ten labels each, made by a fixed pattern of random numbers; about one label in eight is wrong or unfinished. */
import type { Annotation, PolicyRef } from '../../../src/core/model/annotation'
import {
  FULL,
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type ImageId,
  type QuestionId,
  type ReasonId,
  type Sha256,
} from '../../../src/core/model/ids'
import { newDocument, type ImageDocument } from '../../../src/core/model/image'
import { AT, BY } from '../../support/documents'

const WIDTH = 1920
const HEIGHT = 1080
const IS_PERSON = 'is_person' as QuestionId

/** Random numbers 0 … 1 that are the same in every run (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const boxOf = (x: number, y: number, w: number, h: number, origin: 'drawn' | 'import' = 'drawn') => ({
  shape: { kind: 'box' as const, x, y, w, h },
  origin,
})

const answersOf = (odd: number): Annotation['answers'] =>
  odd > 0.97 ? {} : { [IS_PERSON]: odd > 0.96 ? 'cannot_tell' : 'yes' }

function pedestrian(id: string, random: () => number, policy: PolicyRef): Annotation {
  const chance = random()
  const h = chance < 0.03 ? 12 + 6 * random() : 30 + 250 * random()
  const w = chance > 0.995 ? 0 : 0.41 * h
  const x = chance > 0.97 && chance < 0.98 ? -5 : 2 + random() * (WIDTH - w - 4)
  const y = 2 + random() * (HEIGHT - h - 4)
  const hidden = random() < 0.3
  const share = random() < 0.85 ? 0.05 + 0.6 * random() : 0.85
  const visible = boxOf(x, y, w, hidden ? h * (1 - share) : h, random() < 0.01 ? 'import' : 'drawn')
  const small = h * (hidden ? 1 - share : 1) < 20
  const tooHidden = hidden && share >= 0.8
  const ignored = (small || tooHidden) && random() < 0.7
  const odd = random()
  return {
    id: id as AnnotationId,
    class: 'pedestrian' as ClassId,
    disposition: ignored ? 'ignore' : 'positive',
    ...(ignored ? { reason: (small ? 'too_small' : 'too_hidden') as ReasonId } : {}),
    roles: hidden ? { [VISIBLE]: visible, [FULL]: boxOf(x, y, w, h) } : { [VISIBLE]: visible },
    declared: {
      levels: {},
      ...(hidden && random() < 0.93 ? { evidence: ['head', 'both_sides'] } : {}),
      ...(odd < 0.01 ? { lookAlike: 'poster' } : {}),
    },
    attributes: random() < 0.98 ? { posture: odd < 0.5 ? 'walking' : 'standing' } : {},
    answers: answersOf(odd),
    links: [],
    overrides: [],
    made: { by: BY, at: AT, how: 'hand', policy },
  }
}

/** The documents of the images `from` … `from + count - 1`. */
export function streets(from: number, count: number, policy: PolicyRef): ImageDocument[] {
  return Array.from({ length: count }, (_, i) => streetOf(from + i, 6 + ((from + i) % 9), policy))
}

/** One image with that many labels. */
export function streetOf(n: number, labels: number, policy: PolicyRef): ImageDocument {
  const random = randoms(n + 1)
  const annotations = Array.from({ length: labels }, (_, i) => pedestrian(`n${n}.${i}`, random, policy))
  const [first, second] = annotations
  // Now and then somebody labelled one person twice, and in every third image there is a group.
  if (n % 20 === 0 && first && second) annotations[1] = { ...second, roles: { ...first.roles } }
  if (n % 3 === 0 && first)
    annotations[labels - 1] = {
      ...first,
      id: `n${n}.group` as AnnotationId,
      class: 'ped_group' as ClassId,
      disposition: 'ignore',
      reason: 'crowd' as ReasonId,
      roles: { [VISIBLE]: boxOf(400 * random(), 200, 200 + 400 * random(), 300) },
      attributes: {},
      answers: {},
      declared: { levels: {} },
    }
  const size = { width: WIDTH, height: HEIGHT }
  const path = `Images/${n}.jpg` as ImageId
  const image = {
    path,
    sha256: 'b'.repeat(64) as Sha256,
    bytes: 1000,
    ...size,
    stored: size,
    orientation: 1,
    format: 'jpeg',
    bitDepth: 8,
    lossy: true,
    frames: 1,
    lineage: [],
  } as const
  return {
    ...newDocument({ ...image, lineage: [] }),
    annotations,
    answers: {
      ...(n % 25 === 0 ? {} : { usable: 'yes' as const }),
      tags: n % 30 === 1 ? {} : { light: 'day' },
      questions: { searched: 'yes' },
      nothingHere: false,
    },
    coverage: { ['pedestrian' as ClassId]: 'exhaustive' },
  }
}
