/** Runs in the browser: bundles through the app's own client and worker, and the floor on the same bytes. */
import '../../../src/core/model/zod-setup'
import type { ImageDocument } from '../../../src/core/model/image'
import { ok } from '../../../src/core/model/problem'
import { BundleClient } from '../../../src/workers/bundle/client'
import type { ExportRequest } from '../../../src/workers/bundle/service'

const client = new BundleClient()

/** The bytes of image `index`: fixed, and different for every image. */
function bytesOf(index: number, size: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(size / 4)
  let seed = index + 1
  for (let i = 0; i < words.length; i++) words[i] = seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return new Uint8Array(words.buffer)
}

async function hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** Files of the given size on disk of the browser, with the documents that name their hashes. */
let files = new Map<string, FileSystemFileHandle>()
async function prepare(docs: readonly ImageDocument[], size: number): Promise<ImageDocument[]> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('bench', { create: true })
  const made: ImageDocument[] = []
  files = new Map()
  for (const [i, doc] of docs.entries()) {
    const bytes = bytesOf(i, size)
    const handle = await root.getFileHandle(`${i}`, { create: true })
    const sink = await handle.createWritable()
    await sink.write(bytes)
    await sink.close()
    files.set(doc.image.path, handle)
    made.push({ ...doc, image: { ...doc.image, bytes: size, sha256: (await hex(bytes)) as typeof doc.image.sha256 } })
  }
  return made
}

async function bundle(
  request: ExportRequest,
  docs: readonly ImageDocument[],
): Promise<{ ms: number; writing: number; bytes: number }> {
  const byPath = new Map(docs.map((doc) => [doc.image.path as string, doc]))
  const begun = performance.now()
  let checking = 0
  const done = await client.export(
    request,
    {
      paths: () => Promise.resolve(docs.map((doc) => doc.image.path)),
      document: (path) => {
        const doc = byPath.get(path)
        if (!doc) throw new Error(path)
        return Promise.resolve(ok(doc))
      },
      bytes: async (path) => {
        const handle = files.get(path)
        if (!handle) throw new Error(path)
        return ok(await handle.getFile())
      },
    },
    (progress) => {
      if (progress.phase === 'checking' && checking === 0) checking = performance.now()
    },
  )
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  return { ms: performance.now() - begun, writing: checking - begun, bytes: done.value.file.size }
}

/** Each file read, copied and hashed once: the least that any bundle with hashes must do. */
async function floor(): Promise<number> {
  const begun = performance.now()
  for (const handle of files.values()) {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
    await crypto.subtle.digest('SHA-256', bytes.slice())
  }
  return performance.now() - begun
}

/** The documents serialised, copied and hashed once. */
async function floorDocuments(docs: readonly ImageDocument[]): Promise<number> {
  const begun = performance.now()
  for (const doc of docs) await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(doc)))
  return performance.now() - begun
}

const harness = { prepare, bundle, floor, floorDocuments }
export type Harness = typeof harness
Object.assign(globalThis, { harness })
