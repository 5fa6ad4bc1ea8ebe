import type { Placing, ToolId } from '../../canvas/stage-api'
import { joinPolygons, subtractPolygons } from '../../core/geometry/combine'
import { kindOf } from '../../core/geometry/shapes'
import type { Polygon } from '../../core/geometry/shapes/polygon/polygon'
import { simplified } from '../../core/geometry/simplify'
import type { Annotation, DrawnShape } from '../../core/model/annotation'
import { VISIBLE, type AnnotationId, type ClassId, type RoleId } from '../../core/model/ids'
import type { RoleView } from '../../core/policy/view'
import type { ActionId } from '../keys/keymap'
import { i18n } from '../state/i18n.svelte'
import { DRAW_TOOLS, skeletonFor, toolsFor, type DrawTool } from './tool-choice'
import type { Workplace } from './workplace.svelte'

/** How far a point that is left out may lie from the simpler outline, in image pixels. */
const TOLERANCE = 1

/** Which tools the policy offers for what the hand is about to draw, and what can be done with outlines already drawn. */
export class Drawing {
  readonly #place: Workplace
  /** The keypoint that the next click sets. */
  placing = $state.raw<Placing | undefined>(undefined)

  /** Class of what is drawn next: of the selected label when the role in hand is still missing on it. */
  readonly classId = $derived.by((): ClassId | undefined => {
    const [a, { role }] = [this.#place.selected, this.#place.bench]
    return a && role !== VISIBLE && !a.roles[role] ? a.class : this.#place.drawClass
  })
  readonly roles = $derived.by((): readonly RoleView[] => this.#place.classView(this.classId)?.roles ?? [])
  /** The role in hand; where the class does not have it, the first one that it has. */
  readonly role = $derived.by((): RoleId => {
    const { role } = this.#place.bench
    return this.roles.some((r) => r.id === role) ? role : (this.roles[0]?.id ?? role)
  })
  readonly tools = $derived.by((): readonly DrawTool[] => {
    const { zone } = this.#place.hand
    if (zone) return DRAW_TOOLS.filter((t) => zone.shapes.includes(t.draws)).map((t) => t.id)
    return toolsFor(this.#place.project.view, this.classId, this.role)
  })
  /** The tool in hand; where the policy does not allow it here, the first that it does. */
  readonly tool = $derived.by((): ToolId => {
    const { tool } = this.#place.bench
    if (!this.#place.editable || tool === 'select') return 'select'
    return this.tools.includes(tool) ? tool : (this.tools[0] ?? 'select')
  })
  readonly skeleton = $derived.by(() => {
    const { view } = this.#place.project
    const held = this.tool === 'select' ? this.#gripped : undefined
    return held ? skeletonFor(view, held.a.class, held.role) : skeletonFor(view, this.classId, this.role)
  })
  readonly placingText = $derived.by((): string => {
    const next = this.placing
    const title = this.skeleton?.points.find((p) => p.id === next?.point)?.title
    return next && title !== undefined ? i18n.m.shapes.nextPoint(title, next.hidden) : ''
  })

  /** What can be done now with the shapes at hand. */
  readonly offers = $derived.by((): readonly ActionId[] => {
    if (!this.#place.editable) return []
    const kind = this.#gripped?.drawn.shape.kind
    const outline = kind === 'polygon' || kind === 'polyline'
    return [
      ...(kind !== undefined && kind === this.tool && (outline || kind === 'points') ? (['drawOnto'] as const) : []),
      ...(outline ? (['simplify'] as const) : []),
      ...(this.#polygons ? (['joinShapes', 'subtractShapes'] as const) : []),
    ]
  })

  constructor(place: Workplace) {
    this.#place = place
  }

  /** The shape of the one selected label whose grips are shown: in the role in hand, else its first. */
  get #gripped(): { readonly a: Annotation; readonly role: RoleId; readonly drawn: DrawnShape } | undefined {
    const a = this.#place.selected
    const role = a && (a.roles[this.role] ? this.role : (Object.keys(a.roles)[0] as RoleId | undefined))
    const drawn = role && a?.roles[role]
    return a && role && drawn ? { a, role, drawn } : undefined
  }

  /** The selected labels' polygons of the role in hand, the first chosen first; undefined unless there are two or more. */
  get #polygons(): readonly { readonly id: AnnotationId; readonly shape: Polygon }[] | undefined {
    const { selection } = this.#place.bench
    const found = selection.flatMap((id) => {
      const shape = this.#place.document?.annotations.find((a) => a.id === id)?.roles[this.role]?.shape
      return shape?.kind === 'polygon' ? [{ id, shape }] : []
    })
    return found.length > 1 && found.length === selection.length ? found : undefined
  }

  /** Whether the policy allows the shapes of the selected label for another class. */
  fits(cls: ClassId): boolean {
    const roles = this.#place.classView(cls)?.roles
    return Object.entries(this.#place.selected?.roles ?? {}).every(
      ([id, { shape }]) => roles?.find((r) => r.id === id)?.shapes.includes(shape.kind) ?? false,
    )
  }

  /** The next role of the class; without other roles the hand keeps what it has. */
  nextRole(): void {
    const ids = this.roles.map((r) => r.id)
    this.#place.bench.role = ids[(ids.indexOf(this.role) + 1) % ids.length] ?? this.role
  }

  #take(tool: DrawTool): void {
    this.#place.take(tool)
    const cls = this.#place.classView(this.classId)
    this.#say(
      this.tools.includes(tool) || !cls ? '' : i18n.m.shapes.notAllowed(i18n.m.shapes.tool[tool], i18n.text(cls.title)),
    )
  }

  #say(text: string): void {
    this.#place.announcement = text
  }

  #simplify(): void {
    const held = this.#gripped
    const shape = held?.drawn.shape
    if (!held || !this.#place.editable || (shape?.kind !== 'polygon' && shape?.kind !== 'polyline')) return
    const less = simplified(shape, TOLERANCE)
    if (!less) return this.#say(i18n.m.shapes.nothingSimpler)
    const { a, role, drawn } = held
    if (this.#place.run({ name: 'set shape', id: a.id, role, shape: less, origin: drawn.origin }))
      this.#say(i18n.m.shapes.simplified(kindOf(shape).pointCount(shape), kindOf(less).pointCount(less), TOLERANCE))
  }

  #join(): void {
    const [first, ...others] = this.#polygons ?? []
    if (!first || !this.#place.editable) return this.#say(i18n.m.shapes.needsPolygons)
    const shape = joinPolygons([first, ...others].map((p) => p.shape))
    if (!shape) return this.#say(i18n.m.shapes.cannotCombine)
    const remove = others.map((p) => p.id)
    if (!this.#place.run({ name: 'join', id: first.id, role: this.role, shape, remove })) return
    this.#place.bench.select([first.id])
    this.#say(i18n.m.shapes.joined(others.length + 1))
  }

  #subtract(): void {
    const [first, ...others] = this.#polygons ?? []
    if (!first || !this.#place.editable) return this.#say(i18n.m.shapes.needsPolygons)
    const less = subtractPolygons(
      first.shape,
      others.map((p) => p.shape),
    )
    if (!less) return this.#say(i18n.m.shapes.cannotCombine)
    if (this.#place.run({ name: 'set shape', id: first.id, role: this.role, shape: less, origin: 'drawn' }))
      this.#say(i18n.m.shapes.subtracted)
  }

  #onto(): void {
    const able = this.offers.includes('drawOnto') && this.#place.stage?.drawOnto()
    this.#say(able ? i18n.m.shapes.ontoStarted : i18n.m.shapes.ontoNeeds)
  }

  readonly actions: Partial<Record<ActionId, () => void>> = {
    ...Object.fromEntries(DRAW_TOOLS.map(({ id, action }) => [action, () => this.#take(id)])),
    toggleRole: () => this.nextRole(),
    drawOnto: () => this.#onto(),
    pointHidden: () => this.#place.editable && this.#place.stage?.markPoint('hidden'),
    pointAbsent: () => this.#place.editable && this.#place.stage?.markPoint('absent'),
    simplify: () => this.#simplify(),
    joinShapes: () => this.#join(),
    subtractShapes: () => this.#subtract(),
  }
}
