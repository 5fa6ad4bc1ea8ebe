/** What is refused before any decoding. Each limit has a message and a test on both sides. */
export const LIMITS = {
  /** Chromium's largest canvas area; a larger canvas is silently empty. */
  pixels: 268_435_456,
  /** Chromium's longest canvas side. */
  side: 65_535,
  /** Bytes of one image file. */
  bytes: 2 * 1024 ** 3,
  /** Decoding that takes longer is given up. */
  decodeMs: 10_000,
} as const
