/** A folder as the app leaves it: photos, and one side file per image below `Ann_pre/`. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { prettyJson } from '../../src/storage/pretty-json'
import type { BccdImage } from './bccd'

export const SET = 'blood_2026-11-24'

/** Writes the images and their documents into a new temporary folder; the caller removes it. */
export function labelFolder(images: readonly BccdImage[]): string {
  const root = mkdtempSync(join(tmpdir(), 'groundrule-folder-'))
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  for (const { doc, file } of images) {
    write(doc.image.path, file)
    write(join('Ann_pre', SET, `${doc.image.path}.json`), prettyJson(doc))
  }
  return root
}
