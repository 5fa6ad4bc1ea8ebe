import type { Finding } from '../../core/model/finding'
import { blocks } from '../../core/model/finding'
import { grouped } from '../../core/model/finding-groups'
import type { AnnotationId } from '../../core/model/ids'
import type { FindingsDelta } from '../../core/validate/engine'

const RANK = { error: 0, warning: 1, guidance: 2 } as const
const rank = (f: Finding): number => (f.verdict === 'undecided' ? 0.5 : RANK[f.severity])

/** The image as a whole comes after its labels; whether it can be used at all is the first thing to know of it. */
const IMAGE_TURNS = ['usable', 'nothingHere', 'coverage', 'tag', 'imageQuestion']
const turn = (f: Finding): number => (f.on.length > 0 ? 0 : 1 + IMAGE_TURNS.indexOf(f.asks?.kind ?? ''))

/** Findings of the image on screen, kept up to date by the validator's answers. */
export class Findings {
  #byKey = $state.raw<ReadonlyMap<string, Finding>>(new Map())
  #applying = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map())
  /** The newest patch that has been answered. */
  answered = $state(-1)
  /** The newest patch that was sent. */
  asked = $state(-1)
  readonly current = $derived(this.answered >= this.asked)
  /** Worst first; then labels before the image, and the image's questions in the order in which one asks them. */
  readonly list = $derived([...this.#byKey.values()].sort((a, b) => rank(a) - rank(b) || turn(a) - turn(b)))
  /** The cards: each question once. */
  readonly groups = $derived(grouped(this.list))
  /** What is shown, in the order of the cards. */
  readonly shown = $derived(this.groups.flatMap((g) => g.shown.map((s) => s.finding)))
  /** Whether a finding is an old one that was accepted: it is shown and blocks nothing. */
  isAccepted = $state.raw<(finding: Finding) => boolean>(() => false)
  readonly accepted = $derived(new Set(this.list.filter((f) => this.isAccepted(f)).map((f) => f.key)))
  /** What counts against finishing: all but the accepted ones. */
  readonly counting = $derived(this.list.filter((f) => !this.accepted.has(f.key)))
  readonly blocking = $derived(this.counting.filter(blocks))
  readonly #worst = $derived.by(() => {
    const worst = new Map<AnnotationId, Finding>()
    for (const finding of this.list) for (const id of finding.on) if (!worst.has(id)) worst.set(id, finding)
    return worst
  })

  /** How an annotation is marked on the canvas. */
  markOf(id: AnnotationId): 'error' | 'warning' | 'undecided' | undefined {
    const finding = this.#worst.get(id)
    if (!finding) return undefined
    if (finding.verdict === 'undecided') return 'undecided'
    return finding.severity === 'guidance' ? undefined : finding.severity
  }

  /** The questions, attributes and scales whose condition holds for a label, as `question.<id>` … */
  applying(id: AnnotationId): readonly string[] {
    return this.#applying.get(id) ?? []
  }

  apply(delta: FindingsDelta): void {
    const next = delta.complete ? new Map<string, Finding>() : new Map(this.#byKey)
    for (const key of delta.gone) next.delete(key)
    for (const finding of delta.come) next.set(finding.key, finding)
    this.#byKey = next
    if (delta.complete || delta.applies)
      this.#applying = new Map([...(delta.complete ? [] : this.#applying), ...Object.entries(delta.applies ?? {})])
    this.answered = Math.max(this.answered, delta.seq)
  }

  clear(): void {
    this.#byKey = new Map()
    this.#applying = new Map()
    this.answered = -1
    this.asked = -1
  }
}
