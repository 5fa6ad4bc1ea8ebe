/**
 * Functions of expressions. An unknown argument makes the result unknown before the function is called; so does an unknown
 * element of a list, except for `size`. A name may stand for several functions with different parameters (`contains` of shapes,
 * of texts); the first whose parameters fit is taken. Every function may also be written after its first argument:
 * `text.matches('…')`, `list.sum()`.
 */
import { clipToImage } from '../../geometry/clip'
import { contains } from '../../geometry/containment'
import { boxOf, hullOf, minBoxOf, unionOf } from '../../geometry/derived'
import { distance, overlaps } from '../../geometry/distance'
import { weightOf } from '../../geometry/facts'
import { Figure } from '../../geometry/figure'
import { intersectionArea, ioa, iou } from '../../geometry/overlap'
import type { Shape } from '../../geometry/shapes'
import { labelledOf, type Keypoint } from '../../geometry/shapes/keypoints/keypoints'
import { patternOf } from '../pattern'
import type { Type, Value } from './types'

/**
 * `shapes`, `numbers`, `bools`: a list of them. `same`: of the same type as the first argument's elements. `pattern`: a literal
 * regular expression; `keypoint`: the literal name of a point of one of the policy's skeletons.
 */
export type Parameter =
  'shape' | 'number' | 'text' | 'bool' | 'list' | 'shapes' | 'numbers' | 'bools' | 'same' | 'pattern' | 'keypoint'

export interface FunctionInfo {
  readonly parameters: readonly Parameter[]
  /** How many of the last parameters may be left out. */
  readonly optional?: number
  /** The last parameter may be repeated. */
  readonly repeats?: boolean
  /** `first`: the type of the first argument; `element`: of its elements. */
  readonly type: Type | 'first' | 'element'
  /**
   * For functions whose first two arguments are shapes, what is sure while their bounds do not meet (both having area):
   * `true`: it is false, not unknown (bounds grown by the third argument, where that is a number of pixels);
   * `positive`: it is 0, not unknown; `small`: it is at least the distance of the bounds. Rules with such a condition on
   * `o.<role>` look only at neighbours; leave it out when in doubt.
   */
  readonly meets?: 'true' | 'positive' | 'small'
  /** Steps it takes; default: 20, and 4 for each vertex of the shapes (see `costOf`). */
  readonly cost?: (args: readonly Value[]) => number
  /** Must not keep `args`: the list is used again. */
  run(args: readonly Value[]): Value
}

const number: Type = { is: 'number' }
const px: Type = { is: 'number', unit: 'px' }
const px2: Type = { is: 'number', unit: 'px²' }
const share: Type = { is: 'number', unit: 'share' }
const bool: Type = { is: 'bool' }
const text: Type = { is: 'text' }
const shape: Type = { is: 'shape' }

/** What is said of a keypoint: `absent` = not labelled. */
export const KEYPOINT_STATES = ['visible', 'hidden', 'absent'] as const
const state: Type = { is: 'text', set: { what: 'keypoint state', names: new Set<string>(KEYPOINT_STATES) } }

// The compiler has checked the types of the arguments against `parameters`; these only tell TypeScript so.
const fig = (v: Value): Figure => v as Figure
const figs = (v: Value): readonly Figure[] => v as readonly Figure[]
const num = (v: Value): number => v as number
const nums = (v: Value): readonly number[] => v as readonly number[]
const str = (v: Value): string => v as string
const list = (v: Value): readonly Value[] => v as readonly Value[]

/** Numbers to look at in a value: vertices of shapes, elements of lists, characters of texts. */
function weight(v: Value): number {
  if (v instanceof Figure) return 4 * weightOf(v.shape)
  if (Array.isArray(v)) return (v as readonly Value[]).reduce((sum: number, one) => sum + 1 + weight(one), 0)
  return typeof v === 'string' ? v.length >> 4 : 0
}

/** Steps that a function takes unless it says otherwise: geometry takes time with every vertex. */
export function costOf(values: readonly Value[]): number {
  let steps = 20
  for (const v of values) steps += weight(v)
  return steps
}

/** Two shapes of many vertices against each other may need more than a look at each. */
function costOfPair([a, b]: readonly Value[]): number {
  const [p, q] = [fig(a).shape, fig(b).shape]
  if (p.kind === 'box' && q.kind === 'box') return 40
  const n = weightOf(p) + weightOf(q)
  // Measured: circles of 200 and of 2,000 points against each other take about 1 and 15 ms; 10,000 steps are about 1 ms.
  return n <= 8 ? 40 : 20 + 20 * n + (n * n) / 40
}

/** A shape in the same image; what cannot be made is unknown. */
const derived = (of: Figure, made: Shape | undefined): Figure | undefined => made && new Figure(made, of.size)

/** Nothing left: a box without extent at the nearest place in the image. */
function nothing(of: Figure): Figure {
  const { x0, y0 } = of.boundsInside
  return new Figure({ kind: 'box', x: x0, y: y0, w: 0, h: 0 }, of.size)
}

function union(figures: readonly Figure[]): Figure | undefined {
  const [first] = figures
  return first && derived(first, unionOf(figures.map((f) => f.shape)))
}

const keypointOf = ({ shape: s }: Figure, name: string): Keypoint | undefined =>
  s.kind === 'keypoints' ? s.points.find((p) => p.name === name) : undefined

/** The one named point, as keypoints of its own; unknown where the shape has none of that name that was labelled. */
function onePoint(figure: Figure, name: string): Figure | undefined {
  const point = keypointOf(figure, name)
  return point && point.v > 0 ? new Figure({ kind: 'keypoints', points: [point] }, figure.size) : undefined
}

/** `absent` too for a point that the shape does not have; unknown for shapes that are not keypoints. */
function stateOf(figure: Figure, name: string): string | undefined {
  if (figure.shape.kind !== 'keypoints') return undefined
  return { 0: 'absent', 1: 'hidden', 2: 'visible' }[keypointOf(figure, name)?.v ?? 0]
}

/** Sides of the smallest turned box around a shape, the longer one first. */
function sidesOf(figure: Figure): readonly [number, number] | undefined {
  const box = minBoxOf(figure.shape)
  return box && [Math.max(box.w, box.h), Math.min(box.w, box.h)]
}

/** The visible points alone; unknown where there are none. */
function seenPoints({ shape: s, size }: Figure): Figure | undefined {
  const points = s.kind === 'keypoints' ? s.points.filter((p) => p.v === 2) : []
  return points.length > 0 ? new Figure({ kind: 'keypoints', points }, size) : undefined
}

function countPoints({ shape: s }: Figure, v: 1 | 2 | undefined): number | undefined {
  if (s.kind !== 'keypoints') return undefined
  return v === undefined ? labelledOf(s).length : s.points.filter((p) => p.v === v).length
}

const largest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b))
const smallest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b))
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** A whole number of decimals, as people round: halves away from zero. */
function rounded(value: number, decimals: number): number {
  const unit = 10 ** Math.max(0, Math.min(12, Math.trunc(decimals)))
  const result = (Math.sign(value) * Math.round(Math.abs(value) * unit)) / unit
  return Number.isFinite(result) ? result : value
}

const numeric = (run: (value: number) => number): readonly FunctionInfo[] => [
  {
    parameters: ['number'],
    type: number,
    run([a]) {
      const value = run(num(a))
      return Number.isFinite(value) ? value : undefined
    },
  },
]
const textTest = (run: (a: string, b: string) => boolean): FunctionInfo => ({
  parameters: ['text', 'text'],
  type: bool,
  run: ([a, b]) => run(str(a), str(b)),
})
const ofShape = (type: Type, run: (figure: Figure) => Value): readonly FunctionInfo[] => [
  { parameters: ['shape'], type, run: ([a]) => run(fig(a)) },
]
const ofPair = (type: Type, meets: FunctionInfo['meets'], run: (a: Shape, b: Shape) => Value): FunctionInfo => ({
  parameters: ['shape', 'shape'],
  type,
  ...(meets ? { meets } : {}),
  cost: costOfPair,
  run: ([a, b]) => run(fig(a).shape, fig(b).shape),
})

const overlapping = ofPair(bool, 'true', overlaps)
const startsWith = textTest((a, b) => a.startsWith(b))
const endsWith = textTest((a, b) => a.endsWith(b))
const lower: FunctionInfo = { parameters: ['text'], type: text, run: ([a]) => str(a).toLowerCase() }
const upper: FunctionInfo = { parameters: ['text'], type: text, run: ([a]) => str(a).toUpperCase() }

export const FUNCTIONS: ReadonlyMap<string, readonly FunctionInfo[]> = new Map<string, readonly FunctionInfo[]>([
  // Two shapes
  ['iou', [ofPair(share, 'positive', iou)]],
  ['ioa', [ofPair(share, 'positive', ioa)]],
  ['shared_area', [ofPair(px2, 'positive', intersectionArea)]],
  ['overlaps', [overlapping]],
  [
    'intersects',
    [
      overlapping,
      { parameters: ['list', 'list'], type: bool, run: ([a, b]) => list(a).some((v) => list(b).includes(v)) },
    ],
  ],
  [
    'contains',
    [
      {
        parameters: ['shape', 'shape', 'number'],
        optional: 1,
        type: bool,
        meets: 'true',
        cost: costOfPair,
        run: ([a, b, slack]) => contains(fig(a).shape, fig(b).shape, slack === undefined ? 0 : num(slack)),
      },
      textTest((a, b) => a.includes(b)),
      { parameters: ['list', 'same'], type: bool, run: ([a, b]) => list(a).includes(b) },
    ],
  ],
  ['distance', [ofPair(px, 'small', distance)]],

  // One shape and the image
  [
    'touches_border',
    [
      {
        parameters: ['shape', 'number'],
        optional: 1,
        type: bool,
        run: ([a, slack]) => fig(a).border <= (slack === undefined ? 0 : num(slack)),
      },
    ],
  ],
  ['outside_share', ofShape(share, (f) => f.outsideShare)],

  // Shapes made of shapes
  ['box_of', ofShape(shape, (f) => derived(f, boxOf(f.shape)))],
  ['min_box', ofShape(shape, (f) => derived(f, minBoxOf(f.shape)))],
  ['long_side', ofShape(px, (f) => sidesOf(f)?.[0])],
  ['short_side', ofShape(px, (f) => sidesOf(f)?.[1])],
  ['hull', ofShape(shape, (f) => derived(f, hullOf(f.shape)))],
  ['clip', ofShape(shape, (f) => derived(f, clipToImage(f.shape, f.size)) ?? nothing(f))],
  [
    'union',
    [
      { parameters: ['shape', 'shape'], repeats: true, type: shape, run: (all) => union(all.map(fig)) },
      { parameters: ['shape', 'shapes'], type: shape, run: ([a, b]) => union([fig(a), ...figs(b)]) },
      { parameters: ['shapes'], type: shape, run: ([a]) => union(figs(a)) },
    ],
  ],

  // Keypoints
  ['keypoint', [{ parameters: ['shape', 'keypoint'], type: shape, run: ([a, b]) => onePoint(fig(a), str(b)) }]],
  ['keypoint_state', [{ parameters: ['shape', 'keypoint'], type: state, run: ([a, b]) => stateOf(fig(a), str(b)) }]],
  ['seen_keypoints', ofShape(shape, seenPoints)],
  ['visible_points', ofShape(number, (f) => countPoints(f, 2))],
  ['hidden_points', ofShape(number, (f) => countPoints(f, 1))],
  ['labelled_points', ofShape(number, (f) => countPoints(f, undefined))],

  // Numbers
  ['abs', numeric(Math.abs)],
  ['floor', numeric(Math.floor)],
  ['ceil', numeric(Math.ceil)],
  ['sqrt', numeric(Math.sqrt)],
  [
    'round',
    [
      {
        parameters: ['number', 'number'],
        optional: 1,
        type: number,
        run: ([a, b]) => rounded(num(a), b === undefined ? 0 : num(b)),
      },
    ],
  ],
  [
    'min',
    [
      { parameters: ['number', 'number'], repeats: true, type: 'first', run: (all) => smallest(all.map(num)) },
      { parameters: ['numbers'], type: 'element', run: ([a]) => smallest(nums(a)) },
    ],
  ],
  [
    'max',
    [
      { parameters: ['number', 'number'], repeats: true, type: 'first', run: (all) => largest(all.map(num)) },
      { parameters: ['numbers'], type: 'element', run: ([a]) => largest(nums(a)) },
    ],
  ],

  // Lists
  ['sum', [{ parameters: ['numbers'], type: 'element', run: ([a]) => total(nums(a)) }]],
  [
    'count',
    [
      { parameters: ['list', 'same'], type: number, run: ([a, b]) => list(a).filter((v) => v === b).length },
      { parameters: ['bools'], type: number, run: ([a]) => list(a).filter((v) => v === true).length },
    ],
  ],
  ['unique', [{ parameters: ['list'], type: 'first', run: ([a]) => [...new Set(list(a))] }]],
  [
    'subset',
    [{ parameters: ['list', 'list'], type: bool, run: ([a, b]) => list(a).every((v) => list(b).includes(v)) }],
  ],
  [
    'size',
    [
      { parameters: ['list'], type: number, run: ([a]) => list(a).length },
      { parameters: ['text'], type: number, run: ([a]) => [...str(a)].length },
    ],
  ],

  // Texts
  ['starts_with', [startsWith]],
  ['startsWith', [startsWith]],
  ['ends_with', [endsWith]],
  ['endsWith', [endsWith]],
  ['lower', [lower]],
  ['upper', [upper]],
  ['trim', [{ parameters: ['text'], type: text, run: ([a]) => str(a).trim() }]],
  [
    'matches',
    [
      {
        parameters: ['text', 'pattern'],
        type: bool,
        cost([a, b]) {
          const pattern = patternOf(str(b))
          return 20 + (str(a).length * ('fault' in pattern ? 0 : pattern.size)) / 16
        },
        run([a, b]) {
          const pattern = patternOf(str(b))
          return 'fault' in pattern ? undefined : pattern.finds(str(a))
        },
      },
    ],
  ],
])

/** Measures that may also be written as functions: `height(full)`. */
export const MEASURE_FUNCTIONS: readonly string[] = [
  'width',
  'height',
  'area',
  'aspect',
  'share',
  'border',
  'length',
  'pieces',
  'holes',
  'points',
]
/** Functions that the compiler itself knows. */
export const SPECIAL_FUNCTIONS: readonly string[] = ['has', 'is_a']
export const QUANTIFIERS: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map']

/** Whether a value of this type fits a parameter; `first` is the type of the first argument. */
export function fits(type: Type, parameter: Parameter, first: Type | undefined): boolean {
  switch (parameter) {
    case 'shape':
      return type.is === 'shape' && !type.clipped
    case 'shapes':
      return type.is === 'list' && type.of.is === 'shape' && !type.of.clipped
    case 'numbers':
      return type.is === 'list' && type.of.is === 'number'
    case 'bools':
      return type.is === 'list' && type.of.is === 'bool'
    case 'same':
      return first?.is === 'list' && first.of.is === type.is
    case 'pattern':
    case 'keypoint':
      return type.is === 'text'
    default:
      return type.is === parameter
  }
}

/** The parameter that argument number `at` is for. */
export const parameterAt = ({ parameters }: FunctionInfo, at: number): Parameter | undefined =>
  parameters[Math.min(at, parameters.length - 1)]

/** Fewest and most arguments of a function. */
export const arityOf = ({ parameters, optional, repeats }: FunctionInfo): readonly [least: number, most: number] => [
  parameters.length - (optional ?? 0),
  repeats ? Infinity : parameters.length,
]

export function resultType({ type }: FunctionInfo, first: Type | undefined): Type {
  if (type === 'first') return first ?? number
  if (type === 'element') return first?.is === 'list' ? first.of : number
  return type
}
