/** Reads `labels.txt`, the hand-made labels of the sample, into annotations. The notation stands at the head of that file. */
import { newAnnotation, type Annotation, type Made } from '../../../src/core/model/annotation'
import {
  FULL,
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type QuestionId,
  type ReasonId,
} from '../../../src/core/model/ids'
import type { Coverage, WorkState } from '../../../src/core/model/image'
import type { Shape } from '../../../src/core/geometry/shapes'
import { polygonOf } from '../../../src/core/geometry/shapes/polygon/polygon'

export interface PhotoLabels {
  /** Number in the photo's name. */
  readonly photo: string
  readonly state: WorkState
  readonly tags: Record<string, string>
  readonly coverage: Record<string, Coverage>
  readonly rows: readonly string[][]
}

const CLASSES: Record<string, string> = { red: 'red_cell', white: 'white_cell', platelet: 'platelet', clump: 'clump' }

function headOf(line: string): PhotoLabels {
  const [photo = '', state = '', ...said] = line.slice(2).split(' ')
  const pairs = said.map((pair) => pair.split('=') as [string, string])
  return {
    photo,
    state: state as WorkState,
    tags: Object.fromEntries(pairs.filter(([key]) => CLASSES[key] === undefined)),
    coverage: Object.fromEntries(
      pairs.flatMap(([key, value]) => (CLASSES[key] === undefined ? [] : [[CLASSES[key], value as Coverage]])),
    ),
    rows: [],
  }
}

/** The photos of the text with their rows. */
export function parseLabels(text: string): PhotoLabels[] {
  const photos: PhotoLabels[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('= ')) photos.push(headOf(line))
    else if (line !== '' && !line.startsWith('#'))
      (photos.at(-1)?.rows as string[][] | undefined)?.push(line.split(' '))
  }
  return photos
}

function boxOf(words: readonly string[]): Shape {
  const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = words.map(Number)
  return { kind: 'box', x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
}

function visibleOf(words: readonly string[]): Shape {
  if (words[1] !== 'poly') return boxOf(words.slice(1, 5))
  const points = words.slice(2).filter((word) => /^\d+,\d+$/.test(word))
  return polygonOf(points.map((p) => ({ x: Number(p.split(',')[0]), y: Number(p.split(',')[1]) })))
}

const after = (words: readonly string[], key: string): string | undefined =>
  words.includes(key) ? words[words.indexOf(key) + 1] : undefined

function judgement(
  words: readonly string[],
  isClump: boolean,
): Pick<Annotation, 'disposition' | 'reason' | 'appliesTo'> {
  if (isClump) return { disposition: 'ignore', reason: 'clump' as ReasonId, appliesTo: ['red_cell' as ClassId] }
  if (words.includes('ghost')) return { disposition: 'ignore', reason: 'too_blurred' as ReasonId }
  const reason = after(words, 'ignore')
  if (reason !== undefined) return { disposition: 'ignore', reason: reason as ReasonId }
  if (words.includes('negative')) return { disposition: 'negative', reason: 'look_alike' as ReasonId }
  return { disposition: words.includes('noreason') ? 'negative' : 'positive' }
}

function answersOf(
  words: readonly string[],
  isClump: boolean,
  positive: boolean,
  asksFocus: boolean,
): Annotation['answers'] {
  if (isClump) return { ['countable' as QuestionId]: 'no' }
  const answers: Annotation['answers'] = {}
  const outline =
    ['lost', 'infer'].find((word) => words.includes(word)) ??
    (words.includes('full') ? 'infer' : positive ? 'whole' : undefined)
  if (outline !== undefined && !words.includes('unasked')) answers['outline' as QuestionId] = outline
  const blurred = words.includes('ghost') || words.includes('blurred')
  if (blurred || (asksFocus && positive)) answers['in_focus' as QuestionId] = blurred ? 'no' : 'yes'
  return answers
}

/** One row as an annotation; `asksFocus`: the photo is not sharp everywhere, so that each cell was asked about. */
export function annotationOf(words: readonly string[], index: number, made: Made, asksFocus: boolean): Annotation {
  const cls = CLASSES[words[0] ?? '']
  if (cls === undefined) throw new Error(`unknown class in row ${index + 1}: ${words.join(' ')}`)
  const isClump = cls === 'clump'
  const full = words.indexOf('full')
  const roles: Annotation['roles'] = {
    [VISIBLE]: { shape: visibleOf(words), origin: 'drawn' },
    ...(full < 0 ? {} : { [FULL]: { shape: boxOf(words.slice(full + 1, full + 5)), origin: 'from visible' as const } }),
  }
  const judged = judgement(words, isClump)
  const lookAlike = after(words, 'negative') ?? (words.includes('noreason') ? 'stain' : undefined)
  const evidence = after(words, 'on')?.split(',')
  return {
    ...newAnnotation(`a${String(index + 1).padStart(2, '0')}` as AnnotationId, cls as ClassId, roles, made),
    ...judged,
    declared: {
      levels: {},
      ...(lookAlike === undefined ? {} : { lookAlike }),
      ...(evidence === undefined ? {} : { evidence }),
    },
    answers: answersOf(words, isClump, judged.disposition === 'positive', asksFocus),
  }
}
