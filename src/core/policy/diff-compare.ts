/** Which way a value went: does it let more pass, less, or does it only say the same in other words? */
import { canonical } from './canonical'
import { isRecord, type Plain, type PlainRecord } from './diff-normal'
import { OVERRIDERS, SEVERITIES } from './pieces'

export type Bump = 'none' | 'patch' | 'minor' | 'major'
/** `free`: something else, that no stored label depends on. */
export type Direction = 'looser' | 'stricter' | 'changed' | 'reworded' | 'free'
export type Compare = (before: Plain | undefined, after: Plain | undefined) => Direction

export const BUMPS: Readonly<Record<Direction, Exclude<Bump, 'none'>>> = {
  reworded: 'patch',
  looser: 'minor',
  free: 'minor',
  stricter: 'major',
  changed: 'major',
}

export const differ = (a: unknown, b: unknown): boolean => canonical(a ?? null) !== canonical(b ?? null)
const isNames = (v: unknown): v is readonly string[] => Array.isArray(v) && v.every((x) => typeof x === 'string')
/** A value for people. */
export const short = (v: unknown): string =>
  typeof v === 'string' ? v : v === undefined ? '' : isNames(v) ? v.join(', ') : canonical(v)

export const words: Compare = () => 'reworded'
export const free: Compare = () => 'free'
const isNumber = (v: unknown): v is number => typeof v === 'number'

/** A limit where a greater (or smaller) number lets more pass; no limit at all lets everything pass. */
export const greaterIsLooser: Compare = (a, b) =>
  b === undefined ? 'looser' : isNumber(a) && isNumber(b) ? (b > a ? 'looser' : 'stricter') : 'stricter'
export const smallerIsLooser: Compare = (a, b) =>
  b === undefined ? 'looser' : isNumber(a) && isNumber(b) ? (b < a ? 'looser' : 'stricter') : 'stricter'
/** The same where no limit stands for another number. */
export const limitIsLooser =
  (direction: 'greater' | 'smaller', absent: number): Compare =>
  (a, b) =>
    (direction === 'greater' ? greaterIsLooser : smallerIsLooser)(a ?? absent, b ?? absent)

const listed = (v: unknown): readonly string[] =>
  Array.isArray(v) ? v.map(String) : v === undefined ? [] : [String(v)]
const within = (a: unknown, b: unknown): boolean => listed(a).every((x) => listed(b).includes(x))
/** A list of demands: fewer let more pass. */
export const fewerIsLooser: Compare = (a, b) => (within(b, a) ? 'looser' : 'stricter')
export const moreIsLooser: Compare = (a, b) => (within(a, b) ? 'looser' : 'stricter')
/** A list that binds all while it is absent. */
export const absentBindsAll: Compare = (a, b) =>
  b === undefined ? 'stricter' : a === undefined ? 'looser' : fewerIsLooser(a, b)
/** A list that allows all while it is absent. */
export const absentAllowsAll: Compare = (a, b) =>
  b === undefined ? 'looser' : a === undefined ? 'stricter' : moreIsLooser(a, b)
/** An optional demand that is dropped. */
export const absentIsLooser: Compare = (_, b) => (b === undefined ? 'looser' : 'changed')
export const falseIsLooser: Compare = (_, b) => (b === true ? 'stricter' : 'looser')

export const severity: Compare = (a, b) =>
  SEVERITIES.indexOf((b ?? 'error') as (typeof SEVERITIES)[number]) >
  SEVERITIES.indexOf((a ?? 'error') as (typeof SEVERITIES)[number])
    ? 'looser'
    : 'stricter'
const rank = (v: unknown): number => OVERRIDERS.indexOf((v ?? 'nobody') as (typeof OVERRIDERS)[number])
export const overrider: Compare = (a, b) => (rank(b) < rank(a) ? 'looser' : 'stricter')
/** A last day: later, or none, lets more overrides count. */
export const laterIsLooser: Compare = (a, b) =>
  b === undefined || (typeof a === 'string' && typeof b === 'string' && b > a) ? 'looser' : 'stricter'

const isRange = (v: unknown): v is readonly [number, number] => Array.isArray(v) && v.every(isNumber)
export const widerIsLooser: Compare = (a, b) =>
  b === undefined || (isRange(a) && isRange(b) && b[0] <= a[0] && b[1] >= a[1]) ? 'looser' : 'stricter'

const ends = (v: unknown): readonly [number, number] => {
  const [least = '0', most = '*'] = typeof v === 'string' ? v.split('..') : []
  return [Number(least), most === '*' ? Infinity : Number(most)]
}
/** `1..1` and the like. */
export const cardinality: Compare = (a, b) => widerIsLooser([...ends(a)], [...ends(b)])

/** Who is what: whoever could override before must be able to do so still. */
export const people: Compare = (a, b) => {
  if (b === undefined) return 'looser'
  if (!isRecord(a) || !isRecord(b)) return 'stricter'
  const roleRank = (r: PlainRecord, person: string): number =>
    ['labeler', 'reviewer', 'lead'].indexOf(String(r[person] ?? 'labeler'))
  return Object.keys(a).every((p) => roleRank(b, p) >= roleRank(a, p)) ? 'looser' : 'stricter'
}

/** Words in order: more at the end leave the old ones where they were. */
export const orderOf: Compare = (a, b) =>
  Array.isArray(a) && Array.isArray(b) && a.every((x, i) => x === b[i]) ? 'free' : 'changed'
