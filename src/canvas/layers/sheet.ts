/** A canvas element that fills the surface, its backing store in device pixels. Styled through the CSSOM: the CSP forbids style strings. */
export interface SurfaceSize {
  readonly width: number
  readonly height: number
  /** Device pixels per CSS pixel. */
  readonly dpr: number
}

export function newSheet(parent: HTMLElement): HTMLCanvasElement {
  const canvas = parent.ownerDocument.createElement('canvas')
  Object.assign(canvas.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    pointerEvents: 'none',
    transformOrigin: '0 0',
  })
  canvas.setAttribute('aria-hidden', 'true')
  parent.append(canvas)
  return canvas
}

export const devicePixels = (css: number, dpr: number): number => Math.max(1, Math.round(css * dpr))

export function resizeSheet(canvas: HTMLCanvasElement, { width, height, dpr }: SurfaceSize): void {
  const [w, h] = [devicePixels(width, dpr), devicePixels(height, dpr)]
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
  canvas.style.width = `${w / dpr}px`
  canvas.style.height = `${h / dpr}px`
}

export function context2d(canvas: HTMLCanvasElement, alpha: boolean): CanvasRenderingContext2D {
  const ctx = canvas.getContext('2d', { alpha })
  if (!ctx) throw new Error('no 2d context')
  return ctx
}
