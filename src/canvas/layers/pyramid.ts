/**
 * Half-size copies of a bitmap, made one after the other when the page is idle, so that a zoomed-out image is drawn from
 * few pixels (fast) that are proper averages (no aliasing). View only: nothing measured comes from them.
 */
export interface Pyramid {
  /** The smallest copy that still has at least `scale` (device pixels per image pixel) of the original's detail. */
  pick(scale: number): CanvasImageSource & { readonly width: number; readonly height: number }
  close(): void
}

const SMALLEST_SIDE = 256

export function buildPyramid(bitmap: ImageBitmap, ready: () => void): Pyramid {
  const levels: OffscreenCanvas[] = []
  let closed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function halve(): void {
    timer = undefined
    if (closed) return
    const from = levels.at(-1) ?? bitmap
    if (from.width === 0) return
    const [width, height] = [Math.ceil(from.width / 2), Math.ceil(from.height / 2)]
    if (Math.max(from.width, from.height) <= 2 * SMALLEST_SIDE) return
    const level = new OffscreenCanvas(width, height)
    const ctx = level.getContext('2d')
    if (!ctx) return
    ctx.imageSmoothingEnabled = true
    ctx.imageSmoothingQuality = 'low'
    ctx.drawImage(from, 0, 0, width, height)
    levels.push(level)
    ready()
    timer = setTimeout(halve, 0)
  }
  timer = setTimeout(halve, 60)

  return {
    pick(scale) {
      let level = 0
      while (level < levels.length && scale <= 0.5 ** (level + 1)) level++
      return levels[level - 1] ?? bitmap
    },
    close() {
      closed = true
      clearTimeout(timer)
      levels.length = 0
    },
  }
}
