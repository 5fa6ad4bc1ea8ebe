import type { Stage, StageItem, ToolId } from '../../canvas/stage-api'
import type { Command } from '../../core/history/commands'
import { measure } from '../../core/geometry/measures'
import type { Asks, Finding, Fix } from '../../core/model/finding'
import { DISPOSITIONS, type Annotation, type Disposition, type ShapeOrigin } from '../../core/model/annotation'
import { FULL, VISIBLE, type AnnotationId, type ReasonId, type RoleId } from '../../core/model/ids'
import type { RuleView } from '../../core/policy/view'
import { personRole } from '../../core/policy/view-people'
import type { Shape } from '../../core/geometry/shapes'
import { arrowOf, digitOf, type ActionId } from '../keys/keymap'
import type { KeyDialog } from '../keys/palette'
import { pushSide } from './push-side'
import { classTitle, stageItem, UNKNOWN_COLOR } from '../parts/annotation-look'
import { roleText } from '../../messages/findings-say'
import { i18n } from '../state/i18n.svelte'
import type { Project } from '../state/project.svelte'
import type { Services } from '../state/services'
import type { Settings } from '../state/settings.svelte'
import { Workbench } from '../state/workbench.svelte'
import { answerCommand, choicesOf, roleAsked } from './asks'
import { Drawing } from './drawing.svelte'
import { DRAW_TOOLS } from './tool-choice'
import { Hand } from './hand.svelte'
import { fixCommand } from './fixes'

/** An item and what it was made from. */
interface CachedItem {
  readonly annotation: Annotation
  readonly mark: StageItem['mark']
  readonly language: string
  readonly view: unknown
  readonly locked: boolean
  readonly item: StageItem
}

/** What a person does in the annotate place, by mouse or by key: each action is one method, and ends in a command or in the view. */
export class Workplace {
  readonly bench = new Workbench()
  readonly project: Project
  /** What the policy wants of the selected label; links and zones. */
  readonly hand: Hand
  readonly drawing = new Drawing(this)
  stage: Stage | undefined
  keyDialog = $state<KeyDialog | undefined>(undefined)
  showExport = $state(false)
  /** Told to screen readers and shown briefly in the status line. */
  announcement = $state('')

  readonly #services: Services
  readonly #settings: Settings
  /** The drawing tool that gave way to a finding: the next image starts with it again. */
  #drawTool: ToolId | undefined
  /** The drawing tool used last. */
  #lastTool: ToolId = 'box'
  #cache = new Map<AnnotationId, CachedItem>()
  /** The arrow keys have moved the crosshair since the last point, and no pointer after them. */
  #aimed = false

  readonly document = $derived.by(() => this.project.session?.document)
  readonly editable = $derived.by(
    () => (this.project.session?.editable ?? false) && this.document?.state !== 'finished',
  )
  readonly selected = $derived.by(() => this.document?.annotations.find((a) => a.id === this.bench.only))
  readonly measures = $derived.by(() =>
    this.selected && this.document ? measure(this.selected, this.document.image) : {},
  )
  readonly focusedFinding = $derived.by(() =>
    this.project.findings.list.find((f) => f.key === this.bench.focusedFinding),
  )
  readonly items = $derived.by(() => this.#items())
  readonly color = $derived.by(() => this.classView(this.drawClass)?.color ?? UNKNOWN_COLOR)

  constructor(project: Project, services: Services, settings: Settings) {
    this.project = project
    this.#services = services
    this.#settings = settings
    this.hand = new Hand(this, services, settings)
  }

  get drawClass(): Annotation['class'] | undefined {
    return this.project.view ? this.bench.drawable(this.project.view) : undefined
  }

  classView(id: Annotation['class'] | undefined) {
    return this.project.view?.classes.find((c) => c.id === id)
  }

  /** "red cell 3": the class and the place among those of its class. */
  nameOf(annotation: Annotation): string {
    const same = this.document?.annotations.filter((a) => a.class === annotation.class) ?? []
    return `${classTitle(this.project.view, annotation.class)} ${same.indexOf(annotation) + 1}`
  }

  nameOfId(id: AnnotationId): string {
    const annotation = this.document?.annotations.find((a) => a.id === id)
    return annotation ? this.nameOf(annotation) : ''
  }

  subjectOf(finding: Finding): string {
    return finding.on
      .map((id) => this.document?.annotations.find((a) => a.id === id))
      .filter((a) => a !== undefined)
      .map((a) => this.nameOf(a))
      .join(' · ')
  }

  /** Items of the canvas; an item whose annotation did not change is the same object, so that the canvas leaves it alone. */
  #items(): StageItem[] {
    const document = this.document
    if (!document) return []
    const next = new Map<AnnotationId, CachedItem>()
    const retired = this.project.view?.retired ?? []
    const shown = document.annotations.filter((a) => !retired.includes(a.class))
    const items = shown.map((annotation) => {
      const mark = this.project.findings.markOf(annotation.id)
      const locked = !this.editable
      const known = this.#cache.get(annotation.id)
      const same =
        known?.annotation === annotation &&
        known.mark === mark &&
        known.language === i18n.language &&
        known.view === this.project.view &&
        known.locked === locked
      const entry = same
        ? known
        : {
            annotation,
            mark,
            language: i18n.language,
            view: this.project.view,
            locked,
            item: stageItem(annotation, this.project.view, mark, locked),
          }
      next.set(annotation.id, entry)
      return entry.item
    })
    this.#cache = next
    return items
  }

  run = (command: Command, how: 'hand' | 'fix' = 'hand'): boolean => {
    const done = this.project.session?.run(command, how)
    return done?.ok ?? false
  }

  /** A finished drawing: the missing role of the selected annotation, or a new annotation. */
  drawn(shape: Shape, origin: ShapeOrigin): void {
    const role = this.drawing.role
    const selected = this.selected
    if (!this.editable) return
    this.announcement = ''
    if (this.hand.drawnZone(shape)) return
    if (selected && role !== VISIBLE && !selected.roles[role]) {
      this.run({ name: 'set shape', id: selected.id, role, shape, origin })
      this.bench.role = VISIBLE
      return
    }
    const cls = this.drawClass
    if (!cls) return
    const id = this.#services.newId()
    const disposition = this.classView(cls)?.disposition ?? 'positive'
    const reason = this.#onlyReason(disposition)
    if (
      this.run({
        name: 'draw',
        id,
        class: cls,
        role,
        shape,
        origin,
        disposition,
        ...(reason ? { reason } : {}),
      })
    )
      this.bench.select([id])
  }

  changed(edits: readonly { readonly id: AnnotationId; readonly role: RoleId; readonly shape: Shape }[]): void {
    if (this.editable && edits.length > 0) this.run({ name: 'set shapes', edits })
  }

  #onlyReason(disposition: Disposition): ReasonId | undefined {
    if (disposition === 'positive') return undefined
    const reasons = this.project.view?.reasons[disposition] ?? []
    return reasons.length === 1 ? reasons[0]?.id : undefined
  }

  #dispose(disposition: Disposition): void {
    const reason = this.#onlyReason(disposition)
    if (this.bench.selection.length > 0)
      this.run({ name: 'set disposition', ids: this.bench.selection, disposition, ...(reason ? { reason } : {}) })
  }

  /** With the select tool the class of what is selected; with a drawing tool that of the next label, never of one that is there. */
  pickClass(id: Annotation['class']): void {
    this.bench.classId = id
    if (this.bench.selection.length > 0 && this.editable && this.bench.tool === 'select')
      this.run({ name: 'set class', ids: this.bench.selection, class: id })
    else this.bench.select([])
  }

  addRole(role: RoleId): void {
    this.bench.role = role
    const kind = Object.values(this.selected?.roles ?? {})[0]?.shape.kind
    // The same kind of shape as it has already; where the policy wants another one, that one comes (`Drawing.tool`).
    this.bench.tool = DRAW_TOOLS.find((t) => t.draws === kind)?.id ?? 'box'
  }

  /** Makes ready to draw the shape that a finding asks for, and says so. */
  drawRole(finding: Finding, role: RoleId): void {
    this.focusFinding(finding)
    this.addRole(role)
    this.announcement = `${this.subjectOf(finding)}: ${roleText(i18n.language, role, this.project.view)}`
  }

  copyVisibleToFull(): void {
    const visible = this.selected?.roles[VISIBLE]
    if (this.selected && visible && !this.selected.roles[FULL])
      this.run({ name: 'set shape', id: this.selected.id, role: FULL, shape: visible.shape, origin: 'copied' })
  }

  #nudge(event: KeyboardEvent, step: number): boolean {
    const arrow = arrowOf(event)
    if (!arrow) return false
    const [dx, dy] = [arrow[0] * step, arrow[1] * step]
    if (this.bench.tool !== 'select' || this.bench.selection.length === 0) {
      this.stage?.moveCrosshair(dx, dy)
      this.#aimed = true
    } else if (this.editable) this.run({ name: 'move', ids: this.bench.selection, dx, dy })
    return true
  }

  /** The side that the arrow names goes out (or in) by so many pixels, on every selected shape of the role in hand. */
  #pushSide(event: KeyboardEvent, by: number): boolean {
    const arrow = arrowOf(event)
    if (!arrow || this.bench.selection.length === 0) return false
    const chosen = this.document?.annotations.filter((a) => this.bench.selection.includes(a.id)) ?? []
    this.changed(chosen.flatMap((annotation) => pushSide(annotation, this.bench.role, arrow, by)))
    return true
  }

  /** The read-out follows the pointer, and the crosshair too. */
  pointed(at: Workbench['pointer']): void {
    this.bench.pointer = at
    this.#aimed = false
  }

  /** Enter where the arrow keys led is a click there; anywhere else it ends what is being drawn. */
  #enter(): void {
    const aimed = this.#aimed
    this.#aimed = false
    if (aimed || !this.stage?.finishDrawing()) this.stage?.setPoint()
  }

  #step(by: number): void {
    const all = this.document?.annotations ?? []
    if (all.length === 0) return
    const at = all.findIndex((a) => a.id === this.bench.selection.at(-1))
    const next = all[(Math.max(at, by > 0 ? -1 : 0) + by + all.length) % all.length]
    if (!next) return
    this.bench.tool = 'select'
    this.bench.select([next.id])
    this.stage?.reveal(next.id)
    this.announcement = this.nameOf(next)
  }

  /** Shows a label that something else names. */
  goToLabel(id: AnnotationId): void {
    this.bench.tool = 'select'
    this.bench.select([id])
    this.stage?.reveal(id)
    this.announcement = this.nameOfId(id)
  }

  /** The hand chose labels on the canvas; while a link waits, its other end. */
  picked(ids: readonly AnnotationId[]): void {
    if (!this.hand.picked(ids)) this.bench.select(ids)
  }

  /** Where the link that a finding asks for may end. */
  linkEndsOf(finding: Finding): readonly AnnotationId[] {
    const { asks } = finding
    const from = this.document?.annotations.find((a) => a.id === finding.on[0])
    const link = asks?.kind === 'link' ? this.project.view?.links.find((l) => l.id === asks.link) : undefined
    return from && link ? this.hand.candidates(from, link).map((a) => a.id) : []
  }

  linkTo(finding: Finding, to: AnnotationId): void {
    const { asks } = finding
    const from = this.document?.annotations.find((a) => a.id === finding.on[0])
    const link = asks?.kind === 'link' ? this.project.view?.links.find((l) => l.id === asks.link) : undefined
    if (from && link) this.hand.link(from, link, to)
  }

  /** Why the person may not override the rule of a finding; empty when they may. */
  refusalOf(finding: Finding): string {
    const refusal = finding.overridable ? this.hand.refusal(finding) : undefined
    const m = i18n.m.hand
    if (!refusal) return ''
    if (refusal.why === 'nobody') return m.refusal.nobody
    if (refusal.why === 'over') return m.refusal.over(refusal.until)
    return m.refusal.role(m.who[refusal.needs], m.who[refusal.is], this.#settings.by)
  }

  focusFinding(finding: Finding): void {
    this.bench.focusedFinding = finding.key
    this.bench.overriding = false
    if (finding.on.length > 0) {
      // With the select tool the shape shows its grips: one sees at once which it is.
      if (this.bench.tool !== 'select') this.#drawTool = this.bench.tool
      this.bench.tool = 'select'
      this.bench.select(finding.on)
      const first = finding.on[0]
      if (first) this.stage?.reveal(first)
    }
  }

  #nextFinding(): void {
    const list = this.project.findings.shown
    const at = list.findIndex((f) => f.key === this.bench.focusedFinding)
    const next = list[(at + 1) % list.length]
    if (next) this.focusFinding(next)
  }

  applyFix(finding: Finding, fix: Fix): void {
    const annotation = this.document?.annotations.find((a) => a.id === ('on' in fix ? fix.on : undefined))
    if (this.editable && this.run(fixCommand(fix, annotation), 'fix')) this.bench.focusedFinding = finding.key
  }

  answer(finding: Finding, asks: Asks, answer: string): void {
    if (!this.document || !this.editable) return
    const command = answerCommand(asks, finding.on, this.document, answer)
    if (command) this.run(command)
  }

  override(finding: Finding, reason: string | undefined): void {
    const rule: RuleView | undefined = this.project.view?.rules.find((r) => r.id === finding.rule)
    const on = finding.on[0]
    if (this.refusalOf(finding)) {
      this.bench.overriding = false
      this.announcement = this.refusalOf(finding)
      return
    }
    if (reason === undefined || !rule || !on) {
      this.bench.focusedFinding = finding.key
      this.bench.overriding = reason === undefined
      return
    }
    const by = this.#settings.by
    const as = this.project.view && personRole(this.project.view, by)
    this.run({
      name: 'override',
      id: on,
      override: {
        rule: rule.id,
        reason,
        by,
        ...(as === undefined ? {} : { as }),
        at: this.#services.now(),
        meaning: rule.meaning as Annotation['overrides'][number]['meaning'],
      },
    })
    this.bench.overriding = false
  }

  /** Finishes the image when nothing stands against it, and goes on to the next unfinished one. */
  finish(): void {
    const { project } = this
    if (!project.view || !project.findings.current || !project.session) return
    const done = project.session.run({ name: 'finish', findings: project.findings.counting, policy: project.view.ref })
    if (!done.ok) {
      const first = project.findings.blocking[0]
      if (first) this.focusFinding(first)
      return
    }
    this.#go(project.images.nextUnfinished(project.current))
  }

  reopen(): void {
    this.run({ name: 'reopen', reason: '' })
  }

  #go(path: Project['current']): void {
    if (path && path !== this.project.current) {
      this.bench.select([])
      this.bench.focusedFinding = undefined
      this.announcement = ''
      if (this.#drawTool) this.bench.tool = this.#drawTool
      this.#drawTool = undefined
      void this.project.show(path)
    }
  }

  go = (path: NonNullable<Project['current']>): void => this.#go(path)

  #toggleUsable(): void {
    const usable = this.document?.answers.usable === 'yes' ? 'no' : 'yes'
    if (this.editable) this.run({ name: 'answer image', answers: { usable } })
  }

  #answerByDigit(digit: string): boolean {
    const finding = this.focusedFinding
    const choice = finding?.asks ? choicesOf(finding.asks, this.project.view)[Number(digit) - 1] : undefined
    const end = finding && this.linkEndsOf(finding)[Number(digit) - 1]
    if (finding && end) {
      this.linkTo(finding, end)
      return true
    }
    if (!finding?.asks || !choice) return this.hand.sayByDigit(digit)
    this.answer(finding, finding.asks, choice.id)
    return true
  }

  #reorder(by: number): void {
    const annotation = this.selected
    if (annotation && this.editable)
      this.run({ name: 'set order', id: annotation.id, order: (annotation.order ?? 0) + by })
  }

  #fixFocused(): void {
    const finding = this.focusedFinding ?? this.project.findings.shown[0]
    const fix = finding?.fixes[0]
    if (finding && fix) this.applyFix(finding, fix)
    else {
      const role = roleAsked(finding?.asks)
      if (finding && role) this.drawRole(finding, role)
    }
  }

  #cancel(): void {
    if (this.bench.overriding) this.bench.overriding = false
    else if (this.hand.cancel()) this.announcement = ''
    else if (!this.stage?.cancelDrawing()) this.bench.select([])
  }

  take(tool: ToolId): void {
    this.bench.tool = tool
    this.#lastTool = tool
  }

  readonly #actions: Partial<Record<ActionId, () => void>> = {
    toolSelect: () => {
      this.bench.tool = 'select'
      this.#drawTool = undefined
    },
    ...this.drawing.actions,
    drawAgain: () => {
      if (!this.stage?.finishDrawing()) this.take(this.#lastTool)
    },
    classByName: () => (this.keyDialog = 'class'),
    goToImage: () => (this.keyDialog = 'image'),
    palette: () => (this.keyDialog = 'all'),
    keySettings: () => (this.keyDialog = 'settings'),
    copyVisibleToFull: () => this.editable && this.copyVisibleToFull(),
    setPoint: () => this.#enter(),
    cancel: () => this.#cancel(),
    delete: () => {
      if (this.stage?.removeLastPoint() || this.stage?.deleteVertex()) return
      if (this.editable && this.bench.selection.length > 0 && this.run({ name: 'remove', ids: this.bench.selection }))
        this.bench.select([])
    },
    undo: () => this.project.session?.undo(),
    redo: () => this.project.session?.redo(),
    nextAnnotation: () => this.#step(1),
    previousAnnotation: () => this.#step(-1),
    selectAll: () => this.bench.select(this.document?.annotations.map((a) => a.id) ?? []),
    nearer: () => this.#reorder(-1),
    farther: () => this.#reorder(1),
    nextFinding: () => this.#nextFinding(),
    fix: () => this.#fixFocused(),
    override: () => this.focusedFinding?.overridable && this.override(this.focusedFinding, undefined),
    usable: () => this.#toggleUsable(),
    nothingHere: () =>
      this.editable &&
      this.document?.annotations.length === 0 &&
      this.run({ name: 'answer image', answers: { nothingHere: !this.document.answers.nothingHere } }),
    finish: () => this.finish(),
    nextImage: () => this.#go(this.project.images.neighbour(this.project.current, 1)),
    previousImage: () => this.#go(this.project.images.neighbour(this.project.current, -1)),
    nextUnfinished: () => this.#go(this.project.images.nextUnfinished(this.project.current)),
    zoomIn: () => this.stage?.zoomBy(1.25),
    zoomOut: () => this.stage?.zoomBy(1 / 1.25),
    fit: () => this.stage?.fit(),
    oneToOne: () => this.stage?.oneToOne(),
    export: () => (this.showExport = true),
    help: () => (this.keyDialog = this.keyDialog ? undefined : 'help'),
    ...(Object.fromEntries(DISPOSITIONS.map((d) => [d, () => this.editable && this.#dispose(d)])) as Record<
      Disposition,
      () => void
    >),
  }

  act = (action: ActionId): void => {
    this.#actions[action]?.()
  }

  /** Carries out the action of a key press; false when the press was not for us. */
  press(action: ActionId, event: KeyboardEvent): boolean {
    switch (action) {
      case 'nudge':
        return this.#nudge(event, 1)
      case 'nudgeFar':
        return this.#nudge(event, 10)
      case 'nudgeFine':
        return this.#nudge(event, 0.1)
      case 'grow':
        return this.#pushSide(event, 1)
      case 'growFar':
        return this.#pushSide(event, 10)
      case 'shrink':
        return this.#pushSide(event, -1)
      case 'shrinkFar':
        return this.#pushSide(event, -10)
      case 'answer':
        return this.#answerByDigit(digitOf(event))
      case 'pan':
        this.stage?.holdPan(true)
        return true
      case 'pickClass': {
        const cls = this.project.view?.classes.find((c) => c.digit === digitOf(event))
        if (cls) this.pickClass(cls.id)
        return cls !== undefined
      }
      default:
        this.act(action)
        return true
    }
  }
}
