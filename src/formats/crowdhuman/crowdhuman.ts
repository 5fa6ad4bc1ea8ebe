/**
 * CrowdHuman `.odgt`: one JSON object per line and image, boxes as [x, y, w, h] in px from 0. Source: crowdhuman.org,
 * download page. Keys of `extra` and `head_attr` may be missing, which means unknown. Attributes have the names of the
 * shipped policy `crowdhuman`.
 */
import { z } from 'zod'
import type { Shape } from '../../core/geometry/shapes'
import type { Problem } from '../../core/model/problem'
import type { Parsed, ParsedImage, ParsedLabel } from '../parsed'
import { notThisFormat, notUnderstood } from '../trouble'

const Flag = z.union([z.literal(0), z.literal(1)])
const Box = z.tuple([z.number(), z.number(), z.number(), z.number()])
const GroundTruth = z.object({
  tag: z.string(),
  fbox: Box.optional(),
  vbox: Box.optional(),
  hbox: Box.optional(),
  head_attr: z.object({ ignore: Flag.optional(), unsure: Flag.optional(), occ: Flag.optional() }).optional(),
  extra: z.object({ ignore: Flag.optional(), box_id: z.number().optional(), occ: Flag.optional() }).optional(),
})
type GroundTruth = z.infer<typeof GroundTruth>
const Record_ = z.object({ ID: z.string(), gtboxes: z.array(z.unknown()) })

const boxOf = (box: z.infer<typeof Box> | undefined): Shape | undefined =>
  box && { kind: 'box', x: box[0], y: box[1], w: box[2], h: box[3] }
const flag = (value: 0 | 1 | undefined): boolean | undefined => (value === undefined ? undefined : value === 1)

/** Without the entries that are undefined. */
const known = <T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter((e): e is [string, T] => e[1] !== undefined))

function labelOf(gt: GroundTruth, index: number, line: number): ParsedLabel {
  const ignored = gt.tag === 'mask' || gt.extra?.ignore === 1
  return {
    id: `${index + 1}`,
    class: gt.tag,
    roles: known({ full: boxOf(gt.fbox), visible: boxOf(gt.vbox), head: boxOf(gt.hbox) }),
    attributes: known<boolean | number>({
      occ: flag(gt.extra?.occ),
      box_id: gt.extra?.box_id,
      head_ignore: flag(gt.head_attr?.ignore),
      head_unsure: flag(gt.head_attr?.unsure),
      head_occ: flag(gt.head_attr?.occ),
    }),
    line,
    // The file does not tell why.
    ...(ignored ? { disposition: 'ignore' as const, reason: 'not_told' } : {}),
  }
}

function imageOf(content: string, file: string, line: number): { image?: ParsedImage; problems: Problem[] } {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    return { problems: [notThisFormat(file, 'CrowdHuman', error instanceof Error ? error.message : '', line)] }
  }
  const record = Record_.safeParse(value)
  if (!record.success) return { problems: [notUnderstood(file, line, 'ID, gtboxes', value)] }
  const problems: Problem[] = []
  const labels = record.data.gtboxes.flatMap((one, i) => {
    const gt = GroundTruth.safeParse(one)
    if (gt.success) return [labelOf(gt.data, i, line)]
    const path = gt.error.issues[0]?.path.join('.') ?? ''
    problems.push(notUnderstood(file, line, `gtboxes[${i}]${path && `.${path}`}`, one))
    return []
  })
  return { image: { name: record.data.ID, labels }, problems }
}

/** Images come without their size: it is in the pictures only. */
export function parseCrowdHuman(text: string, file: string): Parsed {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/)
  const read = lines.flatMap((content, i) => (content.trim() === '' ? [] : [imageOf(content, file, i + 1)]))
  return { images: read.flatMap((r) => r.image ?? []), problems: read.flatMap((r) => r.problems) }
}
