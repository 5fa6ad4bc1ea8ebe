/**
 * KITTI object labels: one line per object, 15 columns, of which the box in the image, the truncation and the occlusion are
 * read; a 16th column is a score. Source: KITTI object development kit, readme of the label format.
 * Attributes and levels have the names of the shipped policy `kitti-object`.
 */
import type { Problem } from '../../core/model/problem'
import { split, type Parsed, type ParsedLabel, type ParsedSize } from '../parsed'
import { notUnderstood, numberIn } from '../trouble'

/** KITTI's class → class of the shipped policy: `Person_sitting` → `person_sitting`, `DontCare` → `dont_care`. */
export const kittiClass = (name: string): string => (name === 'DontCare' ? 'dont_care' : name.toLowerCase())

const OCCLUDED = ['fully_visible', 'partly', 'largely', 'unknown'] as const
const NAMES = ['type', 'truncated', 'occluded', 'alpha', 'left', 'top', 'right', 'bottom'] as const
const COLUMNS = [15, 16]

interface Line {
  readonly file: string
  readonly number: number
  readonly columns: readonly string[]
}

/** −1 means: not said. */
function saidOf(line: Line, truncated: number, occluded: number): Partial<ParsedLabel> | Problem {
  const level = OCCLUDED[occluded]
  if (level === undefined && occluded !== -1) return notUnderstood(line.file, line.number, 'occluded', line.columns[2])
  if (truncated !== -1 && (truncated < 0 || truncated > 1))
    return notUnderstood(line.file, line.number, 'truncated', line.columns[1])
  return {
    ...(truncated === -1 ? {} : { attributes: { truncated } }),
    ...(level === undefined ? {} : { levels: { occluded: level } }),
  }
}

function labelOf(line: Line): ParsedLabel | Problem {
  const { file, number, columns } = line
  if (!COLUMNS.includes(columns.length)) return notUnderstood(file, number, 'columns', columns.length)
  const [type = ''] = columns
  const values = columns.slice(1).map(numberIn)
  const bad = values.findIndex((v) => v === undefined)
  if (bad >= 0) return notUnderstood(file, number, NAMES[bad + 1] ?? `column ${bad + 2}`, columns[bad + 1])
  const [truncated, occluded, , left, top, right, bottom] = values as [number, number, number, ...number[]] & number[]
  const box = {
    kind: 'box' as const,
    x: left ?? 0,
    y: top ?? 0,
    w: (right ?? 0) - (left ?? 0),
    h: (bottom ?? 0) - (top ?? 0),
  }
  const base = { id: `line-${number}`, class: type, roles: { visible: box }, line: number }
  if (type === 'DontCare') return { ...base, disposition: 'ignore', reason: 'not_labelled', appliesTo: 'all' }
  const said = saidOf(line, truncated, occluded)
  return 'code' in said ? said : { ...base, ...said }
}

/** @param name the image that the file belongs to; @param size of it, where it is known (the file does not say). */
export function parseKitti(text: string, file: string, name: string, size?: ParsedSize): Parsed {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const read = lines.flatMap((content, i) => {
    const columns = content.trim().split(/\s+/)
    return columns[0] === '' ? [] : [labelOf({ file, number: i + 1, columns })]
  })
  const { labels, problems } = split(read)
  return { images: [{ name, labels, tags: { task: 'detection' }, ...(size ? { size } : {}) }], problems }
}
