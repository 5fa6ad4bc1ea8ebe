/** Where things stand in a bundle, and which names an entry may have. */
import type { PolicyRef } from '../core/model/annotation'
import type { ImageRecord } from '../core/model/image'
import type { ImageId } from '../core/model/ids'
import type { ImagesAs, ManifestFile } from './manifest'
import { byCodeUnit } from './canonical'

export const MANIFEST = 'manifest.json'
/** Old findings that were accepted; only where there are some. */
export const BASELINE = 'policy/baseline.json'
export const IMAGES_TABLE = 'tables/images.csv'
export const ANNOTATIONS_TABLE = 'tables/annotations.csv'

export const policyEntry = (policy: PolicyRef): string => `policy/${policy.id}-${policy.version}.yaml`
export const documentEntry = (image: ImageId): string => `annotations/${image}.json`

/** How an image is carried when the bundle is asked for `as`: a PNG source travels as it is. */
export const carriedAs = (image: ImageRecord, as: ImagesAs): ImagesAs =>
  as === 'png' && image.format === 'png' ? 'original' : as

/** The entry with an image's pixels; undefined when only coordinates travel. */
export function imageEntry(image: ImageRecord, as: ImagesAs): string | undefined {
  if (as === 'coordinates') return undefined
  return carriedAs(image, as) === 'png' ? `images/${image.path}.png` : `images/${image.path}`
}

const RANK: Record<ManifestFile['role'], number> = {
  policy: 0,
  baseline: 1,
  annotations: 2,
  'annotations-table': 3,
  'images-table': 4,
  image: 5,
}

/** Order of the archive after the manifest: policy, baseline, annotations, tables, images; each by the code units of its path. */
export const inArchiveOrder = (
  a: Pick<ManifestFile, 'role' | 'path'>,
  b: Pick<ManifestFile, 'role' | 'path'>,
): number => RANK[a.role] - RANK[b.role] || byCodeUnit(a.path, b.path)

export const MAX_ENTRIES = 200_000
export const MAX_NAME_BYTES = 1024
export const MAX_SEGMENT_BYTES = 240

export type NameDefect =
  | 'empty'
  | 'too-long'
  | 'not-unicode'
  | 'control'
  | 'bidi'
  | 'separator'
  | 'absolute'
  | 'dots'
  | 'ends-in-dot-or-space'
  | 'device'

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
/** Characters that turn the direction of text: a name would read differently from what it is. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)/i

const utf8 = new TextEncoder()

function segmentDefect(segment: string): NameDefect | undefined {
  if (segment === '') return 'empty'
  if (segment === '.' || segment === '..') return 'dots'
  if (/[. ]$/.test(segment)) return 'ends-in-dot-or-space'
  if (DEVICE.test(segment)) return 'device'
  return utf8.encode(segment).length > MAX_SEGMENT_BYTES ? 'too-long' : undefined
}

/** Why a name must not stand in a bundle: it would be dangerous, ambiguous or impossible somewhere. Undefined = good. */
export function nameDefect(name: string): NameDefect | undefined {
  if (name === '') return 'empty'
  if (/\p{Surrogate}/u.test(name)) return 'not-unicode'
  if (CONTROL.test(name)) return 'control'
  if (BIDI.test(name)) return 'bidi'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'absolute'
  if (/[\\:]/.test(name)) return 'separator'
  if (utf8.encode(name).length > MAX_NAME_BYTES) return 'too-long'
  for (const segment of name.split('/')) {
    const defect = segmentDefect(segment)
    if (defect) return defect
  }
  return undefined
}

/** Names with the same key cannot stand side by side on every system (Windows and macOS ignore case, macOS composes accents). */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC')

/** Pairs of names that collide: the same, the same but for case or composition, or a file where another needs a folder. */
export function collisions(names: readonly string[]): { readonly name: string; readonly other: string }[] {
  const found: { name: string; other: string }[] = []
  const seen = new Map<string, string>()
  for (const name of names) {
    const key = nameKey(name)
    const other = seen.get(key)
    if (other === undefined) seen.set(key, name)
    else found.push({ name, other })
  }
  for (const name of names) {
    const key = nameKey(name)
    for (let at = key.indexOf('/'); at > 0; at = key.indexOf('/', at + 1)) {
      const file = seen.get(key.slice(0, at))
      if (file !== undefined) found.push({ name, other: file })
    }
  }
  return found
}
