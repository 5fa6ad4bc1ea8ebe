import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ImageId, Sha256 } from '../../core/model/ids'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { matchFolder, type FolderMatch, type MatchProgress, type Wanted } from './match-folder'

const sha256 = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256
const want = (path: string, content: string): Wanted => ({
  path: path as ImageId,
  sha256: sha256(content),
  bytes: content.length,
})

/** A folder in memory; `undefined` is a file that cannot be opened. */
async function search(
  wanted: readonly Wanted[],
  folder: Readonly<Record<string, string | undefined>>,
  signal = new AbortController().signal,
) {
  const hashed: string[] = []
  const seen: MatchProgress[] = []
  const told: string[] = []
  const result = await matchFolder(
    wanted,
    {
      async *list() {
        for (const path of Object.keys(folder)) yield await Promise.resolve([{ path: path as ImageId }])
      },
      open: (path): Promise<Result<Blob>> => {
        const text = folder[path]
        return Promise.resolve(text === undefined ? fail(problem('image.gone', { file: path })) : ok(new Blob([text])))
      },
    },
    async (path, file) => {
      hashed.push(path)
      return ok(sha256(await file.text()))
    },
    { signal, progress: (p) => seen.push(p), found: (image, at) => told.push(`${image} at ${at}`) },
  )
  return { result, hashed, seen, told }
}
const placesOf = (match: FolderMatch): Record<string, string> => Object.fromEntries(match.places)

describe('finding the images of a bundle in a folder', () => {
  it('finds an image under another name and in another place, by its bytes', async () => {
    const { result, told } = await search([want('a.png', 'apple')], { 'old/renamed.jpg': 'apple' })
    expect(placesOf(result)).toEqual({ 'a.png': 'old/renamed.jpg' })
    expect(told).toEqual(['a.png at old/renamed.jpg'])
  })

  it('does not take a file of the same name and size whose bytes differ', async () => {
    const { result } = await search([want('a.png', 'apple')], { 'a.png': 'grape' })
    expect(placesOf(result)).toEqual({})
    expect(result.missing).toEqual(['a.png'])
  })

  it('hashes only files whose size is wanted', async () => {
    const { hashed } = await search([want('a.png', 'apple')], { 'b.png': 'banana', 'c.png': 'grape', 'd.png': 'fig' })
    expect(hashed).toEqual(['c.png'])
  })

  it('takes the first of several identical files and says that there are more', async () => {
    const { result } = await search([want('a.png', 'apple'), want('b.png', 'grape')], {
      'x/1.png': 'apple',
      'x/2.png': 'apple',
      'x/3.png': 'grape',
    })
    expect(placesOf(result)).toEqual({ 'a.png': 'x/1.png', 'b.png': 'x/3.png' })
    expect(result.twins).toBe(1)
  })

  it('gives one file to every image of the bundle that has its hash', async () => {
    const { result } = await search([want('a.png', 'apple'), want('copy of a.png', 'apple')], { 'q.png': 'apple' })
    expect(placesOf(result)).toEqual({ 'a.png': 'q.png', 'copy of a.png': 'q.png' })
    expect(result.twins).toBe(0)
  })

  it('counts a file that cannot be opened and goes on', async () => {
    const { result } = await search([want('a.png', 'apple')], { 'gone.png': undefined, 'b.png': 'apple' })
    expect(result.unreadable).toBe(1)
    expect(placesOf(result)).toEqual({ 'a.png': 'b.png' })
  })

  it('ends its progress with every file looked at', async () => {
    const { seen } = await search([want('a.png', 'apple')], { 'b.png': 'apple', 'c.png': 'banana' })
    expect(seen.at(-1)).toEqual({ listed: 2, looked: 2, hashed: 1, bytes: 5, found: 1, wanted: 1 })
  })

  it('looks at nothing once it is stopped', async () => {
    const stop = new AbortController()
    stop.abort()
    const { result, hashed } = await search([want('a.png', 'apple')], { 'b.png': 'apple' }, stop.signal)
    expect(hashed).toEqual([])
    expect(result.missing).toEqual(['a.png'])
  })
})
