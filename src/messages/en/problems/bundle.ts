import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

const NAMES: Record<string, string> = {
  empty: 'part of it is empty',
  'too-long': 'it is too long',
  'not-unicode': 'it is not valid Unicode',
  control: 'it has control characters',
  bidi: 'it has characters that turn the direction of text',
  separator: 'it has a backslash or a colon',
  absolute: 'it is an absolute path',
  dots: 'it leads out of its folder',
  'ends-in-dot-or-space': 'part of it ends in a dot or a space',
  device: 'it is the name of a device on Windows',
}

const DAMAGE: Record<string, string> = {
  truncated: 'the end of the file is missing; copy or export it again',
  'trailing-bytes': 'something was appended after its end',
  'end-record': 'its end record does not fit the file',
  directory: 'its directory cannot be read',
  header: 'its ZIP header is not the one that was written',
  overlap: 'it overlaps another entry',
  gap: 'there are bytes between the entries that belong to none',
  crc: 'its data does not fit its checksum',
  encrypted: 'it is encrypted',
  compressed: 'it is compressed; bundles store their entries as they are',
  'sizes-differ': 'its stored size differs from its size',
  symlink: 'it is a symbolic link',
  'not-a-file': 'it is not a regular file',
  order: 'it stands in another place than the manifest says',
  unreadable: 'the file could not be read to its end',
}

const why = (table: Record<string, string>, key: unknown): string => table[String(key)] ?? String(key ?? '')
const REASONS: Record<string, string> = {
  'not-canonical': 'the text was changed after it was written',
  order: 'the images are not in order',
  'too-large': 'it is too large',
  'not-text': 'it is not UTF-8 text',
  schema: 'it does not follow the format',
}

export const bundle: Readonly<Record<Extract<ProblemCode, `bundle.${string}`>, Message>> = {
  'bundle.not-zip': () => 'This is not a ZIP file, so not a bundle.',
  'bundle.no-manifest': () => 'There is no manifest.json in this ZIP file, so it is not a Groundrule bundle.',
  'bundle.manifest-invalid': (v) =>
    `The manifest is not valid${v.why ? `: ${why(REASONS, v.why)}` : ''}. Export the bundle again.`,
  'bundle.newer-version': (v) =>
    `This bundle has format version ${v.version}; this Groundrule knows up to ${v.known}. Update Groundrule to open it.`,
  'bundle.unsafe-name': (v) =>
    `The name ${v.file ? `“${v.file}” ` : ''}cannot stand in a bundle: ${why(NAMES, v.defect)}. Rename the file.`,
  'bundle.entry-missing': (v) => `${v.file} is listed in the manifest but not in the bundle.`,
  'bundle.entry-extra': (v) => `${v.file} is in the bundle but not listed in the manifest.`,
  'bundle.entry-duplicate': (v) => `${v.file} and ${v.other} are one name on some systems. Rename one of them.`,
  'bundle.size-mismatch': (v) => `${v.file} has ${v.actual} bytes; the manifest says ${v.expected}.`,
  'bundle.hash-mismatch': (v) => `${v.file} was changed: its SHA-256 is not the one in the manifest.`,
  'bundle.digest-mismatch': () => 'The manifest was changed: its digest does not fit.',
  'bundle.schema': (v) => `${v.file} is not a valid document: ${why(REASONS, v.why)}.`,
  'bundle.count-mismatch': (v) => `The manifest counts something else than is there (${v.field}).`,
  'bundle.table-mismatch': (v) => `${v.file} says something else than the annotations.`,
  'bundle.image-mismatch': (v) =>
    `${v.file} is not the image that was labelled: its SHA-256 differs. Put the labelled file back, or label this one.`,
  'bundle.png-mismatch': (v) =>
    `${v.file} is not a PNG of the labelled image: ${v.actual} pixels instead of ${v.expected}.`,
  'bundle.damaged': (v) => `The bundle is damaged${v.file ? ` at ${v.file}` : ''}: ${why(DAMAGE, v.why)}.`,
  'bundle.image-not-found': (v) =>
    `No image in the folder has the SHA-256 of ${v.file}. Open the folder that holds it.`,
  'bundle.image-ambiguous': (v) => `Several images in the folder fit ${v.file}. Choose one.`,
  'bundle.image-unreadable': (v) => `The pixels of ${v.file} could not be read from the bundle.`,
  'bundle.entry-mode': (v) =>
    `${v.file} is not read-only (mode ${v.mode}, should be 0444). The bundle was packed again by another program.`,
  'bundle.too-many': (v) => `The bundle has ${v.entries} entries; the limit is ${v.limit}. Split the project.`,
  'bundle.policy-mismatch': (v) =>
    `The policy in the bundle is not the one that the manifest names: ${v.field} is ${v.actual}, not ${v.expected}.`,
  'bundle.contents-mismatch': (v) => `The manifest says something else about this image than ${v.file} (${v.field}).`,
}
