/** The only place that turns screen points into image points and back. Pure: a view in, a view out. */
import type { Bounds, ImagePoint, ScreenPoint, Size } from '../core/model/units'
import type { StageView } from './stage-api'

/** Largest magnification: screen pixels per image pixel. */
export const MAX_SCALE = 128
/** Of the image, at least this many screen pixels stay in sight (less when the image itself is smaller). */
export const KEEP_IN_SIGHT = 96
/** Smallest length of the image's longer side on screen. */
const SMALLEST = 48

export const toScreen = (view: StageView, p: ImagePoint): ScreenPoint => ({
  x: p.x * view.scale + view.offset.x,
  y: p.y * view.scale + view.offset.y,
})

export const toImage = (view: StageView, p: ScreenPoint): ImagePoint => ({
  x: (p.x - view.offset.x) / view.scale,
  y: (p.y - view.offset.y) / view.scale,
})

/** The part of image space that the surface shows, in image pixels; it reaches past the image where the margin shows. */
export function visibleBounds(view: StageView, surface: Size): Bounds {
  const a = toImage(view, { x: 0, y: 0 })
  const b = toImage(view, { x: surface.width, y: surface.height })
  return { x0: a.x, y0: a.y, x1: b.x, y1: b.y }
}

/** Blank border around the image when the whole of it is shown: room for shapes that leave the image. */
export const fitMargin = (surface: Size): number =>
  Math.max(16, Math.min(64, 0.05 * Math.min(surface.width, surface.height)))

const hasArea = (size: Size): boolean => size.width > 0 && size.height > 0

/** The scale at which the whole image and its margin are on the surface. */
export function fitScale(image: Size, surface: Size): number {
  if (!hasArea(image) || !hasArea(surface)) return 1
  const margin = fitMargin(surface)
  const across = Math.max(1, surface.width - 2 * margin) / image.width
  const down = Math.max(1, surface.height - 2 * margin) / image.height
  return Math.min(across, down, MAX_SCALE)
}

/** The view with the image in the middle at `scale`. `grid` is the size of a device pixel: the image starts on one, so that 1:1 is exact. */
export function centred(image: Size, surface: Size, scale: number, grid = 1): StageView {
  const start = (whole: number, part: number): number => Math.round((whole - part * scale) / 2 / grid) * grid
  return { scale, offset: { x: start(surface.width, image.width), y: start(surface.height, image.height) } }
}

export const fit = (image: Size, surface: Size, grid = 1): StageView =>
  centred(image, surface, fitScale(image, surface), grid)

function keep(offset: number, length: number, surface: number): number {
  const least = Math.min(KEEP_IN_SIGHT, length, surface)
  return Math.min(Math.max(offset, least - length), surface - least)
}

/** Moves the view just enough that a part of the image stays in sight. */
export function clamp(view: StageView, image: Size, surface: Size): StageView {
  if (!hasArea(image) || !hasArea(surface)) return view
  const x = keep(view.offset.x, image.width * view.scale, surface.width)
  const y = keep(view.offset.y, image.height * view.scale, surface.height)
  return x === view.offset.x && y === view.offset.y ? view : { scale: view.scale, offset: { x, y } }
}

/** Bounds of the scale for this image on this surface. */
export function scaleRange(image: Size, surface: Size): { readonly min: number; readonly max: number } {
  const longest = Math.max(image.width, image.height, 1)
  return { min: Math.min(fitScale(image, surface) / 2, Math.max(SMALLEST / longest, 1e-4)), max: MAX_SCALE }
}

/** Scales by `factor`; the image point under `around` stays there. */
export function zoomAt(view: StageView, factor: number, around: ScreenPoint, image: Size, surface: Size): StageView {
  const { min, max } = scaleRange(image, surface)
  const scale = Math.min(max, Math.max(min, view.scale * factor))
  const under = toImage(view, around)
  return clamp({ scale, offset: { x: around.x - under.x * scale, y: around.y - under.y * scale } }, image, surface)
}

export const pan = (view: StageView, dx: number, dy: number, image: Size, surface: Size): StageView =>
  clamp({ scale: view.scale, offset: { x: view.offset.x + dx, y: view.offset.y + dy } }, image, surface)

/** Two fingers: what was under `from` is now under `to`, scaled by the ratio of their distances. */
export function pinch(
  view: StageView,
  from: readonly [ScreenPoint, ScreenPoint],
  to: readonly [ScreenPoint, ScreenPoint],
  image: Size,
  surface: Size,
): StageView {
  const apart = ([a, b]: readonly [ScreenPoint, ScreenPoint]): number => Math.hypot(a.x - b.x, a.y - b.y)
  const middle = ([a, b]: readonly [ScreenPoint, ScreenPoint]): ScreenPoint => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
  })
  const factor = apart(from) > 1 ? apart(to) / apart(from) : 1
  const start = middle(from)
  const end = middle(to)
  const moved = {
    scale: view.scale,
    offset: { x: view.offset.x + end.x - start.x, y: view.offset.y + end.y - start.y },
  }
  return zoomAt(moved, factor, end, image, surface)
}

/** Brings `bounds` into sight: zooms out only if it does not fit, in only if it would be a speck, and moves no more than needed. */
export function reveal(view: StageView, bounds: Bounds, image: Size, surface: Size): StageView {
  const margin = fitMargin(surface)
  const w = Math.max(bounds.x1 - bounds.x0, 1e-6)
  const h = Math.max(bounds.y1 - bounds.y0, 1e-6)
  const largest = Math.min((surface.width - 2 * margin) / w, (surface.height - 2 * margin) / h)
  const speck = 12 / Math.max(w, h)
  const { min, max } = scaleRange(image, surface)
  const wanted = Math.max(Math.min(view.scale, largest), Math.min(speck, largest))
  const scale = Math.min(max, Math.max(min, wanted))
  const middle = { x: (bounds.x0 + bounds.x1) / 2, y: (bounds.y0 + bounds.y1) / 2 }
  const seen = toScreen(view, middle)
  const base = { scale, offset: { x: seen.x - middle.x * scale, y: seen.y - middle.y * scale } }
  const a = toScreen(base, { x: bounds.x0, y: bounds.y0 })
  const b = toScreen(base, { x: bounds.x1, y: bounds.y1 })
  const shift = (from: number, to: number, length: number): number =>
    from < margin ? margin - from : to > length - margin ? length - margin - to : 0
  return {
    scale,
    offset: { x: base.offset.x + shift(a.x, b.x, surface.width), y: base.offset.y + shift(a.y, b.y, surface.height) },
  }
}
