import type { Instant } from '../../core/model/ids'
import type { Problem } from '../../core/model/problem'
import { ValidatorClient } from '../../workers/validator/client'
import type { PolicyEntry } from '../state/policies.svelte'
import { checkText, type Checked, type Studio } from '../state/studio.svelte'
import type { PublishReview } from '../../workers/validator/service'
import { headOf, nextVersion, setHead } from './policy-text'

/** One publication, from the question what changes to the stored version. */
export class Publishing {
  readonly #studio: Studio
  /** The text has passed the studio's own worker: patience on a slow machine. */
  readonly #worker = new ValidatorClient({ loadMs: 15_000 })
  #working: Promise<void> = Promise.resolve()
  state = $state<'checking' | 'ready' | 'publishing' | 'published'>('checking')
  /** The text as it would be stored: status and what it supersedes are filled in. */
  candidate = $state.raw<Checked | undefined>(undefined)
  review = $state.raw<PublishReview | undefined>(undefined)
  base = $state.raw<PolicyEntry | undefined>(undefined)
  problem = $state.raw<Problem | undefined>(undefined)
  published = $state.raw<PolicyEntry | undefined>(undefined)
  readonly version = $derived(this.candidate ? (headOf(this.candidate.text).version ?? '') : '')
  readonly failingCases = $derived(this.candidate?.cases.filter((c) => !c.ok) ?? [])
  /** What stands against it, besides the cases, which are listed by name. */
  readonly problems = $derived(this.review?.problems.filter((p) => p.code !== 'policy.case-failed') ?? [])
  /** The smallest version that the change may have, when the text names a smaller one. */
  readonly least = $derived.by(() => {
    const bump = this.review?.diff?.requiredBump
    const wrong = this.problems.some((p) => p.code === 'policy.bump-too-small' || p.code === 'policy.version-exists')
    return this.base && bump && wrong ? nextVersion(this.base.version, bump === 'none' ? 'patch' : bump) : undefined
  })
  readonly allowed = $derived(
    this.state === 'ready' &&
      this.candidate?.view !== undefined &&
      this.failingCases.length === 0 &&
      this.review?.problems.length === 0,
  )

  constructor(studio: Studio) {
    this.#studio = studio
  }

  /** Compiles what would be stored, runs its cases and compares it with what is published. */
  check(): Promise<void> {
    this.#working = this.#check()
    return this.#working
  }

  async #check(): Promise<void> {
    this.state = 'checking'
    const studio = this.#studio
    const { id } = studio.head
    const base = id ? studio.newestOf(id) : undefined
    const text = setHead(studio.text, { status: 'published', supersedes: base?.version }) ?? studio.text
    const [candidate, baseText] = await Promise.all([checkText(this.#worker, text), base?.text()])
    this.base = base
    this.review = undefined
    if (candidate.view) {
      const review = await this.#worker.review(baseText, text)
      if (review.ok) this.review = review.value
      else this.problem = review.problems[0]
    }
    this.candidate = candidate
    this.state = 'ready'
  }

  async publish(now: Instant): Promise<void> {
    const view = this.candidate?.view
    const draft = this.#studio.open?.draft
    if (!this.allowed || !this.candidate || !view) return
    this.state = 'publishing'
    const { id, version, digest } = view.ref
    const done = await this.#studio.library.publish({
      id,
      version,
      digest,
      status: 'published',
      text: this.candidate.text,
      at: now,
    })
    this.problem = done.ok ? undefined : done.problems[0]
    this.published = done.ok ? this.#studio.library.find(id, version) : undefined
    this.state = done.ok ? 'published' : 'ready'
    if (done.ok && draft !== undefined) await this.#studio.removeDraft(draft)
  }

  async close(): Promise<void> {
    await this.#working
    this.#worker.end()
  }
}
