/** Bundles in memory, for tests: a feed over documents, scratch space and sink that are arrays. */
import { bytesSource, type ByteSource } from '../../src/bundle/hash'
import type { BundleFeed, JobProgress, Report, Scratch, WriteRequest, WriterPorts } from '../../src/bundle/ports'
import { verifyBundle, type Verification, type VerifyPorts } from '../../src/bundle/verify'
import { writeBundle, type Written } from '../../src/bundle/write'
import type { ImageDocument } from '../../src/core/model/image'
import type { ImageId } from '../../src/core/model/ids'
import { fail, ok, problem, type Result } from '../../src/core/model/problem'
import { compile, POLICY_TEXT } from './policy'

/** Grows by doubling; read like a file. */
export class Growing implements Scratch {
  #bytes = new Uint8Array(1024)
  size = 0
  append(bytes: Uint8Array): void {
    if (this.size + bytes.length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#bytes.length * 2, this.size + bytes.length))
      bigger.set(this.#bytes.subarray(0, this.size))
      this.#bytes = bigger
    }
    this.#bytes.set(bytes, this.size)
    this.size += bytes.length
  }
  write(bytes: Uint8Array): void {
    this.append(bytes)
  }
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return bytesSource(this.all()).read(offset, length)
  }
  all(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.size)
  }
}

export interface GivenImage {
  readonly doc: ImageDocument
  readonly file: Uint8Array
}

export const quiet = (signal = new AbortController().signal): Report => ({ progress: () => undefined, signal })

export function feedOf(images: readonly GivenImage[]): BundleFeed {
  const byPath = new Map(images.map((image) => [image.doc.image.path, image]))
  const get = (path: ImageId): Result<GivenImage> => {
    const image = byPath.get(path)
    return image ? ok(image) : fail(problem('image.gone', { file: path }))
  }
  return {
    paths: () => Promise.resolve([...byPath.keys()]),
    document: (path) => Promise.resolve(get(path)).then((r) => (r.ok ? ok(r.value.doc) : r)),
    bytes: (path) => Promise.resolve(get(path)).then((r) => (r.ok ? ok(new Blob([new Uint8Array(r.value.file)])) : r)),
  }
}

export const REQUEST: WriteRequest = {
  name: 'blood',
  policyText: POLICY_TEXT,
  images: 'coordinates',
  generator: { name: 'groundrule', version: '0.1.0' },
}

export interface Bundle extends Written {
  readonly file: Uint8Array<ArrayBuffer>
}

/** Ports that keep everything in memory; PNG is not expected. */
export function memoryPorts(sink = new Growing(), extra: Partial<WriterPorts> = {}): WriterPorts {
  return {
    compile,
    encodePng: (_blob, record) => Promise.resolve(fail(problem('image.unsupported', { file: record.path }))),
    scratch: () => Promise.resolve(new Growing()),
    sink,
    report: quiet(),
    ...extra,
  }
}

/** Writes a bundle to memory. */
export async function bundleOf(
  images: readonly GivenImage[],
  request: Partial<WriteRequest> = {},
  extra: Partial<WriterPorts> = {},
): Promise<Result<Bundle>> {
  const sink = new Growing()
  const written = await writeBundle({ ...REQUEST, ...request }, feedOf(images), memoryPorts(sink, extra))
  return written.ok ? ok({ ...written.value, file: sink.all() }) : written
}

/** The same where it must succeed. */
export async function goodBundle(
  images: readonly GivenImage[],
  request: Partial<WriteRequest> = {},
  extra: Partial<WriterPorts> = {},
): Promise<Bundle> {
  const bundle = await bundleOf(images, request, extra)
  if (!bundle.ok) throw new Error(JSON.stringify(bundle.problems, undefined, 1))
  return bundle.value
}

export const verify = (
  source: ByteSource | Uint8Array<ArrayBuffer>,
  extra: Partial<VerifyPorts> = {},
): Promise<Verification> =>
  verifyBundle(source instanceof Uint8Array ? bytesSource(source) : source, { compile, report: quiet(), ...extra })

/** Collects progress. */
export function recording(): { readonly report: Report; readonly seen: JobProgress[]; readonly stop: AbortController } {
  const stop = new AbortController()
  const seen: JobProgress[] = []
  return { seen, stop, report: { progress: (p) => void seen.push(p), signal: stop.signal } }
}
