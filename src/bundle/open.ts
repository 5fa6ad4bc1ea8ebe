/** Opens a bundle up to its manifest: container, version, schema, digest, and that list and archive agree on what is there. */
import type { ImageId } from '../core/model/ids'
import { fail, ok, problem, type Problem, type Result } from '../core/model/problem'
import { byCodeUnit, canonicalFile } from './canonical'
import { dataOffset, entryBytes, openContainer, readEntry } from './container'
import type { ByteSource, Hasher } from './hash'
import {
  ANNOTATIONS_TABLE,
  BASELINE,
  documentEntry,
  IMAGES_TABLE,
  inArchiveOrder,
  MANIFEST,
  policyEntry,
} from './layout'
import { BUNDLE_FORMAT, BUNDLE_VERSION, Manifest, type ManifestFile, type ManifestImage } from './manifest'
import { digestOf } from './seal'
import type { ZipEntry } from './zip-records'

/** A manifest of 200,000 images takes some 130 MB. */
const MAX_MANIFEST = 256 * 1024 * 1024

export interface OpenBundle {
  readonly source: ByteSource
  readonly manifest: Manifest
  /** Entries by name, in the order of the archive, the manifest included. */
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** What is wrong so far and still lets the rest be looked at. */
  readonly problems: readonly Problem[]
}

/** Text of UTF-8 bytes; undefined when they are none. A byte-order mark is kept, so that it is seen. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** JSON from UTF-8 bytes; undefined when they are none. */
export function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const invalid = (path: string, why: string): Problem =>
  problem('bundle.manifest-invalid', { file: MANIFEST, path }, { why })

/** The version a stranger's manifest says it has, when it is a bundle's at all. */
function saidVersion(json: unknown): number | undefined {
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== BUNDLE_FORMAT)
    return undefined
  return 'version' in json && typeof json.version === 'number' ? json.version : undefined
}

function parseManifest(bytes: Uint8Array): Result<Manifest> {
  const json = jsonOf(bytes)
  const version = saidVersion(json)
  if (version !== undefined && version > BUNDLE_VERSION)
    return fail(problem('bundle.newer-version', { file: MANIFEST }, { version, known: BUNDLE_VERSION }))
  const parsed = Manifest.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return fail(invalid(issue?.path.join('.') ?? '', issue?.message ?? 'schema'))
  }
  return sameBytes(canonicalFile(parsed.data), bytes) ? ok(parsed.data) : fail(invalid('', 'not-canonical'))
}

/** The entries that a bundle with these contents must have, in the order of the archive. */
export function expectedFiles(manifest: Manifest): readonly Pick<ManifestFile, 'path' | 'role'>[] {
  const files: Pick<ManifestFile, 'path' | 'role'>[] = [
    { path: policyEntry(manifest.policy), role: 'policy' },
    { path: IMAGES_TABLE, role: 'images-table' },
    { path: ANNOTATIONS_TABLE, role: 'annotations-table' },
  ]
  // Only where old findings were accepted.
  if (manifest.files.some((file) => file.role === 'baseline')) files.push({ path: BASELINE, role: 'baseline' })
  for (const image of manifest.contents) {
    files.push({ path: documentEntry(image.path), role: 'annotations' })
    if (image.entry !== undefined) files.push({ path: image.entry, role: 'image' })
  }
  return files.sort(inArchiveOrder)
}

/** Whether the manifest's two lists fit each other: contents in order and once each, files exactly those that follow. */
function listProblems(manifest: Manifest): Problem[] {
  const problems: Problem[] = []
  manifest.contents.forEach((image, i) => {
    const before = manifest.contents[i - 1]
    if (before && byCodeUnit(before.path, image.path) >= 0) problems.push(invalid(`contents.${i}`, 'order'))
  })
  const expected = expectedFiles(manifest)
  const at = expected.findIndex(
    (file, i) => file.path !== manifest.files[i]?.path || file.role !== manifest.files[i].role,
  )
  const differs = at >= 0 ? at : manifest.files.length === expected.length ? -1 : expected.length
  if (differs >= 0) problems.push(invalid(`files.${differs}`, expected[differs]?.path ?? 'not in contents'))
  return problems
}

/** Entries that are missing, not listed, or in another order than listed. */
function entryProblems(manifest: Manifest, names: readonly string[]): Problem[] {
  const listed = new Set([MANIFEST, ...manifest.files.map((file) => file.path)])
  const there = new Set(names)
  const problems = [
    ...[...listed].filter((name) => !there.has(name)).map((file) => problem('bundle.entry-missing', { file })),
    ...names.filter((name) => !listed.has(name)).map((file) => problem('bundle.entry-extra', { file })),
  ]
  if (problems.length > 0) return problems
  const moved = [...listed].find((name, i) => names[i] !== name)
  return moved === undefined ? [] : [problem('bundle.damaged', { file: moved }, { why: 'order' })]
}

/** Opens a bundle. Fails when it is none, cannot be read safely, or is of a newer version (said before all else). */
export async function openBundle(source: ByteSource, hasher: Hasher): Promise<Result<OpenBundle>> {
  const container = await openContainer(source)
  if (!container.ok) return container
  const entries = new Map(container.value.entries.map((entry) => [entry.name, entry]))
  const entry = entries.get(MANIFEST)
  if (!entry) return fail(problem('bundle.no-manifest'))
  if (entry.size > MAX_MANIFEST) return fail(invalid('', 'too-large'))
  const whole = await readEntry(source, entry, hasher)
  if (!whole.ok) return whole
  const parsed = parseManifest(await entryBytes(source, entry))
  if (!parsed.ok) return parsed
  const manifest = parsed.value
  const problems = [...container.value.problems]
  const digest = await digestOf(manifest, hasher)
  if (digest !== manifest.digest)
    problems.push(problem('bundle.digest-mismatch', { file: MANIFEST }, { expected: manifest.digest, actual: digest }))
  problems.push(...listProblems(manifest), ...entryProblems(manifest, [...entries.keys()]))
  return ok({ source, manifest, entries, problems })
}

/** Where an image's bytes stand in the archive; undefined when the bundle has only its coordinates. */
export function pixelSpan(
  bundle: OpenBundle,
  path: ImageId,
): { readonly offset: number; readonly size: number; readonly image: ManifestImage } | undefined {
  const image = bundle.manifest.contents.find((one) => one.path === path)
  const entry = image?.entry === undefined ? undefined : bundle.entries.get(image.entry)
  return image && entry ? { offset: dataOffset(entry), size: entry.size, image } : undefined
}
