/** Whether the images that lie in the folder are the ones that were labelled. */
import { createHash } from 'node:crypto'
import type { ImageRecord } from '../../core/model/image'
import { problem, type Problem, type Values } from '../../core/model/problem'
import type { ReadableFolder } from '../../core/model/reading'
import { probe } from '../../imaging/probe'

/** `none`: not looked at · `size`: file length, format, width, height and orientation · `hash`: every byte. */
export const IMAGE_CHECKS = ['none', 'size', 'hash'] as const
export type ImageCheck = (typeof IMAGE_CHECKS)[number]

const differs = (file: string, what: string, recorded: string | number, found: string | number): Problem[] =>
  recorded === found ? [] : [problem('cli.image-differs', { file }, { what, recorded, found } satisfies Values)]

const size = (s: { readonly width: number; readonly height: number }): string => `${s.width} × ${s.height}`

/** Problems of one image; none where it does not lie in the folder (labels may travel alone). */
export async function imageProblems(
  folder: ReadableFolder,
  image: ImageRecord,
  check: ImageCheck,
): Promise<{ readonly found: boolean; readonly problems: readonly Problem[] }> {
  if (check === 'none') return { found: false, problems: [] }
  const file = image.path
  const bytes = await folder.bytes(file)
  if (!bytes) return { found: false, problems: [] }
  const probed = probe(file, bytes)
  if (!probed.ok) return { found: true, problems: probed.problems }
  const { record } = probed.value
  const problems = [
    ...differs(file, 'size', size(image), size(record)),
    ...differs(file, 'orientation', image.orientation, record.orientation),
    ...differs(file, 'format', image.format, record.format),
    ...differs(file, 'bytes', image.bytes, record.bytes),
    ...(check === 'hash'
      ? differs(file, 'sha256', image.sha256, createHash('sha256').update(bytes).digest('hex'))
      : []),
  ]
  return { found: true, problems: problems.slice(0, 1) }
}
