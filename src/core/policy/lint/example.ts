/** A label that is as a box says: to show a contradiction, and to prove it by running the rules on it. */
import { newAnnotation, type Annotation, type AttributeValue, type Disposition } from '../../model/annotation'
import type {
  AnnotationId,
  ClassId,
  ImageId,
  Instant,
  Person,
  QuestionId,
  ReasonId,
  RoleId,
  Sha256,
} from '../../model/ids'
import { newDocument, type ImageDocument } from '../../model/image'
import { EVERY_NUMBER, meetFacts, pickNumber, pickWord, type Domain } from './domain'
import type { Box } from './formula'
import type { LintContext } from './lint'

/** Size of the image on which examples stand. */
const [WIDTH, HEIGHT] = [4000, 3000]

interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const number = (box: Box, key: string, cx: LintContext, otherwise: number): number | undefined => {
  const fact = box.get(key)
  if (!fact || fact.known === false) return otherwise
  const met = meetFacts({ values: cx.universe.numberOf(key) }, { ...(fact.values ? { values: fact.values } : {}) })
  const values = met?.values
  return pickNumber(values?.is === 'range' ? values : EVERY_NUMBER, otherwise)
}

const wordOf = (values: Domain | undefined, all: Domain | undefined): string | undefined => {
  const met = meetFacts({ ...(all ? { values: all } : {}) }, { ...(values ? { values } : {}) })
  return met?.values?.is === 'words' ? pickWord(met.values) : undefined
}

/** Width and height of a role: what is said of them, of the area and of width / height. */
function sizeOf(box: Box, role: string, cx: LintContext, usual: number): readonly [number, number] | undefined {
  const has = (m: string): boolean => box.get(`${role}.${m}`)?.values !== undefined
  const get = (m: string, otherwise: number): number | undefined => number(box, `${role}.${m}`, cx, otherwise)
  if (has('area') && !has('width') && !has('height')) {
    const area = get('area', usual * usual)
    return area === undefined || !(area > 0) ? undefined : [Math.sqrt(area), Math.sqrt(area)]
  }
  const aspect = has('aspect') ? get('aspect', 1) : undefined
  const height = get('height', has('width') ? (get('width', usual) ?? usual) / (aspect ?? 1) : usual)
  const width = get('width', aspect === undefined ? Math.min(usual, height ?? usual) : (height ?? usual) * aspect)
  return width === undefined || height === undefined || !(width > 0) || !(height > 0) ? undefined : [width, height]
}

/** Where the shapes lie; `atBorder`: touching the left side of the image. */
function placed(
  box: Box,
  roles: ReadonlySet<string>,
  cx: LintContext,
  atBorder: boolean,
): Map<string, Rect> | undefined {
  const found = new Map<string, Rect>()
  const full = sizeOf(box, 'full', cx, 100)
  const [truncation, occlusion] = [number(box, 'truncation', cx, 0), number(box, 'occlusion', cx, 0)]
  if (!full || truncation === undefined || occlusion === undefined) return undefined
  const [w, h] = full
  const x = truncation > 0 ? -w * truncation : atBorder ? 0 : 1000
  const whole: Rect = { x, y: 1000, w, h }
  if (roles.has('full')) found.set('full', whole)
  const inside: Rect = { x: Math.max(0, x), y: 1000, w: w * (1 - truncation), h }
  for (const role of roles) {
    if (role === 'full') continue
    const stated = [...box.keys()].some((k) => k.startsWith(`${role}.`))
    const own = stated || !roles.has('full') ? sizeOf(box, role, cx, 100) : undefined
    if (stated && !own) return undefined
    const rect: Rect = own
      ? { x: inside.x, y: inside.y, w: own[0], h: own[1] }
      : { ...inside, w: role === 'visible' ? inside.w * (1 - occlusion) : inside.w }
    if (!(rect.w > 0)) return undefined
    found.set(role, rect)
  }
  return found
}

/** Roles to be drawn: what is needed, and what the box speaks of; never what it says is not there. */
function rolesOf(box: Box, cls: string, cx: LintContext): ReadonlySet<string> {
  const wanted = new Set<string>()
  const info = cx.vocabulary.classes.get(cls)
  for (const role of info?.roles.values() ?? []) if (role.need === 'required') wanted.add(role.id)
  for (const [key, fact] of box) if (fact.known === true) for (const role of cx.universe.rolesOf(key)) wanted.add(role)
  if (wanted.size === 0) {
    const any = [...(info?.roles.values() ?? [])].find((r) => r.need !== 'forbidden' && box.get(r.id)?.known !== false)
    if (any) wanted.add(any.id)
  }
  for (const role of [...wanted]) if (box.get(role)?.known === false) wanted.delete(role)
  return wanted
}

interface Said {
  answers: Record<string, string>
  attributes: Record<string, AttributeValue>
  levels: Record<string, string>
  lookAlike?: string
  tags: Record<string, string>
  questions: Record<string, string>
  none?: undefined
  usable?: 'yes' | 'no'
}

/** What people would have said; undefined = something that cannot simply be said. */
function saidOf(box: Box, cx: LintContext): Said {
  const said: Said = { answers: {}, attributes: {}, levels: {}, tags: {}, questions: {} }
  for (const [key, fact] of box) {
    if (fact.known !== true) continue
    const [group = '', id = ''] = key.split('.')
    const word = wordOf(fact.values, cx.universe.wordsOf(key))
    if (key === 'look_alike' && word !== undefined && word !== 'none') said.lookAlike = word
    if (key === 'image.usable' && (word === 'yes' || word === 'no')) said.usable = word
    if (group === 'rank') sayRank(said, id, number(box, key, cx, 0), cx)
    if (group === 'attribute') {
      const value = attributeOf(id, word, () => number(box, key, cx, 1), cx)
      if (value !== undefined) said.attributes[id] = value
    }
    const list = word === undefined ? undefined : said[LISTS[group] ?? 'none']
    if (list && word !== undefined) list[id] = word
  }
  return said
}

/** Where an answer of a group is kept. */
const LISTS: Readonly<Record<string, 'answers' | 'levels' | 'tags' | 'questions'>> = {
  answer: 'answers',
  level: 'levels',
  tag: 'tags',
  image_answer: 'questions',
}

function sayRank(said: Said, id: string, rank: number | undefined, cx: LintContext): void {
  const level = rank === undefined ? undefined : cx.vocabulary.scales.get(id)?.levels[rank]
  if (level) said.levels[id] = level.id
}

function attributeOf(
  id: string,
  word: string | undefined,
  size: () => number | undefined,
  cx: LintContext,
): AttributeValue | undefined {
  const type = cx.vocabulary.attributes.get(id)?.type
  return type === 'number' ? size() : type === 'bool' ? word === 'true' : word
}

export interface Example {
  readonly text: string
  /** The image with the label in this disposition. */
  with(disposition: Disposition, reason: string | undefined): ImageDocument
}

const shown = (n: number): string => String(Number(n.toFixed(2)))

function describe(cls: string, rects: ReadonlyMap<string, Rect>, said: Said): string {
  return [
    `class ${cls}`,
    ...[...rects].map(([role, r]) => `${role} ${shown(r.w)} × ${shown(r.h)} px`),
    ...Object.entries({ ...said.answers, ...said.levels, ...said.attributes, ...said.tags, ...said.questions }).map(
      ([id, value]) => `${id} ${String(value)}`,
    ),
    ...(said.lookAlike === undefined ? [] : [`look_alike ${said.lookAlike}`]),
  ].join(', ')
}

/** Labels of the class that are as the box says, as far as one label alone can be. */
export function examplesOf(box: Box, cls: string, cx: LintContext): Example[] {
  const roles = rolesOf(box, cls, cx)
  const said = saidOf(box, cx)
  const ofBorder = [...box.keys()].some((key) => key.includes('border'))
  return (ofBorder ? [false, true] : [false]).flatMap((atBorder): Example[] => {
    const rects = placed(box, roles, cx, atBorder)
    return rects ? [{ text: describe(cls, rects, said), with: (d, r) => documentOf(cls, rects, said, d, r, cx) }] : []
  })
}

function documentOf(
  cls: string,
  rects: ReadonlyMap<string, Rect>,
  said: Said,
  disposition: Disposition,
  reason: string | undefined,
  cx: LintContext,
): ImageDocument {
  const drawn = Object.fromEntries(
    [...rects].map(([role, { x, y, w, h }]) => [
      role as RoleId,
      { shape: { kind: 'box' as const, x, y, w, h }, origin: 'drawn' as const },
    ]),
  )
  const made = { by: '' as Person, at: '1970-01-01T00:00:00.000Z' as Instant, how: 'hand' as const, policy: cx.of.ref }
  const annotation: Annotation = {
    ...newAnnotation('example' as AnnotationId, cls as ClassId, drawn, made),
    disposition,
    ...(reason === undefined ? {} : { reason: reason as ReasonId }),
    declared: { levels: said.levels, ...(said.lookAlike === undefined ? {} : { lookAlike: said.lookAlike }) },
    answers: said.answers as Record<QuestionId, string>,
    attributes: said.attributes,
  }
  const base = newDocument({
    path: 'example.png' as ImageId,
    sha256: '0'.repeat(64) as Sha256,
    bytes: 0,
    width: WIDTH,
    height: HEIGHT,
    stored: { width: WIDTH, height: HEIGHT },
    orientation: 1,
    format: 'png',
    bitDepth: 8,
    lossy: false,
    frames: 1,
    lineage: [],
  })
  return {
    ...base,
    answers: {
      ...base.answers,
      tags: said.tags,
      questions: said.questions,
      ...(said.usable === undefined ? {} : { usable: said.usable }),
    },
    annotations: [annotation],
  }
}
