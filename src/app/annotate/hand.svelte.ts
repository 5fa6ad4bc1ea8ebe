import type { Annotation } from '../../core/model/annotation'
import type { Finding } from '../../core/model/finding'
import type { AnnotationId } from '../../core/model/ids'
import type { Shape } from '../../core/geometry/shapes'
import { needsOf, nextNeed, type Need } from '../../core/policy/view-needs'
import { overrideRefusal, type OverrideRefusal } from '../../core/policy/view-people'
import type { LinkView, ZoneView } from '../../core/policy/view'
import { answerCommand, choicesOf, takeBackCommand, takesMany } from './asks'
import { i18n } from '../state/i18n.svelte'
import type { Services } from '../state/services'
import type { Settings } from '../state/settings.svelte'
import type { Workplace } from './workplace.svelte'

/** What the policy wants of the selected label, and the links and zones it knows: each gesture ends in one command. */
export class Hand {
  readonly #place: Workplace
  readonly #services: Services
  readonly #settings: Settings
  /** A link that waits for its other end. */
  linking = $state.raw<{ readonly from: AnnotationId; readonly link: LinkView } | undefined>(undefined)
  /** The kind of zone that the next shape becomes. */
  zone = $state.raw<ZoneView | undefined>(undefined)

  /** All that applies to the selected label now. */
  readonly needs = $derived.by((): readonly Need[] => {
    const [a, view, findings] = [this.#place.selected, this.#place.project.view, this.#place.project.findings]
    return a && view ? needsOf(a, view, findings.applying(a.id), findings.list) : []
  })
  /** What one key answers. */
  readonly next = $derived.by((): Need | undefined => {
    const [a, view] = [this.#place.selected, this.#place.project.view]
    return a && view ? nextNeed(a, view, this.needs, this.#place.project.findings.list) : undefined
  })

  constructor(place: Workplace, services: Services, settings: Settings) {
    this.#place = place
    this.#services = services
    this.#settings = settings
  }

  /** Says it; said again it is taken back. */
  say(need: Need, answer: string): void {
    const [a, document] = [this.#place.selected, this.#place.document]
    if (!a || !document || !this.#place.editable) return
    const isSaid = !takesMany(need.asks) && need.said.includes(answer)
    const command = isSaid ? takeBackCommand(need.asks, a) : answerCommand(need.asks, [a.id], document, answer)
    if (command) this.#place.run(command)
  }

  takeBack(need: Need): void {
    const a = this.#place.selected
    const command = a && takeBackCommand(need.asks, a)
    if (command && this.#place.editable) this.#place.run(command)
  }

  /** The digit answers the next thing that a rule waits for; false when there is none, or no such answer. */
  sayByDigit(digit: string): boolean {
    const need = this.next
    const choice = need && choicesOf(need.asks, this.#place.project.view)[Number(digit) - 1]
    if (!need || !choice) return false
    this.say(need, choice.id)
    return true
  }

  /** Links that a label may have. */
  linksOf(a: Annotation): readonly LinkView[] {
    return this.#place.project.view?.links.filter((l) => l.from.includes(a.class)) ?? []
  }

  /** Labels at which a link from `a` may end, those it has already left out. */
  candidates(a: Annotation, link: LinkView): readonly Annotation[] {
    const has = new Set(a.links.filter((l) => l.kind === link.id).map((l) => l.to))
    return (
      this.#place.document?.annotations.filter((o) => o.id !== a.id && link.to.includes(o.class) && !has.has(o.id)) ??
      []
    )
  }

  /** Waits for the other end; with the same link again it stops waiting. */
  startLink(a: Annotation, link: LinkView): void {
    this.linking = this.linking?.link.id === link.id ? undefined : { from: a.id, link }
    if (!this.linking) return
    this.#place.bench.tool = 'select'
    this.#place.announcement = i18n.m.hand.picking(i18n.text(link.title))
  }

  link(a: Annotation, link: LinkView, to: AnnotationId): void {
    const kept = a.links.filter((l) => l.kind === link.id).map((l) => l.to)
    // Where only one is allowed the new one takes its place.
    const ends = link.most === 1 ? [to] : [...kept, to]
    if (this.#place.editable) this.#place.run({ name: 'link', id: a.id, link: link.id, to: ends })
    this.linking = undefined
  }

  unlink(a: Annotation, kind: string, to: AnnotationId): void {
    const ends = a.links.filter((l) => l.kind === kind && l.to !== to).map((l) => l.to)
    if (this.#place.editable) this.#place.run({ name: 'link', id: a.id, link: kind, to: ends })
  }

  /** A click on a label while a link waits; false when none waits. */
  picked(ids: readonly AnnotationId[]): boolean {
    const { linking } = this
    const a = linking && this.#place.document?.annotations.find((one) => one.id === linking.from)
    if (!linking || !a) return false
    const to = ids.find((id) => this.candidates(a, linking.link).some((c) => c.id === id))
    if (to) this.link(a, linking.link, to)
    this.#place.bench.select([a.id])
    return true
  }

  setGroup(ids: readonly AnnotationId[], group: string | undefined): void {
    if (this.#place.editable && ids.length > 0) this.#place.run({ name: 'set group', ids, group })
  }

  /** The selected labels become one group with a name of its own. */
  groupSelected(): void {
    const taken = new Set(this.#place.document?.annotations.map((a) => a.group))
    let number = 1
    while (taken.has(`g${number}`)) number++
    if (this.#place.bench.selection.length > 1) this.setGroup(this.#place.bench.selection, `g${number}`)
  }

  setTrack(a: Annotation, track: string): void {
    if (this.#place.editable) this.#place.run({ name: 'set track', id: a.id, track: track.trim() || undefined })
  }

  /** The next shape becomes a zone of this kind; the same kind again: no longer. */
  startZone(zone: ZoneView): void {
    this.zone = this.zone?.id === zone.id ? undefined : zone
    if (!this.zone) return
    this.#place.bench.select([])
    this.#place.bench.tool = zone.shapes.includes('box') ? 'box' : 'polygon'
    this.#place.announcement = i18n.m.hand.drawingZone(i18n.text(zone.title))
  }

  /** A finished shape while a zone is being drawn; false when none is. */
  drawnZone(shape: Shape): boolean {
    const { zone } = this
    if (!zone) return false
    if (!this.#place.editable || !zone.shapes.includes(shape.kind)) return true
    const before = this.#place.document?.zones ?? []
    const id = this.#services.newId()
    if (this.#place.run({ name: 'set zones', zones: [...before, { id, kind: zone.id, shape }] })) this.zone = undefined
    return true
  }

  removeZone(id: string): void {
    const zones = this.#place.document?.zones ?? []
    if (this.#place.editable) this.#place.run({ name: 'set zones', zones: zones.filter((z) => z.id !== id) })
  }

  /** Ends what waits for a gesture; false when nothing does. */
  cancel(): boolean {
    const waits = this.linking !== undefined || this.zone !== undefined
    this.linking = undefined
    this.zone = undefined
    return waits
  }

  /** Why the person may not override the rule of a finding; undefined when they may. */
  refusal(finding: Finding): OverrideRefusal | undefined {
    const view = this.#place.project.view
    const rule = view?.rules.find((r) => r.id === finding.rule)
    if (!view || !rule) return { why: 'nobody' }
    return overrideRefusal(view, rule, this.#settings.by, this.#services.now().slice(0, 10))
  }
}
