import type { ImageFormat, Orientation } from '../../core/model/image'
import type { ProblemCode, Values } from '../../core/model/problem'

export interface Trouble {
  readonly code: ProblemCode
  readonly values?: Values
}

export type Colour = 'grey' | 'rgb' | 'palette' | 'cmyk'

/** What a file's header says. Sizes are of the stored pixels; 0 where the header ends before them. */
export interface Parsed {
  readonly format: ImageFormat
  readonly width: number
  readonly height: number
  /** Bits per sample; of the index for palettes. */
  readonly bitDepth: number
  readonly colour: Colour
  /** The file may hold transparent pixels. */
  readonly alpha: boolean
  readonly orientation: Orientation
  readonly frames: number
  readonly lossy: boolean
  /** Makes the file useless. Told only when the size is within the limits. */
  readonly fatal?: Trouble | undefined
  readonly warnings: readonly Trouble[]
}

/** Why a file is damaged; the message catalogue has a phrase for each. */
export type DamageReason =
  'header' | 'checksum' | 'no-pixels' | 'zero-size' | 'structure' | 'pixels' | 'size' | 'transfer'

export const damaged = (reason: DamageReason): Trouble => ({ code: 'image.damaged', values: { reason } })
/** `at`: bytes that are there. */
export const truncated = (at: number): Trouble => ({ code: 'image.truncated', values: { bytes: at } })
export const trailing = (bytes: number): Trouble => ({ code: 'image.trailing-bytes', values: { bytes } })
