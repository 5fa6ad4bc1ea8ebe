/**
 * The rules of the blood-cells policy 1.0.0 written by hand for boxes, as somebody would who needs only this policy: no conditions read from
 * text, no messages, no fixes; it counts findings by rule. The benchmark checks that the counts are those of the validator.
 */
import { FULL, VISIBLE, type QuestionId } from '../../../src/core/model/ids'
import type { Annotation } from '../../../src/core/model/annotation'
import type { ImageDocument } from '../../../src/core/model/image'

interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
const OUTLINE = 'outline' as QuestionId
const FOCUS = 'in_focus' as QuestionId
const LOOK_ALIKES = ['stain', 'smudge', 'dust']
const EVIDENCE = ['outline_arc', 'neighbour_rim', 'symmetric']

function boxOf(a: Annotation, role: typeof VISIBLE): Box | undefined {
  const shape = a.roles[role]?.shape
  return shape?.kind === 'box' ? shape : undefined
}
const common = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y))
const share = (value: number): number => Math.min(1, Math.max(0, value))

/** A condition that may be unknown: undefined. */
type Maybe = boolean | undefined
const and = (...all: Maybe[]): Maybe => (all.includes(false) ? false : all.includes(undefined) ? undefined : true)

// One function on purpose: the baseline pays for no calls.
// eslint-disable-next-line complexity
export function checkByHand(doc: ImageDocument, count: (rule: string) => void): void {
  const { width, height } = doc.image
  const frame = { x: 0, y: 0, w: width, h: height }
  const { tags } = doc.answers
  const cells = doc.annotations.map((a) => ({ a, visible: boxOf(a, VISIBLE), full: boxOf(a, FULL) }))
  for (const cell of cells) {
    const { a, visible, full } = cell
    const { disposition, reason } = a
    const positive = disposition === 'positive'
    const said = a.answers[OUTLINE]
    const focus = a.answers[FOCUS]
    if (positive ? reason !== undefined : reason === undefined) count('reason')
    if (!visible) count('role')
    if (LOOK_ALIKES.includes(a.declared.lookAlike ?? '') && disposition !== 'negative' && disposition !== 'skip')
      count('P1')
    if (disposition === 'negative' && a.declared.lookAlike === undefined) count('P2')
    if (positive && a.class === 'platelet' && visible && (visible.w > 70 || visible.h > 70)) count('P3')

    const ghost = and(
      disposition === 'ignore' || tags.focus !== undefined,
      tags.focus === undefined ? undefined : tags.focus !== 'sharp',
      focus === undefined ? undefined : focus === 'no',
    )
    if (positive && ghost !== false) count('I1')
    if (disposition === 'ignore' && reason === 'too_blurred' && ghost !== true) count('I1')

    const inside = full ? common(full, frame) : 0
    const truncation = full && full.w * full.h > 0 ? share(1 - inside / (full.w * full.h)) : undefined
    const occlusion = full && visible && inside > 0 ? share(1 - (visible.w * visible.h) / inside) : undefined
    const border =
      visible && Math.min(visible.x, visible.y, width - visible.x - visible.w, height - visible.y - visible.h)
    const touches = border === undefined ? undefined : border <= 0
    const lost = said === undefined ? undefined : said === 'lost'
    const cutFar = full !== undefined && truncation !== undefined && truncation > 0.5
    const cutLost = and(!full, touches, lost)
    if (positive && cutFar) count('I2')
    if (positive && cutLost !== false) count('I3')
    if (disposition === 'ignore' && reason === 'cut_too_far' && !cutFar && cutLost !== true) count('I2')
    const hidden = full !== undefined && occlusion !== undefined && occlusion > 0.6
    let coveredLost: Maybe = false
    if (!full && touches === false && lost !== false && visible)
      if (
        cells.some(
          (o) =>
            o !== cell &&
            o.visible &&
            o.a.class !== 'clump' &&
            o.a.disposition !== 'negative' &&
            common(visible, o.visible) / (visible.w * visible.h) > 0.05,
        )
      )
        coveredLost = lost
    if (positive && hidden) count('I4')
    if (positive && coveredLost !== false) count('I5')
    if (disposition === 'ignore' && reason === 'too_hidden' && !hidden && coveredLost !== true) count('I4')
    if (positive && said === 'infer' && touches === true && !full) count('O1')
    if (positive && said === 'infer' && touches === false && !full) count('O2')
    if (full && occlusion !== undefined && truncation !== undefined) {
      const missing = occlusion > 0.05 || truncation > 0
      const evidence = a.declared.evidence?.filter((e) => EVIDENCE.includes(e)).length ?? 0
      if (positive && missing && evidence < 1) count('O3')
      if (truncation > 0.8) count('O4')
      if (!missing) count('O5')
      if (
        visible &&
        (full.x > visible.x + 2 ||
          full.y > visible.y + 2 ||
          full.x + full.w < visible.x + visible.w - 2 ||
          full.y + full.h < visible.y + visible.h - 2)
      )
        count('G1')
    }
    for (const box of [visible, full]) if (box && !(box.w > 0 && box.h > 0)) count('G2')
    if (visible && visible.w < 6) count('G3')
    if (visible && visible.h < 6) count('G3')
    if (border !== undefined && border < 0) count('G4')
    if (
      positive &&
      visible &&
      cells.some(
        (o) => o.a.class === 'clump' && o.visible && common(visible, o.visible) / (visible.w * visible.h) > 0.8,
      )
    )
      count('R2')
    for (const drawn of Object.values(a.roles)) if (drawn.origin === 'import' || drawn.origin === 'model') count('X1')
  }
  for (const [i, { a, visible }] of cells.entries())
    for (let j = i + 1; j < cells.length; j++) {
      const other = cells[j]
      if (!visible || !other?.visible || other.a.class !== a.class) continue
      const both = common(visible, other.visible)
      if (both / (visible.w * visible.h + other.visible.w * other.visible.h - both) > 0.9) count('R1')
    }
  const { usable, nothingHere, questions } = doc.answers
  if (usable !== 'no') {
    if (usable === undefined) count('M1')
    for (const cls of ['red_cell', 'white_cell', 'platelet'])
      if (!nothingHere && ((doc.coverage as Record<string, string>)[cls] ?? 'not asked') === 'not asked') count('M1')
    if (questions.searched === undefined) count('M1')
    for (const tag of ['stain', 'density', 'focus']) if (tags[tag] === undefined) count('M1')
  }
  if (usable === 'yes' && questions.searched !== undefined && questions.searched !== 'yes') count('M2')
  for (const [cls, coverage] of Object.entries(doc.coverage)) {
    if (coverage !== 'absent' || !doc.annotations.some((a) => a.class === cls && a.disposition === 'positive')) continue
    count('image')
    if (cls === 'platelet' && usable === 'yes') count('M3')
  }
  if (doc.annotations.length === 0 && !nothingHere && usable !== 'no') count('image')
}
