/**
 * What is sure of a condition about another annotation that lies elsewhere. `ioa(full, o.full) > 0.5` is false for every
 * `o` whose bounds do not meet, `o.class == 'clump'` for every other class; `&&`, `||` and `!` carry that on by Kleene's
 * tables: `false && unknown` is false, so one conjunct is enough.
 */
import type { FunctionInfo } from './functions'
import type { Code, Gate, Gates, Window } from './types'

type Sides = { readonly no?: Gate; readonly yes?: Gate }

/** Outside of either is enough: the classes of both, and the windows of one. */
function either(a: Gate | undefined, b: Gate | undefined): Gate | undefined {
  if (!a || !b) return a ?? b
  const near = a.near && b.near ? (a.near.length <= b.near.length ? a.near : b.near) : (a.near ?? b.near)
  const classes =
    a.classes && b.classes ? new Set([...a.classes].filter((c) => b.classes?.has(c))) : (a.classes ?? b.classes)
  return { ...(near && { near }), ...(classes && { classes }) }
}

/** It must be outside of both. */
function both(a: Gate | undefined, b: Gate | undefined): Gate | undefined {
  const near = a?.near && b?.near ? [...a.near, ...b.near] : undefined
  const classes = a?.classes && b?.classes ? new Set([...a.classes, ...b.classes]) : undefined
  return near || classes ? { ...(near && { near }), ...(classes && { classes }) } : undefined
}

function joined(a: Gates | undefined, b: Gates | undefined, join: (a: Sides, b: Sides) => Sides): Gates | undefined {
  if (!a && !b) return undefined
  const found = new Map<number, Sides>()
  for (const slot of new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])) {
    const sides = join(a?.get(slot) ?? {}, b?.get(slot) ?? {})
    if (sides.no || sides.yes) found.set(slot, sides)
  }
  return found.size > 0 ? found : undefined
}

const sides = (no: Gate | undefined, yes: Gate | undefined): Sides => ({ ...(no && { no }), ...(yes && { yes }) })

export const allGates = (a: Gates | undefined, b: Gates | undefined): Gates | undefined =>
  joined(a, b, (x, y) => sides(either(x.no, y.no), both(x.yes, y.yes)))
export const anyGate = (a: Gates | undefined, b: Gates | undefined): Gates | undefined =>
  joined(a, b, (x, y) => sides(both(x.no, y.no), either(x.yes, y.yes)))
export const invert = (gates: Gates): Gates => new Map([...gates].map(([slot, g]) => [slot, sides(g.yes, g.no)]))

/** `of` is one of the names: false for every other class. */
export function classGates(of: Code, names: Code['literals']): Gates | undefined {
  if (!of.isClass || of.slot === undefined || !names) return undefined
  return new Map([[of.slot, { no: { classes: new Set(names.filter((n) => typeof n === 'string')) } }]])
}

/** A window must hold those that are exactly at its end, whatever the rounding. */
const reachOf = (px: number): number => (px > 0 ? px * (1 + 1e-6) + 1e-3 : 0)

/** The variable's shape and the other one, which must not hang on that variable or one inside of it. */
function windowOf(
  codes: readonly Code[],
  met: readonly number[],
  reach: number,
): { slot: number; window: Window } | undefined {
  const [a, b] = codes
  for (const [theirs, mine, other] of [
    [b, a, met[0]],
    [a, b, met[1]],
  ] as const) {
    const slot = theirs?.slot
    if (theirs?.role === undefined || slot === undefined || typeof theirs.whose !== 'object') continue
    if (!mine || mine.type.is !== 'shape' || (other ?? 0) >> slot !== 0) continue
    return { slot, window: { mine, theirs: theirs.role, reach } }
  }
  return undefined
}

/** What a function about two shapes says of one that is apart. */
export function callGates(
  meets: FunctionInfo['meets'],
  codes: readonly Code[],
  met: readonly number[],
): Pick<Code, 'gates' | 'apart'> {
  if (!meets) return {}
  const [, , slack] = codes
  if (slack && typeof slack.literal !== 'number') return {}
  const reach = meets === 'true' && typeof slack?.literal === 'number' ? reachOf(slack.literal) : 0
  const found = windowOf(codes, met, reach)
  if (!found) return {}
  if (meets === 'true') return { gates: new Map([[found.slot, { no: { near: [found.window] } }]]) }
  return { apart: { kind: meets, ...found } }
}

type Op = '==' | '!=' | '<' | '<=' | '>' | '>='

/** A number about two shapes against a constant. */
export function compareGates(op: Op, mirrored: Op, left: Code, right: Code): Gates | undefined {
  if (left.apart && typeof right.literal === 'number') return against(left.apart, op, right.literal)
  if (right.apart && typeof left.literal === 'number') return against(right.apart, mirrored, left.literal)
  return undefined
}

function against({ kind, slot, window }: NonNullable<Code['apart']>, op: Op, limit: number): Gates | undefined {
  if (kind === 'positive') {
    const near: Gate = { near: [window] }
    // Apart it is 0.
    if ((op === '>' && limit >= 0) || (op === '>=' && limit > 0)) return new Map([[slot, { no: near }]])
    if ((op === '<=' && limit >= 0) || (op === '<' && limit > 0)) return new Map([[slot, { yes: near }]])
    return undefined
  }
  const near: Gate = { near: [{ ...window, reach: reachOf(Math.max(limit, 0)) }] }
  if (op === '<' || op === '<=') return new Map([[slot, { no: near }]])
  if (op === '>' || op === '>=') return new Map([[slot, { yes: near }]])
  return undefined
}
