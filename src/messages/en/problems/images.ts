import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

/** What is wrong with a damaged file. */
const REASONS: Readonly<Record<string, string>> = {
  header: 'its header contradicts itself',
  checksum: 'the checksum of its header is wrong',
  'no-pixels': 'it holds no picture',
  'zero-size': 'its header gives a width or height of 0',
  structure: 'its inner structure is broken',
  pixels: 'the picture in it cannot be decoded',
  size: 'the picture in it has another size than its header says',
  transfer: 'its line ends were changed, probably by a transfer in text mode',
}

const count = new Intl.NumberFormat('en')
const n = (value: string | number | undefined): string =>
  typeof value === 'number' ? count.format(value) : (value ?? '?')

export const images: Readonly<Record<Extract<ProblemCode, `image.${string}`>, Message>> = {
  'image.empty': () => 'The file is empty (0 bytes). Copy it again from its source.',
  'image.unknown-format': () =>
    'This is not an image that Groundrule knows. It reads PNG, JPEG, WebP, AVIF, BMP and GIF.',
  'image.text-not-image': (v) =>
    `The file holds ${v.kind === 'text' ? 'text' : `${v.kind} text`}, not pixels, whatever its name says. Replace it, or take it out of the folder.`,
  'image.truncated': (v) =>
    `The file ends before the picture does (${n(v.bytes)} bytes are there). Copy it again from its source; what is missing cannot be labelled.`,
  'image.damaged': (v) =>
    `The file is damaged: ${REASONS[String(v.reason)] ?? REASONS.structure}. Copy it again from its source.`,
  'image.too-large': (v) =>
    v.bytes === undefined
      ? `The image is ${n(v.width)} × ${n(v.height)} px. The limit is ${n(v.pixels)} pixels in all and ${n(v.side)} on a side. Cut it into tiles first.`
      : `The file has ${n(v.bytes)} bytes; the limit is ${n(v.limit)}. Cut the image into tiles first.`,
  'image.unsupported': (v) =>
    `This is a ${v.format} file, which browsers cannot show as an image. Convert it to PNG without loss first.`,
  'image.gone': () => 'The file is no longer there. If it was moved or renamed, open the folder again.',
  'image.changed': () => 'The file was changed by another program while it was read. Open it again.',
  'image.decode-timeout': (v) =>
    `Decoding took longer than ${n(v.seconds)} seconds and was given up. The image may be damaged or too large for this machine.`,
  'image.trailing-bytes': (v) =>
    `${n(v.bytes)} more bytes stand after the end of the picture. They do no harm; exports of the original bytes keep them.`,
  'image.other-extension': (v) =>
    `The name ends in .${v.extension}, but the content is ${v.format}. It is read as ${v.format}; other programs may refuse it.`,
  'image.not-exact': (v) =>
    `The image has ${n(v.bits)} bits per sample, and the browser gives only 8. Export the original bytes instead of PNG.`,
  'image.png-mismatch': () =>
    'The PNG made of this image did not decode to the same pixels, so it was thrown away. Export the original bytes instead.',
}
