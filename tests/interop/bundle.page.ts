/** Runs in the browser: what bundle.spec.ts calls. */
import '../../src/core/model/zod-setup'
import type { ImageDocument } from '../../src/core/model/image'
import { ok } from '../../src/core/model/problem'
import { BundleClient } from '../../src/workers/bundle/client'
import type { ExportFeed, ExportRequest, JobProgress } from '../../src/workers/bundle/service'

let client = new BundleClient()

function feedOf(docs: readonly ImageDocument[]): ExportFeed {
  const byPath = new Map(docs.map((doc) => [doc.image.path, doc]))
  return {
    paths: () => Promise.resolve([...byPath.keys()]),
    document: (path) => {
      const doc = byPath.get(path)
      if (!doc) throw new Error(path)
      return Promise.resolve(ok(doc))
    },
    bytes: async (path) => ok(await (await fetch(`/photos/${path.split('/').at(-1) ?? ''}`)).blob()),
  }
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

/** Every file in this origin's private storage. */
async function stored(folder?: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const [name, handle] of (folder ?? (await navigator.storage.getDirectory())).entries())
    if (handle.kind === 'file') names.push(name)
    // A folder may be swept while it is looked at.
    else names.push(...(await stored(handle as FileSystemDirectoryHandle).catch(() => [])))
  return names.sort()
}

async function run(request: ExportRequest, docs: readonly ImageDocument[], cancelIn?: JobProgress['phase']) {
  const seen: JobProgress[] = []
  const done = await client.export(request, feedOf(docs), (p) => {
    seen.push(p)
    if (p.phase === cancelIn) void client.cancel()
  })
  const phases = [...new Set(seen.map((p) => p.phase))]
  const last = seen.filter((p) => p.phase === 'writing').at(-1)
  if (!done.ok) return { problems: done.problems, phases, last, zip: '', sha256: '', files: await stored() }
  const zip = base64(new Uint8Array(await done.value.file.arrayBuffer()))
  return { problems: [], phases, last, zip, sha256: done.value.sha256, files: await stored() }
}

const hex = async (blob: Blob): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))]
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('')

/** Exports, opens what came out, and hashes the pixels of every image in it. */
async function look(request: ExportRequest, docs: readonly ImageDocument[]) {
  const done = await client.export(request, feedOf(docs), () => undefined)
  if (!done.ok) return { problems: done.problems, hashes: [], findings: 0 }
  const inspected = await client.inspect(done.value.file, () => undefined)
  if (!inspected.ok) return { problems: inspected.problems, hashes: [], findings: 0 }
  const hashes: string[] = []
  for (const image of inspected.value.images) {
    const pixels = await client.pixels(image.path)
    hashes.push(pixels.ok ? await hex(pixels.value) : '')
  }
  const findings = inspected.value.images.reduce((sum, image) => sum + image.findings.length, 0)
  return { problems: inspected.value.problems, hashes, findings }
}

/** Ends the worker without a word, as a crash would, and starts another, which sweeps. */
async function crashAndStart(): Promise<readonly string[]> {
  client.dispose()
  const left = await stored()
  client = new BundleClient()
  await client.pixels('none' as ImageDocument['image']['path'])
  return left
}

const harness = { run, look, stored: () => stored(), crashAndStart }
export type Harness = typeof harness
Object.assign(globalThis, { harness })
