import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared')

/** Path of a folder of the shared test data, or undefined where it is not laid beside the repository. */
export function sharedFolder(...parts: readonly string[]): string | undefined {
  const folder = join(shared, ...parts)
  return existsSync(folder) ? folder : undefined
}

/** Every file below a folder whose name matches, as paths relative to it, in order. */
export function filesBelow(folder: string, matching: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => matching.test(name) && statSync(join(folder, name)).isFile())
    .sort()
}

export const bytesOf = (...parts: readonly string[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(...parts)))

/** What `createImageBitmap` of a real Chromium answered for each file of a corpus: its size, or undefined where it refused. */
export function measuredSizes(
  folder: string,
): ReadonlyMap<string, { readonly width: number; readonly height: number } | undefined> {
  const table = readFileSync(join(folder, 'measured-chromium156.tsv'), 'utf8').trim().split('\n').slice(1)
  return new Map(
    table.map((line) => {
      const [file = '', , answer = ''] = line.split('\t')
      const size = /^ok (\d+)x(\d+)$/.exec(answer)
      return [file, size ? { width: Number(size[1]), height: Number(size[2]) } : undefined]
    }),
  )
}
