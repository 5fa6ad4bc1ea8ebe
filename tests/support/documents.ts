/** Small documents and patches for tests of storage and history. */
import type { Patch } from '../../src/core/history/patch'
import { newAnnotation, type Annotation, type PolicyRef } from '../../src/core/model/annotation'
import {
  VISIBLE,
  type AnnotationId,
  type ClassId,
  type ImageId,
  type Instant,
  type Person,
  type Sha256,
} from '../../src/core/model/ids'
import { newDocument, type ImageDocument } from '../../src/core/model/image'

export const AT = '2026-11-24T06:30:00Z' as Instant
export const BY = 'Ada' as Person
export const POLICY: PolicyRef = { id: 'blood', version: '1.0.0', digest: 'a'.repeat(64) as Sha256 }

export const documentOf = (path = 'a/1.png', revision?: number): ImageDocument => ({
  ...newDocument({
    path: path as ImageId,
    sha256: 'b'.repeat(64) as Sha256,
    bytes: 1000,
    width: 640,
    height: 480,
    stored: { width: 640, height: 480 },
    orientation: 1,
    format: 'png',
    bitDepth: 8,
    lossy: false,
    frames: 1,
    lineage: [],
  }),
  ...(revision !== undefined ? { revision } : {}),
})

export const boxOf = (id: string, x = 10): Annotation =>
  newAnnotation(
    id as AnnotationId,
    'rbc' as ClassId,
    { [VISIBLE]: { shape: { kind: 'box', x, y: 20.25, w: 30.5, h: 40 }, origin: 'drawn' } },
    { by: BY, at: AT, how: 'hand', policy: POLICY },
  )

/** The patch that draws box number `seq` as the `seq`-th entry of the image. */
export const drawPatch = (seq: number, path = 'a/1.png', index = seq - 1): Patch => ({
  image: path as ImageId,
  seq,
  ops: [{ op: 'annotation', id: `n${seq}` as AnnotationId, index, before: null, after: boxOf(`n${seq}`, seq) }],
  cause: { name: 'draw', args: { id: `n${seq}` }, by: BY, at: AT },
})
