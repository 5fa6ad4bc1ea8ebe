/**
 * Raw pointers to intentions: press / move / release for the tool, pan and pinch for the view. Knows the DOM, not the tools.
 * A press belongs to one pointer, captured, so that it may leave the window; a second finger turns it into a pinch and the
 * press is taken back.
 */
import type { ScreenPoint } from '../../core/model/units'

export interface PointerState {
  readonly at: ScreenPoint
  readonly shift: boolean
  readonly alt: boolean
  readonly clicks: number
}

export interface PointerWishes {
  press(state: PointerState): void
  move(state: PointerState): void
  release(state: PointerState): void
  /** The press did not count (second finger, lost pointer). */
  takeBack(): void
  leave(): void
  pan(dx: number, dy: number): void
  panning(on: boolean): void
  pinch(from: readonly [ScreenPoint, ScreenPoint], to: readonly [ScreenPoint, ScreenPoint]): void
  wheel(factor: number, at: ScreenPoint): void
}

export interface Pointers {
  holdPan(on: boolean): void
  destroy(): void
}

const DOUBLE_MS = 400
const DOUBLE_PX = 6
/** Zoom per wheel pixel; a pinch on a trackpad arrives as a wheel with Ctrl and small steps. */
const WHEEL = 0.0016
const PINCH_WHEEL = 0.01
const LINE = 16
const PAGE = 400

export function watchPointers(element: HTMLElement, wishes: PointerWishes): Pointers {
  const abort = new AbortController()
  const touches = new Map<number, ScreenPoint>()
  let pressed: number | undefined
  let panned: { readonly id: number; readonly last: ScreenPoint } | undefined
  let panHeld = false
  let penSeen = false
  let lastDown: { readonly at: ScreenPoint; readonly time: number; readonly clicks: number } | undefined

  const place = (e: MouseEvent): ScreenPoint => {
    const rect = element.getBoundingClientRect()
    return { x: e.clientX - rect.left - element.clientLeft, y: e.clientY - rect.top - element.clientTop }
  }
  const stateOf = (e: PointerEvent, clicks = 1): PointerState => ({
    at: place(e),
    shift: e.shiftKey,
    alt: e.altKey,
    clicks,
  })

  function capture(id: number): void {
    try {
      element.setPointerCapture(id)
    } catch {
      // The pointer is gone already (a tap that ended in the meantime): its release has been or will be reported anyway.
    }
  }

  function takeBack(): void {
    if (pressed === undefined) return
    pressed = undefined
    wishes.takeBack()
  }

  function countClicks(e: PointerEvent, at: ScreenPoint): number {
    const again =
      lastDown &&
      e.timeStamp - lastDown.time < DOUBLE_MS &&
      Math.hypot(at.x - lastDown.at.x, at.y - lastDown.at.y) < DOUBLE_PX
    const clicks = again && lastDown?.clicks === 1 ? 2 : 1
    lastDown = { at, time: e.timeStamp, clicks }
    return clicks
  }

  function startPan(e: PointerEvent): void {
    panned = { id: e.pointerId, last: place(e) }
    wishes.panning(true)
  }

  function down(e: PointerEvent): void {
    const at = place(e)
    if (e.pointerType === 'pen') penSeen = true
    if (e.pointerType === 'touch') {
      touches.set(e.pointerId, at)
      capture(e.pointerId)
      if (touches.size >= 2) {
        takeBack()
        return
      }
    }
    const wantsPan = e.button === 1 || (panHeld && e.button === 0) || (penSeen && e.pointerType === 'touch')
    if (wantsPan && pressed === undefined) {
      e.preventDefault()
      capture(e.pointerId)
      startPan(e)
    } else if (e.button === 0 && pressed === undefined && !panned) {
      capture(e.pointerId)
      pressed = e.pointerId
      wishes.press(stateOf(e, countClicks(e, at)))
    }
  }

  function moveTouches(e: PointerEvent): boolean {
    const before = touches.get(e.pointerId)
    if (!before) return false
    const now = place(e)
    touches.set(e.pointerId, now)
    if (touches.size < 2) return false
    const other = [...touches].find(([id]) => id !== e.pointerId)?.[1]
    if (other) wishes.pinch([before, other], [now, other])
    return true
  }

  function move(e: PointerEvent): void {
    if (moveTouches(e)) return
    if (panned?.id === e.pointerId) {
      const at = place(e)
      wishes.pan(at.x - panned.last.x, at.y - panned.last.y)
      panned = { id: e.pointerId, last: at }
      return
    }
    if (pressed !== undefined && pressed !== e.pointerId) return
    // The release was never delivered (a dialog, another window): the gesture ends where the pointer comes back.
    if (pressed === e.pointerId && e.buttons === 0) release(e)
    else if (e.isPrimary || pressed === e.pointerId) wishes.move(stateOf(e))
  }

  function release(e: PointerEvent): void {
    pressed = undefined
    wishes.release(stateOf(e))
  }

  function endPan(id: number): void {
    if (panned?.id !== id) return
    panned = undefined
    wishes.panning(false)
  }

  function up(e: PointerEvent): void {
    touches.delete(e.pointerId)
    endPan(e.pointerId)
    if (pressed === e.pointerId) release(e)
  }

  function lost(e: PointerEvent): void {
    touches.delete(e.pointerId)
    endPan(e.pointerId)
    if (pressed === e.pointerId) takeBack()
  }

  function wheel(e: WheelEvent): void {
    e.preventDefault()
    const unit = e.deltaMode === 1 ? LINE : e.deltaMode === 2 ? PAGE : 1
    if (e.shiftKey && !e.ctrlKey) {
      wishes.pan(-(e.deltaX || e.deltaY) * unit, 0)
      return
    }
    wishes.wheel(Math.exp(-e.deltaY * unit * (e.ctrlKey ? PINCH_WHEEL : WHEEL)), place(e))
  }

  const on = <K extends keyof HTMLElementEventMap>(type: K, handle: (e: HTMLElementEventMap[K]) => void): void =>
    element.addEventListener(type, handle, { signal: abort.signal, passive: false })
  on('pointerdown', down)
  on('pointermove', move)
  on('pointerup', up)
  on('pointercancel', lost)
  on('lostpointercapture', lost)
  on('pointerleave', () => pressed === undefined && wishes.leave())
  on('wheel', wheel)
  // The middle button would start the browser's own scrolling.
  on('mousedown', (e) => e.button === 1 && e.preventDefault())
  on('auxclick', (e) => e.preventDefault())
  element.ownerDocument.defaultView?.addEventListener('blur', takeBack, { signal: abort.signal })

  return {
    holdPan(on) {
      panHeld = on
    },
    destroy: () => abort.abort(),
  }
}
