/**
 * Checks a bundle from its first byte to its last: container, manifest, hash of every entry; then what the entries say:
 * policy, documents, counts, tables, images. Entries are streamed; only one document is held at a time.
 */
import { ImageDocument } from '../core/model/image'
import { type Finding, blocks } from '../core/model/finding'
import type { ImageId, Sha256 } from '../core/model/ids'
import { fail, ok, problem, type Problem, type Result } from '../core/model/problem'
import { KnownViolations, readBaseline } from '../core/policy/baseline'
import type { CompiledPolicy } from '../core/validate/engine'
import { canonicalFile, canonicalJson } from './canonical'
import { entryBytes, readEntry } from './container'
import { Hasher, type ByteSource } from './hash'
import { ANNOTATIONS_TABLE, documentEntry, IMAGES_TABLE, MANIFEST, policyEntry } from './layout'
import type { Manifest, ManifestFile, ManifestImage } from './manifest'
import { jsonOf, openBundle, sameBytes, textOf, type OpenBundle } from './open'
import { PNG_HEADER_SIZE, readPngHeader } from './png-header'
import type { Judge, Report } from './ports'
import { contentsOf, Counting } from './summary'
import { ANNOTATIONS_HEADER, annotationLines, imageLine, IMAGES_HEADER } from './tables'
import type { ZipEntry } from './zip-records'

const MAX_DOCUMENT = 256 * 1024 * 1024
const MAX_POLICY = 1024 * 1024
/** A larger table is compared by hash only; the row that differs is not looked for. */
const MAX_TABLE_SEARCH = 64 * 1024 * 1024

export interface ImageFindings {
  readonly path: ImageId
  readonly findings: readonly Finding[]
}

export interface Verification {
  /** False when the bundle had to be refused before its contents could be judged. */
  readonly readable: boolean
  /** Everything wrong with the bundle itself; empty = good. */
  readonly problems: readonly Problem[]
  /** Images on which the bundle's own policy finds something. */
  readonly findings: readonly ImageFindings[]
  /** How many findings stand that the bundle's baseline accepts; they are not among `findings`. */
  readonly accepted?: number
  readonly manifest?: Manifest
  readonly policyText?: string
  readonly policy?: CompiledPolicy
  /** The opened archive, for the bytes of its images. */
  readonly bundle?: OpenBundle
}

export interface VerifyPorts extends Judge {
  readonly report: Report
  /** Is given each document that can be read, in order, with its findings. */
  visit?(doc: ImageDocument, findings: readonly Finding[], image: ManifestImage): void
}

/** The source itself failed: the file went away or the disk did. */
class Unreadable extends Error {}
class Cancelled extends Error {}

const guarded = (source: ByteSource): ByteSource => ({
  size: source.size,
  read: (offset, length) =>
    source.read(offset, length).catch((error: unknown) => {
      throw new Unreadable(error instanceof Error ? error.message : String(error))
    }),
})

class Checks {
  readonly problems: Problem[]
  readonly findings: ImageFindings[] = []
  policyText: string | undefined
  policy: CompiledPolicy | undefined
  /** Old findings that the bundle's baseline accepts. */
  accepted = 0
  #known: KnownViolations | undefined
  readonly #counting = new Counting()
  readonly #images: ReadonlyMap<string, ManifestImage>
  readonly #pixels: ReadonlyMap<string, ManifestImage>
  readonly #tables = new Map<string, Hasher>()
  /** False once a document could not be taken as it is: sums over all of them would then only repeat that. */
  #allDocuments = true
  #bytes = 0

  private constructor(
    readonly bundle: OpenBundle,
    readonly ports: VerifyPorts,
    readonly hasher: Hasher,
  ) {
    this.problems = [...bundle.problems]
    this.#images = new Map(bundle.manifest.contents.map((image) => [documentEntry(image.path), image]))
    this.#pixels = new Map(
      bundle.manifest.contents.flatMap((image) => (image.entry === undefined ? [] : [[image.entry, image] as const])),
    )
  }

  static async begin(bundle: OpenBundle, ports: VerifyPorts, hasher: Hasher): Promise<Checks> {
    const checks = new Checks(bundle, ports, hasher)
    for (const [path, header] of [
      [IMAGES_TABLE, IMAGES_HEADER],
      [ANNOTATIONS_TABLE, ANNOTATIONS_HEADER],
    ] as const) {
      const table = await Hasher.create()
      table.update(new TextEncoder().encode(header))
      checks.#tables.set(path, table)
    }
    return checks
  }

  /** Every entry in the order of the archive, then what only all of them together can show. */
  async run(): Promise<void> {
    const { files, contents } = this.bundle.manifest
    for (const [index, file] of files.entries()) {
      if (this.ports.report.signal.aborted) throw new Cancelled()
      const entry = this.bundle.entries.get(file.path)
      if (entry) await this.#entry(file, entry)
      else if (file.role === 'annotations') this.#allDocuments = false
      this.#bytes += file.bytes
      this.ports.report.progress({ phase: 'checking', done: index + 1, total: files.length, bytes: this.#bytes })
    }
    if (contents.some((image) => !this.bundle.entries.has(documentEntry(image.path)))) this.#allDocuments = false
    if (this.#allDocuments) {
      this.#compareCounts()
      await this.#compareTable(IMAGES_TABLE)
      await this.#compareTable(ANNOTATIONS_TABLE)
    }
  }

  async #entry(file: ManifestFile, entry: ZipEntry): Promise<void> {
    const whole = await this.#whole(file, entry)
    if (!whole) {
      if (file.role === 'annotations') this.#allDocuments = false
      return
    }
    if (file.role === 'policy') await this.#checkPolicy(file, entry)
    if (file.role === 'baseline') await this.#readBaseline(file, entry)
    if (file.role === 'annotations' && !(await this.#checkDocument(file, entry))) this.#allDocuments = false
    if (file.role === 'image') await this.#checkImage(file, entry)
  }

  /** Size and hash. An entry of another size than listed is not read at all. */
  async #whole(file: ManifestFile, entry: ZipEntry): Promise<boolean> {
    const place = { file: file.path }
    if (entry.size !== file.bytes)
      return this.#wrong(problem('bundle.size-mismatch', place, { expected: file.bytes, actual: entry.size }))
    const read = await readEntry(this.bundle.source, entry, this.hasher)
    if (!read.ok) return this.#wrong(...read.problems)
    if (read.value.sha256 !== file.sha256)
      return this.#wrong(problem('bundle.hash-mismatch', place, { expected: file.sha256, actual: read.value.sha256 }))
    return true
  }

  #wrong(...problems: readonly Problem[]): false {
    this.problems.push(...problems)
    return false
  }

  async #checkPolicy(file: ManifestFile, entry: ZipEntry): Promise<void> {
    const { policy } = this.bundle.manifest
    if (file.path !== policyEntry(policy)) return
    const place = { file: file.path }
    const text = entry.size > MAX_POLICY ? undefined : textOf(await entryBytes(this.bundle.source, entry))
    if (text === undefined) {
      this.#wrong(problem('bundle.schema', place, { why: 'not-text' }))
      return
    }
    this.policyText = text
    const compiled = await this.ports.compile(text)
    if (!compiled.ok) {
      this.#wrong(...compiled.problems.map((p) => ({ ...p, place: { ...p.place, ...place } })))
      return
    }
    this.policy = compiled.value.policy
    const { ref } = compiled.value.policy.view
    for (const key of ['id', 'version', 'digest'] as const)
      if (ref[key] !== policy[key])
        this.#wrong(problem('bundle.policy-mismatch', place, { field: key, expected: policy[key], actual: ref[key] }))
  }

  async #readBaseline(file: ManifestFile, entry: ZipEntry): Promise<void> {
    const text = entry.size > MAX_DOCUMENT ? undefined : textOf(await entryBytes(this.bundle.source, entry))
    const read = text === undefined ? undefined : readBaseline(text, file.path)
    if (read?.ok) this.#known = new KnownViolations(read.value)
    else this.#wrong(...(read?.problems ?? [problem('bundle.schema', { file: file.path }, { why: 'not-text' })]))
  }

  async #checkDocument(file: ManifestFile, entry: ZipEntry): Promise<boolean> {
    const image = this.#images.get(file.path)
    if (!image) return false
    const read = await readDocument(this.bundle.source, entry)
    if (!read.ok) return this.#wrong(...read.problems)
    const doc = read.value
    const differs = differingField(contentsOf(doc, this.bundle.manifest.images), image)
    if (differs) return this.#wrong(problem('bundle.contents-mismatch', { file: file.path }, { field: differs }))
    if (this.bundle.manifest.include === 'finished' && doc.state !== 'finished')
      this.#wrong(problem('bundle.contents-mismatch', { file: file.path }, { field: 'state' }))
    const known = this.#known
    const all = this.policy?.check(doc) ?? []
    const findings = known ? all.filter((f) => !known.isKnown(doc, f)) : all
    this.accepted += all.length - findings.length
    if (findings.length > 0) this.findings.push({ path: doc.image.path, findings })
    this.#counting.add(doc, findings.some(blocks))
    this.#tables.get(IMAGES_TABLE)?.update(new TextEncoder().encode(imageLine(doc, this.bundle.manifest.images)))
    this.#tables.get(ANNOTATIONS_TABLE)?.update(new TextEncoder().encode(this.#annotationLines(doc)))
    this.ports.visit?.(doc, findings, image)
    return true
  }

  /** Original bytes are those that were labelled; a PNG has the size of the stored pixels. */
  async #checkImage(file: ManifestFile, entry: ZipEntry): Promise<void> {
    const image = this.#pixels.get(file.path)
    if (!image) return
    const place = { file: file.path }
    if (image.carried === 'original') {
      if (file.sha256 !== image.sha256)
        this.#wrong(problem('bundle.image-mismatch', place, { expected: image.sha256, actual: file.sha256 }))
      return
    }
    const head = readPngHeader(await entryBytes(this.bundle.source, entry, PNG_HEADER_SIZE))
    const fits = head && head.width === image.stored.width && head.height === image.stored.height
    const size = (s: { width: number; height: number } | undefined): string => (s ? `${s.width} × ${s.height}` : '?')
    if (!fits) this.#wrong(problem('bundle.png-mismatch', place, { expected: size(image.stored), actual: size(head) }))
  }

  #annotationLines(doc: ImageDocument): string {
    const { profile } = this.bundle.manifest
    return annotationLines(doc, profile === undefined ? undefined : this.policy?.profile(profile, doc))
  }

  #compareCounts(): void {
    const said = this.bundle.manifest.counts
    const counted = this.#counting.counts()
    const field = differingField(this.policy ? counted : { ...counted, blocked: said.blocked }, said)
    if (field) this.#wrong(problem('bundle.count-mismatch', { file: MANIFEST, path: `counts.${field}` }, { field }))
  }

  async #compareTable(path: string): Promise<void> {
    const file = this.bundle.manifest.files.find((f) => f.path === path)
    const expected = this.#tables.get(path)?.finish().sha256
    if (!file || file.sha256 === expected) return
    const entry = this.bundle.entries.get(path)
    // A table that is not the listed one has been named already; this is about a listed one that says something else.
    if (!entry || this.problems.some((p) => p.place?.file === path)) return
    const line = entry.size > MAX_TABLE_SEARCH ? undefined : await this.#differingLine(entry, path)
    this.#wrong(problem('bundle.table-mismatch', line === undefined ? { file: path } : { file: path, line }))
  }

  /** 1-based line of the table at which it leaves what the documents say. */
  async #differingLine(entry: ZipEntry, path: string): Promise<number> {
    const actual = textOf(await entryBytes(this.bundle.source, entry)) ?? ''
    const { contents, images } = this.bundle.manifest
    let at = 0
    const follows = (lines: string): boolean => {
      let i = 0
      while (i < lines.length && lines[i] === actual[at + i]) i++
      at += i
      return i === lines.length
    }
    let same = follows(path === IMAGES_TABLE ? IMAGES_HEADER : ANNOTATIONS_HEADER)
    for (let i = 0; same && i < contents.length; i++) {
      const image = contents[i]
      const document = image && this.bundle.entries.get(documentEntry(image.path))
      const read = document && (await readDocument(this.bundle.source, document))
      if (!read?.ok) break
      same = follows(path === IMAGES_TABLE ? imageLine(read.value, images) : this.#annotationLines(read.value))
    }
    return actual.slice(0, at).split('\n').length
  }
}

/** A document as it stands in the bundle: valid, and in the one form that such a document has. */
async function readDocument(source: ByteSource, entry: ZipEntry): Promise<Result<ImageDocument>> {
  const place = { file: entry.name }
  if (entry.size > MAX_DOCUMENT) return fail(problem('bundle.schema', place, { why: 'too-large' }))
  const bytes = await entryBytes(source, entry)
  const parsed = ImageDocument.safeParse(jsonOf(bytes))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return fail(
      problem('bundle.schema', { ...place, path: issue?.path.join('.') ?? '' }, { why: issue?.message ?? 'schema' }),
    )
  }
  return sameBytes(canonicalFile(parsed.data), bytes)
    ? ok(parsed.data)
    : fail(problem('bundle.schema', place, { why: 'not-canonical' }))
}

/** Name of the first field in which two plain objects differ. */
function differingField(a: object, b: object): string | undefined {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return [...new Set([...left.keys(), ...right.keys()])].find(
    (key) => canonicalJson(left.get(key) ?? null) !== canonicalJson(right.get(key) ?? null),
  )
}

const refused = (...problems: readonly Problem[]): Verification => ({ readable: false, problems, findings: [] })

/**
 * Checks a bundle. Good = no problems, and no finding that blocks. Trouble with the source (file gone, disk error) is a
 * problem too; a cancelled run answers `export.cancelled`.
 */
export async function verifyBundle(given: ByteSource, ports: VerifyPorts): Promise<Verification> {
  try {
    const hasher = await Hasher.create()
    const opened = await openBundle(guarded(given), hasher)
    if (!opened.ok) return refused(...opened.problems)
    const checks = await Checks.begin(opened.value, ports, hasher)
    await checks.run()
    return {
      readable: true,
      problems: checks.problems,
      findings: checks.findings,
      accepted: checks.accepted,
      manifest: opened.value.manifest,
      bundle: opened.value,
      ...(checks.policyText === undefined ? {} : { policyText: checks.policyText }),
      ...(checks.policy ? { policy: checks.policy } : {}),
    }
  } catch (error) {
    if (error instanceof Cancelled) return refused(problem('export.cancelled'))
    if (error instanceof Unreadable)
      return refused(problem('bundle.damaged', undefined, { why: 'unreadable', reason: error.message }))
    throw error
  }
}

/** SHA-256 of a whole file, read in pieces. */
export async function fileSha256(source: ByteSource): Promise<Sha256> {
  return (await (await Hasher.create()).through(source, 0, source.size)).sha256
}
