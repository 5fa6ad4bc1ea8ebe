/** The validator: one policy and the documents it was given. Plain class, so that it runs in Node and in tests as in the worker. */
import { apply, touched, type Patch } from '../../core/history/patch'
import type { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { measure, type Measures } from '../../core/geometry/measures'
import { compilePolicy, type Compiled } from '../../core/policy/compile'
import { checkPublish, diffPolicies } from '../../core/policy/diff'
import { proposedSteps } from '../../core/policy/migrate-propose'
import { parsePolicy } from '../../core/policy/parse'
import type { CaseResult, Changed, CheckSession, CompiledPolicy, FindingsDelta } from '../../core/validate/engine'
import type { PolicyLint, PolicyLoaded, PublishReview, SweepItem, ValidatorService, VersionChanges } from './service'

interface Held {
  doc: ImageDocument
  seq: number
  session: CheckSession
}

const changedBy = (patch: Patch): Changed => ({
  annotations: touched(patch),
  image: patch.ops.some((op) => op.op === 'answers' || op.op === 'coverage' || op.op === 'zones'),
})

export class Validator implements ValidatorService {
  #policy: CompiledPolicy | undefined
  #compiled: Compiled | undefined
  readonly #held = new Map<ImageId, Held>()

  ready(): Promise<void> {
    return Promise.resolve()
  }

  /** Holds the policy if it compiles; an earlier one stays if not. Documents are checked anew under the new one. */
  load(policyText: string): Promise<Result<PolicyLoaded>> {
    const compiled = compilePolicy(policyText, { today: new Date().toISOString().slice(0, 10) })
    if (!compiled.ok) return Promise.resolve(compiled)
    const { policy } = compiled.value
    this.#policy = policy
    this.#compiled = compiled.value
    for (const held of this.#held.values()) held.session = policy.session(held.doc)
    return Promise.resolve(ok({ view: policy.view }))
  }

  put(doc: ImageDocument, seq: number): Promise<Result<FindingsDelta>> {
    if (!this.#policy) return notLoaded()
    const session = this.#policy.session(doc)
    this.#held.set(doc.image.path, { doc, seq, session })
    return Promise.resolve(
      ok({
        image: doc.image.path,
        seq,
        complete: true,
        gone: [],
        come: session.findings,
        runs: session.findings.length,
        applies: session.applies,
      }),
    )
  }

  patch(patch: Patch): Promise<Result<FindingsDelta>> {
    const held = this.#held.get(patch.image)
    if (!held) return Promise.resolve(fail(problem('worker.failed', { file: patch.image })))
    held.doc = apply(held.doc, patch.ops)
    held.seq = patch.seq
    const change = held.session.update(held.doc, changedBy(patch))
    return Promise.resolve(ok({ image: patch.image, seq: patch.seq, complete: false, ...change }))
  }

  drop(image: ImageId): Promise<void> {
    this.#held.delete(image)
    return Promise.resolve()
  }

  measures(image: ImageId): Promise<Readonly<Record<string, Measures>>> {
    const doc = this.#held.get(image)?.doc
    return Promise.resolve(doc ? Object.fromEntries(doc.annotations.map((a) => [a.id, measure(a, doc.image)])) : {})
  }

  cases(): Promise<Result<readonly CaseResult[]>> {
    return this.#policy ? Promise.resolve(ok(this.#policy.cases())) : notLoaded()
  }

  lint(): Promise<Result<PolicyLint>> {
    const held = this.#compiled
    return held ? Promise.resolve(ok({ warnings: held.warnings, coverage: held.coverage() })) : notLoaded()
  }

  review(publishedText: string | undefined, text: string): Promise<Result<PublishReview>> {
    const checked = checkPublish(publishedText, text)
    const diff = publishedText === undefined ? undefined : diffPolicies(publishedText, text)
    // The problems of a text that cannot be read stand in `checked` already.
    return Promise.resolve(
      ok({ problems: checked.ok ? [] : checked.problems, ...(diff?.ok ? { diff: diff.value } : {}) }),
    )
  }

  changes(before: string, text: string): Promise<Result<VersionChanges>> {
    const diff = diffPolicies(before, text)
    const [old, now] = [parsePolicy(before), parsePolicy(text)]
    const steps = old.ok && now.ok ? proposedSteps(old.value.document, now.value.document) : []
    return Promise.resolve(ok(diff.ok ? { diff: diff.value, steps, problems: [] } : { steps, problems: diff.problems }))
  }

  sweep(docs: readonly ImageDocument[]): Promise<Result<readonly SweepItem[]>> {
    const policy = this.#policy
    return policy
      ? Promise.resolve(ok(docs.map((doc) => ({ image: doc.image.path, findings: policy.check(doc) }))))
      : notLoaded()
  }
}

const notLoaded = (): Promise<Result<never>> => Promise.resolve(fail(problem('policy.not-loaded')))
