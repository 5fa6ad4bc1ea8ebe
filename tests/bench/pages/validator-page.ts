/** Runs in the browser: the validator's client and worker as the app uses them. */
import '../../../src/core/model/zod-setup'
import { ValidatorClient } from '../../../src/workers/validator/client'
import type { ImageDocument } from '../../../src/core/model/image'
import type { Patch } from '../../../src/core/history/patch'

// A busy machine must not end the measurement: the app's own limit is 2 s.
const client = new ValidatorClient({ loadMs: 30_000 })

/** Time of a sweep in batches of 100 images, and the number of findings. */
async function sweep(text: string, docs: readonly ImageDocument[]): Promise<{ ms: number; findings: number }> {
  const loaded = await client.load(text)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const begun = performance.now()
  let findings = 0
  for (let at = 0; at < docs.length; at += 100) {
    const swept = await client.sweep(docs.slice(at, at + 100))
    if (!swept.ok) throw new Error(JSON.stringify(swept.problems))
    for (const item of swept.value) findings += item.findings.length
  }
  return { ms: performance.now() - begun, findings }
}

/** From each edit to its findings on the page; the first answer for the document is not counted. */
async function edits(doc: ImageDocument, patches: readonly Patch[]): Promise<number[]> {
  await client.put(doc, 0)
  const times: number[] = []
  for (const patch of patches) {
    const begun = performance.now()
    await client.patch(patch)
    times.push(performance.now() - begun)
  }
  return times
}

const harness = { sweep, edits }
export type Harness = typeof harness
Object.assign(globalThis, { harness })
