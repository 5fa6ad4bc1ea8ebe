/** Select: pick, move, resize, drag / insert / delete vertices. Every edit is computed from the shape as it was at the press. */
import { kindOf, type Shape } from '../../../core/geometry/shapes'
import type { AnnotationId, RoleId } from '../../../core/model/ids'
import type { ImagePoint } from '../../../core/model/units'
import { deleteVertex, gripAt, gripsOf, insertVertex, isVertexed, type Grip, type Vertexed } from '../../hit/grips'
import type { StageItem } from '../../stage-api'
import {
  apart,
  DRAG_AFTER,
  GRIP_REACH,
  type Cursor,
  type Edit,
  type PointerInput,
  type Report,
  type Scene,
  type Step,
  type Tool,
} from '../tool'

/** Edges shorter than this on screen get no midpoint. */
const MIN_EDGE = 28
/** Least reach of a grip in screen pixels. */
const SMALL_REACH = 4
/** A selection larger than this shows no grips: it can be moved, not reshaped. */
const MOST_GRIPPED = 1

interface Press {
  readonly from: ImagePoint
  readonly to: ImagePoint
  readonly dragged: boolean
}
type Doing =
  | { readonly is: 'nothing' }
  | (Press & { readonly is: 'picking'; readonly shift: boolean; readonly alt: boolean; readonly already: boolean })
  | (Press & { readonly is: 'gripping'; readonly grip: Grip; readonly before: Shape; readonly start: Shape })
  | (Press & { readonly is: 'banding' })

export interface SelectState {
  readonly doing: Doing
  /** The role whose grips are shown, when the selected item has it. */
  readonly role: RoleId | undefined
  readonly cursor: ImagePoint | undefined
}

const NOTHING: Doing = { is: 'nothing' }

/** The item and role that carry grips: the one selected item, in the role picked last. */
function gripped(state: SelectState, scene: Scene): { item: StageItem; role: RoleId; shape: Shape } | undefined {
  if (scene.selection.size > MOST_GRIPPED) return undefined
  for (const id of scene.selection) {
    const item = scene.items.get(id)
    if (!item || item.locked) return undefined
    const wanted = [state.role, scene.role]
    const drawn = wanted.map((role) => item.roles.find((r) => r.role === role)).find((r) => r) ?? item.roles[0]
    return drawn && { item, ...drawn }
  }
  return undefined
}

/** On a small shape the grips shrink, so that its inside can still be caught to move it. */
function reachOf(state: SelectState, scene: Scene): number {
  const target = gripped(state, scene)
  if (!target) return 0
  // Points lie beside each other: there is no inside that a grip could cover.
  if (kindOf(target.shape).covers !== 'area') return GRIP_REACH * scene.pixel
  const b = kindOf(target.shape).bounds(target.shape)
  const quarter = Math.min(b.x1 - b.x0, b.y1 - b.y0) / 4
  return Math.max(SMALL_REACH * scene.pixel, Math.min(GRIP_REACH * scene.pixel, quarter))
}

function gripsIn(state: SelectState, scene: Scene): readonly Grip[] {
  const target = gripped(state, scene)
  return target ? gripsOf(target.item.id, target.role, target.shape, MIN_EDGE * scene.pixel) : []
}

/** Nothing without area is ever reported: a box pressed flat keeps its last good form. */
const usable = (shape: Shape): boolean =>
  !kindOf(shape)
    .defects(shape)
    .some((d) => d === 'zero-area' || d === 'not-finite')

function gripEdit(doing: Extract<Doing, { is: 'gripping' }>): Edit {
  const { grip, start, from, to } = doing
  const moved = { x: grip.at.x + to.x - from.x, y: grip.at.y + to.y - from.y }
  const index = grip.kind === 'insert' ? grip.index + 1 : grip.index
  return { id: grip.id, role: grip.role, shape: kindOf(start).moveHandle(start, index, moved) }
}

/** All roles of all selected items, shifted: an object moves as a whole. */
function moveEdits(doing: Press, scene: Scene): readonly Edit[] {
  const dx = doing.to.x - doing.from.x
  const dy = doing.to.y - doing.from.y
  return [...scene.selection].flatMap((id) => {
    const item = scene.items.get(id)
    if (!item || item.locked) return []
    return item.roles.map(({ role, shape }): Edit => ({
      id,
      role,
      shape: kindOf(shape).translate(shape, dx, dy),
    }))
  })
}

const select = (ids: readonly AnnotationId[]): Report => ({ type: 'selected', ids })

function pressGrip(state: SelectState, grip: Grip, input: PointerInput, scene: Scene): Step<SelectState> {
  const target = gripped(state, scene)
  if (!target) return { state }
  const { shape } = target
  if (input.alt && grip.kind === 'handle' && isVertexed(shape)) return without(state, grip, shape)
  const inserts = grip.kind === 'insert' && (shape.kind === 'polygon' || shape.kind === 'polyline')
  const start = inserts ? insertVertex(shape, grip.index, grip.at) : shape
  return {
    state: {
      ...state,
      doing: { is: 'gripping', grip, before: shape, start, from: input.at, to: input.at, dragged: false },
    },
  }
}

function without(state: SelectState, grip: Grip, shape: Vertexed): Step<SelectState> {
  const less = deleteVertex(shape, grip.index)
  if (!less) return { state }
  return { state, reports: [{ type: 'changed', edits: [{ id: grip.id, role: grip.role, shape: less }] }] }
}

/** The keypoint under the pointer: visible ↔ hidden, or absent. */
function markPoint(state: SelectState, as: 'hidden' | 'absent', scene: Scene): Step<SelectState> {
  const target = gripped(state, scene)
  const grip = gripUnder(state, scene)
  const shape = target?.shape
  if (shape?.kind !== 'keypoints' || grip?.kind !== 'handle') return { state }
  const points = shape.points.map((p, i) =>
    i === grip.index ? { ...p, v: as === 'absent' ? (0 as const) : p.v === 1 ? (2 as const) : (1 as const) } : p,
  )
  // The last labelled point stays: a skeleton without any is deleted as a whole.
  if (points.every((p) => p.v === 0)) return { state }
  return {
    state,
    reports: [{ type: 'changed', edits: [{ id: grip.id, role: grip.role, shape: { ...shape, points } }] }],
  }
}

const gripUnder = (state: SelectState, scene: Scene): Grip | undefined =>
  state.cursor && gripAt(gripsIn(state, scene), state.cursor, reachOf(state, scene))

function press(state: SelectState, input: PointerInput, scene: Scene): Step<SelectState> {
  const { at, shift, alt } = input
  const grip = gripAt(gripsIn(state, scene), at, reachOf(state, scene))
  if (grip) return pressGrip(state, grip, input, scene)
  const hits = scene.hits(at)
  const held = hits.find((h) => scene.selection.has(h.id))
  const begin = { from: at, to: at, dragged: false }
  if (held) return { state: { ...state, doing: { is: 'picking', ...begin, shift, alt, already: true } } }
  const first = hits[0]
  if (!first) return { state: { ...state, doing: { is: 'banding', ...begin } } }
  const ids = shift ? [...scene.selection, first.id] : [first.id]
  return {
    state: { ...state, role: first.role, doing: { is: 'picking', ...begin, shift, alt, already: false } },
    reports: [select(ids)],
  }
}

/** A click on what is already selected: with Shift it leaves the selection, else the next shape under the pointer is picked. */
function clickAgain(state: SelectState, doing: Extract<Doing, { is: 'picking' }>, scene: Scene): Step<SelectState> {
  const idle = { ...state, doing: NOTHING }
  const hits = scene.hits(doing.to)
  const held = hits.findIndex((h) => scene.selection.has(h.id))
  if (doing.shift) return { state: idle, reports: [select([...scene.selection].filter((id) => id !== hits[held]?.id))] }
  const next = scene.selection.size > 1 ? hits[held] : hits[(held + 1) % hits.length]
  return next ? { state: { ...idle, role: next.role }, reports: [select([next.id])] } : { state: idle }
}

function release(state: SelectState, input: PointerInput, scene: Scene): Step<SelectState> {
  const { doing } = state
  const idle = { ...state, doing: NOTHING }
  switch (doing.is) {
    case 'nothing':
      return { state }
    case 'picking': {
      if (!doing.dragged) return doing.already ? clickAgain(state, doing, scene) : { state: idle }
      const edits = moveEdits({ ...doing, to: input.at }, scene)
      return edits.length > 0 ? { state: idle, reports: [{ type: 'changed', edits }] } : { state: idle }
    }
    case 'gripping': {
      if (doing.grip.kind === 'handle' && !doing.dragged) return { state: idle }
      const edit = gripEdit(doing.dragged ? { ...doing, to: input.at } : doing)
      return usable(edit.shape) ? { state: idle, reports: [{ type: 'changed', edits: [edit] }] } : { state: idle }
    }
    case 'banding': {
      if (!doing.dragged)
        return scene.selection.size > 0 && !input.shift ? { state: idle, reports: [select([])] } : { state: idle }
      const found = scene.within(doing.from, input.at)
      return { state: idle, reports: [select(input.shift ? [...new Set([...scene.selection, ...found])] : found)] }
    }
  }
}

function move(state: SelectState, input: PointerInput, scene: Scene): Step<SelectState> {
  const { doing } = state
  const seen = { ...state, cursor: input.at }
  if (doing.is === 'nothing') return { state: seen }
  const dragged = doing.dragged || apart(doing.from, input.at) > DRAG_AFTER * scene.pixel
  return { state: { ...seen, doing: { ...doing, to: input.at, dragged } } }
}

const BOX_CURSORS: readonly Cursor[] = ['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize']

function cursorFor(grip: Grip | undefined, over: boolean, scene: Scene): Cursor {
  if (!grip) return over ? 'move' : 'default'
  const item = scene.items.get(grip.id)
  const shape = item?.roles.find((r) => r.role === grip.role)?.shape
  if (shape?.kind === 'box') return BOX_CURSORS[grip.index % 4] ?? 'move'
  return grip.kind === 'insert' ? 'copy' : 'pointer'
}

export const selectTool: Tool<SelectState> = {
  id: 'select',
  start: { doing: NOTHING, role: undefined, cursor: undefined },
  on(state, input, scene) {
    switch (input.type) {
      case 'down':
        return press({ ...state, cursor: input.at }, input, scene)
      case 'move':
        return move(state, input, scene)
      case 'up':
        return release({ ...state, cursor: input.at }, input, scene)
      case 'cancel':
        return { state: { ...state, doing: NOTHING } }
      case 'remove': {
        const target = gripped(state, scene)
        const grip = gripUnder(state, scene)
        if (grip?.kind !== 'handle' || !target || !isVertexed(target.shape)) return { state }
        return without(state, grip, target.shape)
      }
      case 'hidden':
      case 'absent':
        return markPoint(state, input.type, scene)
      default:
        return { state }
    }
  },
  preview(state, scene) {
    const { doing, cursor } = state
    const base = { crosshair: false }
    const shapeEdits = (edits: readonly Edit[]) => edits.filter((e) => usable(e.shape))
    if (doing.is === 'gripping') {
      const edits = doing.dragged || doing.grip.kind === 'insert' ? shapeEdits([gripEdit(doing)]) : []
      const shape = edits[0]?.shape ?? doing.before
      return {
        ...base,
        cursor: cursorFor(doing.grip, true, scene),
        edits,
        grips: gripsOf(doing.grip.id, doing.grip.role, shape, MIN_EDGE * scene.pixel),
      }
    }
    if (doing.is === 'picking' && doing.dragged) return { ...base, cursor: 'move', edits: moveEdits(doing, scene) }
    if (doing.is === 'banding' && doing.dragged)
      return { ...base, cursor: 'default', band: { from: doing.from, to: doing.to } }
    const grips = gripsIn(state, scene)
    const hot = cursor && gripAt(grips, cursor, reachOf(state, scene))
    const over = cursor && !hot ? scene.hits(cursor) : []
    const held = over.find((h) => scene.selection.has(h.id)) ?? over[0]
    return {
      ...base,
      grips,
      ...(hot && { hotGrip: hot }),
      ...(held && { hover: held.id }),
      cursor: hot || !held ? cursorFor(hot, false, scene) : scene.selection.has(held.id) ? 'move' : 'pointer',
    }
  },
  busy: (state) => state.doing.is !== 'nothing',
}
