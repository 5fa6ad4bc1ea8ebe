/** Functions of expressions. An unknown argument makes the result unknown before the function is called. */
import type { Figure } from '../../geometry/figure'
import { contains, distance, ioa, iou } from '../../geometry/overlap'
import type { Type, Value } from './types'

export type Parameter = 'shape' | 'number' | 'text' | 'list' | 'bool'
export interface FunctionInfo {
  readonly parameters: readonly Parameter[]
  /** How many of the last parameters may be left out. */
  readonly optional?: number
  readonly type: Type
  /**
   * For functions whose first two arguments are shapes, what is sure while their bounds do not meet (both having area):
   * `true`: it is false, not unknown (bounds grown by the third argument, where that is a number of pixels);
   * `positive`: it is 0, not unknown; `small`: it is at least the distance of the bounds. Rules with such a condition on
   * `o.<role>` look only at neighbours; leave it out when in doubt.
   */
  readonly meets?: 'true' | 'positive' | 'small'
  /** Steps it takes; default: 20 and 4 for each vertex of the shapes. */
  cost?(args: readonly Value[]): number
  /** Must not keep `args`: the list is used again. */
  run(args: readonly Value[]): Value
}

const number: Type = { is: 'number' }
const px: Type = { is: 'number', unit: 'px' }
const share: Type = { is: 'number', unit: 'share' }
const bool: Type = { is: 'bool' }

// The compiler has checked the types of the arguments against `parameters`; these only tell TypeScript so.
const fig = (v: Value): Figure => v as Figure
const num = (v: Value): number => v as number
const str = (v: Value): string => v as string
const list = (v: Value): readonly Value[] => v as readonly Value[]

export const FUNCTIONS: ReadonlyMap<string, FunctionInfo> = new Map<string, FunctionInfo>([
  [
    'iou',
    {
      parameters: ['shape', 'shape'],
      type: share,
      meets: 'positive',
      run: ([a, b]) => iou(fig(a).shape, fig(b).shape),
    },
  ],
  [
    'ioa',
    {
      parameters: ['shape', 'shape'],
      type: share,
      meets: 'positive',
      run: ([a, b]) => ioa(fig(a).shape, fig(b).shape),
    },
  ],
  [
    'contains',
    {
      parameters: ['shape', 'shape', 'number'],
      optional: 1,
      type: bool,
      meets: 'true',
      run: ([a, b, slack]) => contains(fig(a).shape, fig(b).shape, slack === undefined ? 0 : num(slack)),
    },
  ],
  [
    'distance',
    { parameters: ['shape', 'shape'], type: px, meets: 'small', run: ([a, b]) => distance(fig(a).shape, fig(b).shape) },
  ],
  [
    'touches_border',
    {
      parameters: ['shape', 'number'],
      optional: 1,
      type: bool,
      run: ([a, slack]) => fig(a).border <= (slack === undefined ? 0 : num(slack)),
    },
  ],
  ['abs', { parameters: ['number'], type: number, run: ([a]) => Math.abs(num(a)) }],
  ['min', { parameters: ['number', 'number'], type: number, run: ([a, b]) => Math.min(num(a), num(b)) }],
  ['max', { parameters: ['number', 'number'], type: number, run: ([a, b]) => Math.max(num(a), num(b)) }],
  ['size', { parameters: ['list'], type: number, run: ([a]) => list(a).length }],
  ['starts_with', { parameters: ['text', 'text'], type: bool, run: ([a, b]) => str(a).startsWith(str(b)) }],
  ['ends_with', { parameters: ['text', 'text'], type: bool, run: ([a, b]) => str(a).endsWith(str(b)) }],
])

/** Measures that may also be written as functions: `height(full)`. */
export const MEASURE_FUNCTIONS: readonly string[] = ['width', 'height', 'area', 'aspect', 'share', 'border']
/** Functions that the compiler itself knows. */
export const SPECIAL_FUNCTIONS: readonly string[] = ['has', 'is_a']
export const QUANTIFIERS: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map']
