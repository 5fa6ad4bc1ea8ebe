import { paintItem } from '../../canvas/paint/paint-item'
import type { StageItem } from '../../canvas/stage-api'
import type { Size } from '../../core/model/units'

/** Size of a tile in screen pixels. */
export interface TileFrame extends Size {
  readonly dpr: number
}

const MARGIN = 4
const CALM = { selected: false, hovered: false }

/** An image with its ground truth, fitted into a tile; without a bitmap the labels stand on an empty frame. */
export function drawTile(
  canvas: HTMLCanvasElement,
  bitmap: ImageBitmap | undefined,
  image: Size,
  items: readonly StageItem[],
  { width, height, dpr }: TileFrame,
): void {
  canvas.width = Math.round(width * dpr)
  canvas.height = Math.round(height * dpr)
  const ctx = canvas.getContext('2d')
  if (!ctx) return
  const scale = Math.min((width - 2 * MARGIN) / image.width, (height - 2 * MARGIN) / image.height)
  const offset = { x: (width - image.width * scale) / 2, y: (height - image.height * scale) / 2 }
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0)
  ctx.imageSmoothingQuality = 'high'
  if (bitmap) ctx.drawImage(bitmap, offset.x, offset.y, image.width * scale, image.height * scale)
  else {
    ctx.fillStyle = 'rgba(128, 128, 128, 0.25)'
    ctx.fillRect(offset.x, offset.y, image.width * scale, image.height * scale)
  }
  for (const item of items) paintItem({ ctx, view: { scale, offset }, dpr }, item, CALM)
}
