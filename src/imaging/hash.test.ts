import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sha256 } from './hash'

describe('sha256', () => {
  // 64 MiB is where hashing in one piece ends and streaming begins.
  for (const bytes of [0, 1, 1000, 64 * 1024 ** 2, 64 * 1024 ** 2 + 1])
    it(`of ${bytes} bytes equals OpenSSL's`, async () => {
      const data = Buffer.alloc(bytes, 'groundrule')
      const seen: number[] = []
      expect(await sha256(new Blob([data]), (done) => seen.push(done))).toBe(
        createHash('sha256').update(data).digest('hex'),
      )
      expect(seen.at(-1)).toBe(bytes)
    })
  it('stops when the signal fires', async () => {
    const stop = new AbortController()
    const hashing = sha256(
      new Blob([Buffer.alloc(65 * 1024 ** 2)]),
      () => {
        stop.abort(new Error('enough'))
      },
      stop.signal,
    )
    await expect(hashing).rejects.toThrow('enough')
  })
})
