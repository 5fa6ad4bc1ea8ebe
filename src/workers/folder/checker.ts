/** One shard of a run over a folder. Plain class, so that it runs in Node and in tests as in the worker. */
import { blocks } from '../../core/model/finding'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { carried, entryOf, KnownViolations, type Baseline } from '../../core/policy/baseline'
import { compilePolicy } from '../../core/policy/compile'
import { impactOf, pairOf, type DocumentImpact, type VersionPair } from '../../core/policy/impact'
import { migrationOps } from '../../core/policy/migrate'
import type { PolicyView } from '../../core/policy/view'
import type { CompiledPolicy } from '../../core/validate/engine'
import type { FolderService, ImageFindings, ImageMigration, MigrateHow, Views } from './service'

interface Pair {
  readonly before: CompiledPolicy
  readonly after: CompiledPolicy
  readonly versions: VersionPair
}

const notLoaded = (): Promise<Result<never>> => Promise.resolve(fail(problem('policy.not-loaded')))

export class FolderChecker implements FolderService {
  readonly #today: () => string | undefined
  #policy: CompiledPolicy | undefined
  #known: KnownViolations | undefined
  #pair: Pair | undefined

  /** @param today the calendar day, after which overrides with a last day end */
  constructor(today: () => string | undefined = () => undefined) {
    this.#today = today
  }

  ready(): Promise<void> {
    return Promise.resolve()
  }

  #compile(text: string): Result<CompiledPolicy> {
    const today = this.#today()
    const compiled = compilePolicy(text, today === undefined ? {} : { today })
    return compiled.ok ? ok(compiled.value.policy) : compiled
  }

  hold(text: string, baseline: Baseline | undefined): Promise<Result<PolicyView>> {
    const compiled = this.#compile(text)
    this.#policy = compiled.ok ? compiled.value : undefined
    this.#known = baseline && new KnownViolations(baseline)
    return Promise.resolve(compiled.ok ? ok(compiled.value.view) : compiled)
  }

  pair(before: string, after: string): Promise<Result<Views>> {
    const [old, now] = [this.#compile(before), this.#compile(after)]
    this.#pair = undefined
    if (!old.ok) return Promise.resolve(old)
    if (!now.ok) return Promise.resolve(now)
    this.#pair = { before: old.value, after: now.value, versions: pairOf(old.value.view, now.value.view) }
    return Promise.resolve(ok({ before: old.value.view, after: now.value.view }))
  }

  compare(docs: readonly ImageDocument[]): Promise<Result<readonly DocumentImpact[]>> {
    const pair = this.#pair
    if (!pair) return notLoaded()
    return Promise.resolve(ok(docs.map((doc) => impactOf(doc, pair.before, pair.after, pair.versions))))
  }

  check(docs: readonly ImageDocument[]): Promise<Result<readonly ImageFindings[]>> {
    const policy = this.#policy
    return policy ? Promise.resolve(ok(docs.map((doc) => this.#look(doc, policy)))) : notLoaded()
  }

  #look(doc: ImageDocument, policy: CompiledPolicy): ImageFindings {
    const findings = policy.check(doc)
    const known = this.#known
    const state = known?.state(doc, findings)
    const fresh = findings.filter((f) => blocks(f) && !(known?.isKnown(doc, f) ?? false)).map((f) => entryOf(doc, f))
    return {
      image: doc.image.path,
      findings,
      fresh,
      gone: state?.gone ?? [],
      void: state?.void ?? [],
      holding: state?.holding.length ?? 0,
    }
  }

  migrate(docs: readonly ImageDocument[], how: MigrateHow): Promise<Result<readonly ImageMigration[]>> {
    const policy = this.#policy
    return policy ? Promise.resolve(ok(docs.map((doc) => this.#migrate(doc, policy, how)))) : notLoaded()
  }

  #migrate(doc: ImageDocument, policy: CompiledPolicy, { at, standing }: MigrateHow): ImageMigration {
    const known = this.#known
    const { document, ...done } = migrationOps(doc, policy, {
      at,
      ...(standing ? { standing } : {}),
      ...(known ? { isKnown: (d, f) => known.isKnown(d, f) } : {}),
    })
    const image = doc.image.path
    return { image, ...done, baseline: known ? carried(known.entriesOf(image), doc, document) : [] }
  }
}
