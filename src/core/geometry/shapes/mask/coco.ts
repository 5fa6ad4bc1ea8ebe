/** COCO's run-length encoding of whole images. Source: `maskApi.c` of cocoapi (rleToString, rleFrString). */
import type { Size } from '../../../model/units'
import { maskOfRuns, maskRuns, type Mask } from './mask'
import { countsOf, runsOf, type Run } from './runs'

/** As it stands in COCO files: `size` is [height, width], counts are numbers or COCO's compressed string. */
export interface CocoRle {
  readonly size: readonly [height: number, width: number]
  readonly counts: string | readonly number[]
}

/** Run lengths → COCO's string: from the third on as difference to the count before the last, five bits a character. */
export function rleToString(counts: readonly number[]): string {
  let text = ''
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - (counts[i - 2] ?? 0) : count
    for (let more = true; more;) {
      const low = ((rest % 32) + 32) % 32
      rest = Math.floor(rest / 32)
      more = (low & 0x10) !== 0 ? rest !== -1 : rest !== 0
      text += String.fromCharCode((more ? low | 0x20 : low) + 48)
    }
  })
  return text
}

/** COCO's string → run lengths; undefined when it holds other characters, ends in the middle, or names a negative run. */
export function rleFromString(text: string): number[] | undefined {
  const counts: number[] = []
  for (let at = 0; at < text.length;) {
    let [value, weight, more] = [0, 1, true]
    while (more) {
      const code = text.charCodeAt(at++) - 48
      // NaN at the end of the text is not in range either.
      if (!(code >= 0 && code < 64) || weight > 2 ** 40) return undefined
      value += (code & 0x1f) * weight
      weight *= 32
      more = (code & 0x20) !== 0
      if (!more && (code & 0x10) !== 0) value -= weight
    }
    const count = counts.length > 2 ? value + (counts[counts.length - 2] ?? 0) : value
    if (count < 0) return undefined
    counts.push(count)
  }
  return counts
}

/** Why run lengths of a file are no mask. */
export type RleFault = 'string' | 'negative' | 'size' | 'sum'

/** A COCO mask in its smallest box. Refused when the counts do not fill exactly the size that is named. */
export function maskFromCoco(rle: CocoRle): Mask | { readonly fault: RleFault } {
  const [h, w] = rle.size
  if (![h, w].every((n) => Number.isInteger(n) && n >= 0 && n <= 65_535)) return { fault: 'size' }
  const counts = typeof rle.counts === 'string' ? rleFromString(rle.counts) : rle.counts
  if (!counts) return { fault: 'string' }
  if (!counts.every((c) => Number.isInteger(c) && c >= 0)) return { fault: 'negative' }
  if (counts.reduce((sum, c) => sum + c, 0) !== h * w) return { fault: 'sum' }
  return maskOfRuns(runsOf(counts, w, h), 0, 0)
}

/** The mask's runs in pixels of the image; what lies outside of the image is cut off. */
function runsInImage(mask: Mask, { width, height }: Size): Run[] {
  return maskRuns(mask)
    .map((run) => ({
      x: run.x + mask.x,
      y0: Math.max(0, run.y0 + mask.y),
      y1: Math.min(height, run.y1 + mask.y),
    }))
    .filter((run) => run.x >= 0 && run.x < width && run.y0 < run.y1)
}

/** The mask over its whole image in COCO's numbers. */
export const maskToCounts = (mask: Mask, image: Size): number[] =>
  countsOf(runsInImage(mask, image), image.width, image.height)

/** The mask over its whole image in COCO's compressed form. */
export function maskToCoco(mask: Mask, image: Size): { size: [number, number]; counts: string } {
  return { size: [image.height, image.width], counts: rleToString(maskToCounts(mask, image)) }
}
