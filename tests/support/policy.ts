/** A policy for tests of other rooms: its text, and a compiler for it that knows one rule (boxes have an area). */
import { createHash } from 'node:crypto'
import type { Finding } from '../../src/core/model/finding'
import type { RuleId, Sha256 } from '../../src/core/model/ids'
import type { ImageDocument } from '../../src/core/model/image'
import { fail, ok, problem, type Result } from '../../src/core/model/problem'
import { kindOf } from '../../src/core/geometry/shapes'
import type { CompiledPolicy } from '../../src/core/validate/engine'

export const POLICY_TEXT = 'groundrule: 1\nid: blood\nversion: 1.0.0\nstatus: published\n'

function check(doc: ImageDocument): Finding[] {
  return doc.annotations.flatMap((a) =>
    Object.values(a.roles).some((drawn) => kindOf(drawn.shape).defects(drawn.shape).length > 0)
      ? [
          {
            key: `sound:${a.id}`,
            rule: 'sound' as RuleId,
            verdict: 'fail',
            severity: 'error',
            on: [a.id],
            because: [],
            fixes: [],
            message: 'shape.defect',
            values: {},
            overridable: false,
          },
        ]
      : [],
  )
}

/** Compiles the text above and edits of it; anything without id and version is refused. */
export function compile(text: string): Result<{ policy: CompiledPolicy }> {
  const [id, version] = ['id', 'version'].map((key) => new RegExp(`^${key}: (\\S+)$`, 'm').exec(text)?.[1])
  if (!text.startsWith('groundrule: 1\n') || !id || !version)
    return fail(problem('policy.schema', { line: 1, column: 1 }))
  const digest = createHash('sha256').update(text).digest('hex') as Sha256
  const view: CompiledPolicy['view'] = {
    ref: { id, version, digest },
    title: 'Blood cells',
    status: 'published',
    classes: [],
    reasons: { negative: [], ignore: [], skip: [] },
    lookAlikes: [],
    evidence: [],
    questions: [],
    scales: [],
    tags: [],
    image: { usable: false, exhaustive: [], tags: [], questions: [] },
    rules: [],
    caseCount: 0,
  }
  const policy: CompiledPolicy = {
    digest,
    view,
    check,
    cases: () => [],
    profile: (use, doc) => (use === 'train' ? new Map(doc.annotations.map((a) => [a.id, 'ignore'])) : undefined),
    session: () => {
      throw new Error('not used here')
    },
  }
  return ok({ policy })
}

const compiled = compile(POLICY_TEXT)
if (!compiled.ok) throw new Error('the test policy must compile')
export const POLICY_REF = compiled.value.policy.view.ref
