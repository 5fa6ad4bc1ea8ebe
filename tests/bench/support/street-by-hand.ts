/**
 * The rules of street.yaml written by hand, as somebody would who needs only this policy and only boxes: nothing is read from
 * a text, nobody can override. It gives the same findings with their inputs, values and fixes, but no questions' words.
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
export interface Found {
  readonly key: string
  readonly rule: string
  readonly verdict: 'fail' | 'undecided'
  readonly severity: 'error' | 'warning'
  readonly on: readonly string[]
  readonly message: string
  readonly values: Readonly<Record<string, string | number>>
  readonly because: readonly { readonly name: string; readonly value?: string | number | boolean }[]
  readonly asks?: { readonly kind: string; readonly id?: string }
  readonly fixes: readonly {
    readonly kind: string
    readonly on: string
    readonly disposition?: string
    readonly reason?: string
  }[]
}

const IS_PERSON = 'is_person' as QuestionId
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = { posture: ['standing', 'walking', 'sitting'] }
const REASONS: Readonly<Record<string, readonly string[]>> = {
  ignore: ['too_small', 'undecidable', 'too_hidden', 'crowd'],
  negative: ['look_alike'],
  skip: ['out_of_scope'],
}
const LOOK_ALIKES = ['poster', 'statue', 'mannequin']
const SIDES = [
  ['w', 'width'],
  ['h', 'height'],
] as const
const EVIDENCE = ['head', 'feet', 'both_sides', 'other_frame']

function boxOf(a: Annotation, role: typeof VISIBLE): Box | undefined {
  const shape = a.roles[role]?.shape
  return shape?.kind === 'box' ? shape : undefined
}
const common = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y))

// One function on purpose: the baseline pays for no calls.
// eslint-disable-next-line complexity
export function checkStreetByHand(doc: ImageDocument): Found[] {
  const found: Found[] = []
  const { width, height } = doc.image
  const frame = { x: 0, y: 0, w: width, h: height }
  const report = (
    rule: string,
    verdict: Found['verdict'],
    on: readonly string[],
    message: string,
    part: string,
    values: Found['values'],
    because: Found['because'],
    fixes: Found['fixes'] = [],
    asks?: Found['asks'],
  ): void => {
    found.push({
      key: `${rule}|${on.join('+')}|${part}`,
      rule,
      verdict,
      severity: rule === 'R1' ? 'warning' : 'error',
      on,
      message,
      values: { rule, ...values },
      because,
      fixes,
      ...(asks ? { asks } : {}),
    })
  }
  const ignore = (
    rule: string,
    id: string,
    name: string,
    value: number | string | boolean,
    disposition: string,
    reason: string,
  ): void => {
    report(
      rule,
      'fail',
      [id],
      'disposition.expected',
      '',
      { because: `${name} = ${value}`, disposition, reason },
      [{ name, value }],
      [{ kind: 'set_disposition', on: id, disposition, reason }],
    )
  }
  const unfounded = (
    rule: string,
    id: string,
    name: string,
    value: number | string | boolean,
    reason: string,
  ): void => {
    report(
      rule,
      'fail',
      [id],
      'disposition.unfounded',
      'ground',
      { because: `${name} = ${value}`, disposition: 'ignore', reason },
      [{ name, value }],
      [{ kind: 'set_disposition', on: id, disposition: 'positive' }],
    )
  }

  const labels = doc.annotations
  for (const a of labels) {
    const { id, disposition, reason } = a
    const positive = disposition === 'positive'
    const person = a.class === 'pedestrian'
    if (!person && a.class !== 'ped_group') {
      report('class', 'fail', [id], 'class.unknown', '', { class: a.class }, [{ name: 'class', value: a.class }])
      continue
    }
    if (positive ? reason !== undefined : !REASONS[disposition]?.includes(reason ?? ''))
      report('reason', reason === undefined ? 'undecided' : 'fail', [id], 'reason', '', { disposition }, [
        { name: 'reason' },
      ])
    const visible = boxOf(a, VISIBLE)
    const full = boxOf(a, FULL)
    if (!visible) report('role', 'fail', [id], 'role.required', 'visible', { role: 'visible' }, [{ name: 'visible' }])
    for (const role in a.roles) {
      if (role !== 'visible' && (!person || (role !== 'full' && role !== 'head')))
        report('role', 'fail', [id], 'role.forbidden', role, { role }, [{ name: role }])
      const box = a.roles[role as typeof VISIBLE]?.shape as Box
      if (!Number.isFinite(box.x) || !Number.isFinite(box.y) || !Number.isFinite(box.w) || !Number.isFinite(box.h))
        report('shape', 'fail', [id], 'shape.defect', role, { role, defect: 'not-finite' }, [{ name: role }])
      else if (!(box.w > 0 && box.h > 0))
        report(
          'G2',
          'fail',
          [id],
          'shape.defect',
          `${role}.zero-area`,
          { role, defect: 'zero-area' },
          [{ name: role, value: 'zero-area' }],
          [{ kind: 'remove_role', on: id }],
        )
      const origin = a.roles[role as typeof VISIBLE]?.origin
      if (origin === 'model' || origin === 'import')
        report('X1', 'fail', [id], 'unreviewed', role, { role, origin }, [{ name: `${role}.origin`, value: origin }])
    }
    for (const name in a.attributes) {
      const value = a.attributes[name]
      const options = ATTRIBUTES[name]
      if (!options || !person || (value !== 'unknown' && !options.includes(String(value))))
        report('attribute', 'fail', [id], 'attribute.value', name, { attribute: name }, [{ name }])
    }
    const border =
      visible && Math.min(visible.x, visible.y, width - visible.x - visible.w, height - visible.y - visible.h)
    if (visible && border !== undefined) {
      for (const [side, name] of SIDES)
        if (visible[side] < 2)
          report('G3', 'fail', [id], 'size.small', name, { side: name, value: visible[side], least: 2 }, [
            { name: `visible.${name}`, value: visible[side] },
          ])
      if (border < 0)
        report('G4', 'fail', [id], 'outside_image', 'visible', { by: -border }, [
          { name: 'visible.border', value: border },
        ])
    }
    if (!person) continue

    const said = a.answers[IS_PERSON]
    const lookAlike = a.declared.lookAlike
    const asks = { kind: 'question', id: IS_PERSON }
    if (positive && said === undefined) {
      report(
        'P1',
        'undecided',
        [id],
        'question.open',
        'ask',
        { question: IS_PERSON },
        [{ name: 'answer.is_person' }],
        [],
        asks,
      )
      report('I3', 'undecided', [id], 'undecided.missing', '', { name: IS_PERSON }, [{ name: IS_PERSON }], [], asks)
    }
    if (said === undefined && (positive || disposition === 'ignore'))
      report('P2', 'undecided', [id], 'undecided.missing', '', { name: IS_PERSON }, [{ name: IS_PERSON }], [], asks)
    if (said === 'no' && (positive || disposition === 'ignore'))
      ignore('P2', id, 'answer.is_person', said, 'negative', 'look_alike')
    if (lookAlike !== undefined && LOOK_ALIKES.includes(lookAlike) && (positive || disposition === 'ignore'))
      ignore('N1', id, 'look_alike', lookAlike, 'negative', 'look_alike')

    const small = visible && visible.h < 20
    if (positive && small) ignore('I1', id, 'visible.height', visible.h, 'ignore', 'too_small')
    if (reason === 'too_small' && disposition === 'ignore' && visible && !small)
      unfounded('I1', id, 'visible.height', visible.h, reason)
    if (positive && said === 'cannot_tell') ignore('I3', id, 'answer.is_person', said, 'ignore', 'undecidable')
    if (reason === 'undecidable' && disposition === 'ignore' && said !== 'cannot_tell')
      unfounded('I3', id, 'answer.is_person', said ?? '', reason)
    if (visible && (positive || reason === 'crowd')) {
      let inside = false
      let unknown = false
      for (const o of labels) {
        if (o === a || o.class !== 'ped_group') continue
        const group = boxOf(o, VISIBLE)
        if (visible.w * visible.h === 0 || !group) unknown = true
        else if (common(visible, group) / (visible.w * visible.h) > 0.8) {
          inside = true
          break
        }
      }
      if (unknown && !inside)
        report('I4', 'undecided', [id], 'undecided.missing', positive ? '' : 'ground', { name: 'ioa' }, [
          { name: 'ioa' },
        ])
      if (positive && inside) ignore('I4', id, 'ioa(visible, o.visible)', true, 'ignore', 'crowd')
      if (!inside && !unknown && disposition === 'ignore')
        unfounded('I4', id, 'ioa(visible, o.visible)', false, 'crowd')
    }
    if (full) {
      const inside = common(full, frame)
      const area = full.w * full.h
      const truncation = area > 0 ? Math.min(1, Math.max(0, (area - inside) / area)) : undefined
      const occlusion =
        visible && inside > 0 ? Math.min(1, Math.max(0, (inside - visible.w * visible.h) / inside)) : undefined
      if (truncation !== undefined && truncation > 0.6)
        report('O1', 'fail', [id], 'beyond_image', 'beyond', { share: truncation, up_to: 0.6 }, [
          { name: 'truncation', value: truncation },
        ])
      if (occlusion === undefined) {
        report('O2', 'undecided', [id], 'undecided.missing', '', { name: 'occlusion' }, [{ name: 'occlusion' }])
        if (positive || reason === 'too_hidden')
          report('O3', 'undecided', [id], 'undecided.missing', positive ? '' : 'ground', { name: 'occlusion' }, [
            { name: 'occlusion' },
          ])
      } else {
        const asked = positive && occlusion >= 0.05
        const have = asked ? a.declared.evidence?.filter((e) => EVIDENCE.includes(e)).length : 0
        if (asked && (have === undefined || have < 2))
          report(
            'O2',
            have === undefined ? 'undecided' : 'fail',
            [id],
            have === undefined ? 'evidence.open' : 'evidence.few',
            'evidence',
            { have: have ?? 0, need: 2 },
            [{ name: 'occlusion', value: occlusion }, { name: 'evidence' }],
            [],
            { kind: 'evidence' },
          )
        if (positive && occlusion >= 0.8) ignore('O3', id, 'occlusion', occlusion, 'ignore', 'too_hidden')
        if (reason === 'too_hidden' && disposition === 'ignore' && occlusion < 0.8)
          unfounded('O3', id, 'occlusion', occlusion, reason)
      }
      if (
        visible &&
        (visible.x < full.x - 2 ||
          visible.y < full.y - 2 ||
          visible.x + visible.w > full.x + full.w + 2 ||
          visible.y + visible.h > full.y + full.h + 2)
      )
        report('G1', 'fail', [id], 'require.failed', 'require', { because: 'contains' }, [
          { name: 'contains(full, visible, 2)', value: false },
        ])
    } else {
      if (reason === 'too_hidden' && disposition === 'ignore') unfounded('O3', id, 'has(full)', false, reason)
      if (positive && border !== undefined && border <= 0)
        report('O4', 'fail', [id], 'draw.missing', 'full', { role: 'full' }, [{ name: 'full' }], [], {
          kind: 'role',
          id: 'full',
        })
    }
    if (positive && a.attributes.posture === undefined && visible && visible.h >= 40)
      report(
        'A1',
        'undecided',
        [id],
        'attribute.missing',
        'posture',
        { attribute: 'posture' },
        [{ name: 'visible.height', value: visible.h }],
        [],
        {
          kind: 'attribute',
          id: 'posture',
        },
      )
  }
  for (let i = 0; i < labels.length; i++) {
    const a = labels[i]
    const p = a && boxOf(a, VISIBLE)
    if (!a || !p) continue
    for (let j = i + 1; j < labels.length; j++) {
      const b = labels[j]
      const q = b && boxOf(b, VISIBLE)
      if (!b || !q || a.class !== b.class) continue
      const both = common(p, q)
      if (both === 0) continue
      const iou = both / (p.w * p.h + q.w * q.h - both)
      if (iou > 0.9)
        report(
          'R1',
          'fail',
          [a.id, b.id].sort(),
          'duplicates',
          'duplicates',
          { iou, limit: 0.9 },
          [{ name: 'iou', value: iou }],
          [{ kind: 'remove', on: b.id }],
        )
    }
  }
  const { usable, nothingHere, questions, tags } = doc.answers
  const open = (message: string, id: string): void => {
    report('M1', 'undecided', [], message, `${message}.${id}`, { id }, [{ name: id }], [], { kind: message, id })
  }
  if (usable !== 'no') {
    if (usable === undefined) open('answer.usable', 'usable')
    const said = (doc.coverage as Record<string, string>)['pedestrian']
    if (!nothingHere && (said === undefined || said === 'not asked')) open('answer.coverage', 'pedestrian')
    if (tags.light === undefined) open('answer.tag', 'light')
    if (questions.searched === undefined) open('answer.question', 'searched')
  }
  if (labels.length === 0 && !nothingHere && usable !== 'no') open('answer.nothing_here', 'nothing')
  return found
}
