/**
 * Writing and verifying a bundle of original bytes, against the floor: the same bytes copied once and hashed once by
 * OpenSSL. Run: npx vitest bench tests/bench/bundle.bench.ts --run
 */
import { createHash } from 'node:crypto'
import { bench, describe } from 'vitest'
import { bccdImages, hasBccd } from '../support/bccd'
import { feedOf, goodBundle, memoryPorts, REQUEST, verify, type GivenImage } from '../support/bundles'
import { POLICY_REF } from '../support/policy'
import { writeBundle } from '../../src/bundle/write'
import type { Sha256 } from '../../src/core/model/ids'

const nowhere = { write: () => undefined }
const total = (images: readonly GivenImage[]): number => images.reduce((sum, image) => sum + image.file.length, 0) / 1e6

/** Photos as large as a camera's: 8 MB of bytes that nobody decodes here. */
function large(count: number): GivenImage[] {
  return bccdImages(count, POLICY_REF).map((image, i) => {
    const file = new Uint8Array(8_000_000).map((_, at) => (at * 31 + i) & 255)
    const sha256 = createHash('sha256').update(file).digest('hex') as Sha256
    return { file, doc: { ...image.doc, image: { ...image.doc.image, sha256, bytes: file.length } } }
  })
}

const sets: [string, GivenImage[]][] = hasBccd
  ? [
      ['364 photos of 12 kB', bccdImages(364, POLICY_REF)],
      ['25 photos of 8 MB', large(25)],
    ]
  : []

for (const [name, images] of sets)
  describe(`${name} (${total(images).toFixed(1)} MB)`, () => {
    bench('floor: copy and SHA-256', () => {
      for (const { file } of images) createHash('sha256').update(file.slice()).digest()
    })
    bench('write', async () => {
      await writeBundle({ ...REQUEST, images: 'original' }, feedOf(images), memoryPorts(undefined, { sink: nowhere }))
    })
    const written = goodBundle(images, { images: 'original' })
    bench('verify', async () => {
      await verify((await written).file)
    })
  })
