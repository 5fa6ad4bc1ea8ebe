/** Colours as the painter needs them. Class colours are `#rgb` or `#rrggbb`. */

export interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

const GREY: Rgb = { r: 128, g: 128, b: 128 }

/** Reads a hexadecimal colour; anything else is a middle grey, so that a shape is never invisible. */
export function parseColour(text: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  const hex = short
    ? `#${short
        .slice(1)
        .map((d) => d + d)
        .join('')}`
    : text
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(hex)
  if (!long) return GREY
  const [r = 128, g = 128, b = 128] = long.slice(1).map((d) => parseInt(d, 16))
  return { r, g, b }
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export const luminance = ({ r, g, b }: Rgb): number =>
  0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255)

export const rgba = ({ r, g, b }: Rgb, alpha: number): string => `rgba(${r},${g},${b},${alpha})`

/** All that is derived from one class colour. */
export interface Ink {
  readonly line: string
  readonly fill: string
  readonly faint: string
  /** Contrast line under the outline: dark under light colours, light under dark ones. */
  readonly halo: string
  /** A weak halo, for hatching. */
  readonly shade: string
  /** Text on a chip of this colour. */
  readonly text: string
}

const known = new Map<string, Ink>()

export function inkOf(color: string): Ink {
  let ink = known.get(color)
  if (!ink) {
    const rgb = parseColour(color)
    const light = luminance(rgb)
    ink = {
      line: rgba(rgb, 1),
      fill: rgba(rgb, 0.12),
      faint: rgba(rgb, 0.5),
      halo: light > 0.08 ? 'rgba(0,0,0,0.6)' : 'rgba(255,255,255,0.75)',
      shade: light > 0.08 ? 'rgba(0,0,0,0.28)' : 'rgba(255,255,255,0.35)',
      // The better of black and white: (L+.05)/.05 against 1.05/(L+.05).
      text: light > 0.179 ? '#111' : '#fff',
    }
    known.set(color, ink)
  }
  return ink
}

export interface Theme {
  readonly margin: string
  readonly edge: string
  readonly grid: string
  readonly checkLight: string
  readonly checkDark: string
}

export const THEMES: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    margin: '#dfe3e8',
    edge: 'rgba(20,30,45,0.35)',
    grid: 'rgba(0,0,0,0.28)',
    checkLight: '#ffffff',
    checkDark: '#d9dde3',
  },
  dark: {
    margin: '#16191e',
    edge: 'rgba(255,255,255,0.22)',
    grid: 'rgba(0,0,0,0.32)',
    checkLight: '#3a3f47',
    checkDark: '#2c3037',
  },
}

/** Fixed inks of the surface itself. */
export const SIGN = {
  error: '#d92d20',
  undecided: '#7a3ef0',
  warning: '#f5a524',
  ignoreLine: '#c6cad1',
  haloDark: 'rgba(0,0,0,0.6)',
  grip: '#ffffff',
  accent: '#2f80ff',
} as const
