/** Many labelled images, made from the boxes of a real data set with answers added by a fixed pattern. */
import { bccdImages } from '../../support/bccd'
import {
  FULL,
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type ImageId,
  type QuestionId,
  type ReasonId,
} from '../../../src/core/model/ids'
import type { Annotation, PolicyRef } from '../../../src/core/model/annotation'
import type { ImageDocument } from '../../../src/core/model/image'

const answer = (id: string, value: string): Annotation['answers'] => ({ [id as QuestionId]: value })

/** Every third label says how its outline goes, some carry an inferred whole, are ghosts, look-alikes or wrong. */
function varied(a: Annotation, i: number): Annotation {
  const drawn = a.roles[VISIBLE]
  if (drawn?.shape.kind !== 'box') return a
  const visible = { shape: drawn.shape, origin: i % 40 === 0 ? ('import' as const) : ('drawn' as const) }
  const plain = { ...a, roles: { [VISIBLE]: visible } }
  const { x, y, w, h } = drawn.shape
  if (i % 50 === 1)
    return {
      ...plain,
      disposition: 'ignore',
      reason: 'too_blurred' as ReasonId,
      answers: answer('in_focus', i % 100 === 1 ? 'no' : 'yes'),
    }
  if (i % 60 === 2)
    return {
      ...plain,
      disposition: i % 120 === 2 ? 'negative' : 'positive',
      ...(i % 120 === 2 ? { reason: 'look_alike' as ReasonId } : {}),
      declared: { levels: {}, lookAlike: 'smudge' },
    }
  if (i % 10 === 3)
    return {
      ...plain,
      roles: {
        [VISIBLE]: visible,
        [FULL]: {
          shape: { kind: 'box', x: x - 12, y: y - 6, w: w * (i % 20 === 3 ? 1.4 : 3), h: h + 12 },
          origin: 'drawn',
        },
      },
      declared: { levels: {}, ...(i % 30 === 3 ? {} : { evidence: ['outline_arc'] }) },
      answers: { ...answer('outline', 'infer'), ...answer('in_focus', 'yes') },
    }
  if (i % 3 === 0)
    return {
      ...plain,
      answers: {
        ...answer('outline', i % 9 === 0 ? 'lost' : 'whole'),
        ...answer('in_focus', i % 21 === 0 ? 'no' : 'yes'),
      },
    }
  return i % 7 === 4 ? { ...plain, answers: answer('outline', 'infer') } : plain
}

/** Documents with at least `count` annotations together. */
export function documents(count: number, policy: PolicyRef): ImageDocument[] {
  const real = bccdImages(364, policy).map((image) => image.doc)
  const made: ImageDocument[] = []
  let total = 0
  for (let i = 0; total < count; i++) {
    const doc = real[i % real.length]
    if (!doc) throw new Error('no data set')
    const path = `Images/${i}.jpg` as ImageId
    made.push({
      ...doc,
      image: { ...doc.image, path },
      annotations: doc.annotations.map((a, k) => varied(a, total + k)),
      answers: {
        ...doc.answers,
        ...(i % 11 === 0 ? {} : { usable: 'yes' as const }),
        tags: {
          stain: 'normal',
          ...(i % 5 === 0 ? {} : { density: 'dense' }),
          ...(i % 4 === 0 ? {} : { focus: i % 4 === 1 ? 'sharp' : 'mixed' }),
        },
        questions: i % 6 === 0 ? { searched: 'no' } : { searched: 'yes' },
      },
      coverage: {
        ['red_cell' as ClassId]: 'exhaustive',
        ['white_cell' as ClassId]: 'exhaustive',
        ['platelet' as ClassId]: i % 3 === 0 ? 'absent' : 'exhaustive',
      },
    })
    total += doc.annotations.length
  }
  return made
}

/** One image with `count` boxes in a grid. */
export function crowded(count: number, policy: PolicyRef): ImageDocument {
  const [doc] = documents(1, policy)
  const [pattern] = doc?.annotations ?? []
  if (!doc || !pattern) throw new Error('no data set')
  const across = Math.ceil(Math.sqrt(count))
  const size = { width: 6000, height: 4000 }
  const annotations = Array.from({ length: count }, (_, i) => ({
    ...pattern,
    id: `n${i}` as AnnotationId,
    roles: {
      [VISIBLE]: {
        shape: {
          kind: 'box' as const,
          x: (i % across) * (6000 / across),
          y: Math.floor(i / across) * (4000 / across),
          w: (6000 / across) * 1.1,
          h: (4000 / across) * 0.9,
        },
        origin: 'drawn' as const,
      },
    },
  }))
  return { ...doc, image: { ...doc.image, ...size, stored: size }, annotations }
}
