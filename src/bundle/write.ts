/**
 * Writes a bundle in two passes, so that the manifest can come first and memory does not grow with the bundle. Pass one
 * reads every document and image once, checks them, and knows the hash of every entry; what must be written again and
 * cannot be asked for again (documents, tables, PNGs) waits in scratch space. Pass two writes the archive; images are
 * hashed once more on their way, so that a file that changed in between stops the export.
 */
import { ImageDocument, type ImageRecord } from '../core/model/image'
import { blocks, type Finding } from '../core/model/finding'
import type { ImageId, Sha256 } from '../core/model/ids'
import { fail, ok, problem, type Problem, type Result } from '../core/model/problem'
import { baselineText, entryOf, KnownViolations, type BaselineEntry } from '../core/policy/baseline'
import type { CompiledPolicy } from '../core/validate/engine'
import { byCodeUnit, canonicalFile } from './canonical'
import { blobSource, bytesSource, Hasher, type ByteSource, type Digest } from './hash'
import {
  ANNOTATIONS_TABLE,
  BASELINE,
  carriedAs,
  collisions,
  documentEntry,
  IMAGES_TABLE,
  imageEntry,
  inArchiveOrder,
  MANIFEST,
  MAX_ENTRIES,
  nameDefect,
  policyEntry,
} from './layout'
import { BUNDLE_FORMAT, BUNDLE_VERSION, type FileRole, type Manifest, type ManifestImage } from './manifest'
import { digestOf } from './seal'
import type { BundleFeed, Scratch, WriteRequest, WriterPorts } from './ports'
import { Counting, contentsOf } from './summary'
import { ANNOTATIONS_HEADER, annotationLines, imageLine, IMAGES_HEADER, type Used } from './tables'
import { centralRecord, endRecords, entrySpan, localHeader, type ZipEntry } from './zip-records'

/** Past this many, further problems are counted, not listed. */
const MAX_PROBLEMS = 1000

export interface Written {
  readonly manifest: Manifest
  /** Of the archive as a whole. */
  readonly sha256: Sha256
  readonly bytes: number
}

/** An entry whose hash is known and whose bytes can be had again. */
interface Planned {
  readonly path: string
  readonly role: FileRole
  readonly digest: Digest
  /** The bytes once more: a stretch of a source, or a source image to ask for. */
  readonly from: { readonly source: ByteSource; readonly offset: number } | { readonly image: ImageId }
}

/** The same without its place in the manifest: the manifest is copied too. */
type Copied = Omit<Planned, 'role'>

/** Stops the work with its reasons; never leaves this module. */
class Stopped extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('export stopped')
  }
}

const utf8 = new TextEncoder()

/** A table that grows by lines in scratch space and is hashed as it grows. */
class GrowingTable {
  private constructor(
    readonly scratch: Scratch,
    readonly hasher: Hasher,
  ) {}
  static async begin(scratch: Scratch, header: string): Promise<GrowingTable> {
    const table = new GrowingTable(scratch, await Hasher.create())
    await table.add(header)
    return table
  }
  async add(lines: string): Promise<void> {
    const bytes = utf8.encode(lines)
    this.hasher.update(bytes)
    await this.scratch.append(bytes)
  }
  planned(path: string, role: FileRole): Planned {
    return { path, role, digest: this.hasher.finish(), from: { source: this.scratch, offset: 0 } }
  }
}

class Export {
  readonly #planned: Planned[] = []
  readonly #problems: Problem[] = []
  readonly #contents: ManifestImage[] = []
  readonly #counting = new Counting()
  readonly #known: KnownViolations | undefined
  readonly #accepted: BaselineEntry[] = []
  #bytes = 0

  constructor(
    readonly request: WriteRequest,
    readonly feed: BundleFeed,
    readonly ports: WriterPorts,
    readonly policy: CompiledPolicy,
    readonly hasher: Hasher,
  ) {
    this.#known = request.baseline && new KnownViolations(request.baseline)
  }

  /** Pass one: every entry but the manifest, with its hash. */
  async plan(): Promise<readonly Planned[]> {
    const { request, ports } = this
    const policyBytes = utf8.encode(request.policyText)
    this.#planned.push({
      path: policyEntry(this.policy.view.ref),
      role: 'policy',
      digest: await this.hasher.of(policyBytes),
      from: { source: bytesSource(policyBytes), offset: 0 },
    })
    const documents = await ports.scratch('documents')
    const pngs = await ports.scratch('pngs')
    const images = await GrowingTable.begin(await ports.scratch('images-table'), IMAGES_HEADER)
    const annotations = await GrowingTable.begin(await ports.scratch('annotations-table'), ANNOTATIONS_HEADER)
    const paths = [...(await this.feed.paths())].sort(byCodeUnit)
    for (const [index, path] of paths.entries()) {
      this.#mayGoOn()
      const doc = await this.#document(path)
      if (doc) {
        await this.#planDocument(doc, documents)
        await images.add(imageLine(doc, request.images))
        await annotations.add(annotationLines(doc, this.#used(doc)))
        if (request.images !== 'coordinates') await this.#planImage(doc.image, pngs)
      }
      this.#progress('reading', index + 1, paths.length)
    }
    await this.#planBaseline()
    this.#planned.push(
      images.planned(IMAGES_TABLE, 'images-table'),
      annotations.planned(ANNOTATIONS_TABLE, 'annotations-table'),
    )
    if (this.#contents.length === 0 && this.#problems.length === 0)
      throw new Stopped([problem('export.nothing', undefined, { images: paths.length })])
    this.#checkNames()
    if (this.#problems.length > 0) throw new Stopped(this.#problems)
    return this.#planned.sort(inArchiveOrder)
  }

  /** Pass two: the archive. */
  async write(planned: readonly Planned[]): Promise<Written> {
    const manifest = await this.#manifest(planned)
    const manifestBytes = canonicalFile(manifest)
    const first: Copied = {
      path: MANIFEST,
      digest: await this.hasher.of(manifestBytes),
      from: { source: bytesSource(manifestBytes), offset: 0 },
    }
    const whole = await Hasher.create()
    const put = async (bytes: Uint8Array): Promise<void> => {
      whole.update(bytes)
      await this.ports.sink.write(bytes)
    }
    const entries: ZipEntry[] = []
    this.#bytes = 0
    let offset = 0
    for (const [index, plan] of [first, ...planned].entries()) {
      this.#mayGoOn()
      const entry: ZipEntry = { name: plan.path, size: plan.digest.bytes, crc32: plan.digest.crc32, offset }
      await put(localHeader(entry))
      await this.#copy(plan, put)
      entries.push(entry)
      offset += entrySpan(entry)
      this.#bytes += entry.size
      this.#progress('writing', index + 1, planned.length + 1)
    }
    const size = await putDirectory(entries, put)
    await put(endRecords(entries.length, { offset, size }))
    const { sha256, bytes } = whole.finish()
    return { manifest, sha256, bytes }
  }

  /** The document as it will stand in the bundle; undefined when it stays out or has a problem (noted). */
  async #document(path: ImageId): Promise<ImageDocument | undefined> {
    const given = await this.feed.document(path)
    if (!given.ok) return this.#note(...given.problems)
    if (this.request.include !== 'all' && given.value.state !== 'finished') return undefined
    // The revision orders copies of one document while it is worked on; it says nothing about the labels.
    const parsed = ImageDocument.safeParse({ ...given.value, revision: undefined })
    if (!parsed.success || parsed.data.image.path !== path) {
      const issue = parsed.success ? undefined : parsed.error.issues[0]
      return this.#note(
        problem(
          'bundle.schema',
          { file: path, path: issue?.path.join('.') ?? 'image.path' },
          { why: issue?.message ?? path },
        ),
      )
    }
    const blocking = this.#blocking(parsed.data)
    if (blocking.length > 0 && this.request.include !== 'all')
      return this.#note(
        problem('export.unfinished', { file: path }, { findings: blocking.length, rule: blocking[0]?.rule ?? '' }),
      )
    this.#counting.add(parsed.data, blocking.length > 0)
    this.#contents.push(contentsOf(parsed.data, this.request.images))
    return parsed.data
  }

  /** What stands against a document; what the baseline accepts does not, and is noted. */
  #blocking(doc: ImageDocument): readonly Finding[] {
    const found = this.policy.check(doc).filter(blocks)
    const known = this.#known
    if (!known) return found
    const accepted = new Set(found.filter((f) => known.isKnown(doc, f)))
    for (const f of accepted) this.#accepted.push(entryOf(doc, f))
    return found.filter((f) => !accepted.has(f))
  }

  /** The part of the baseline that this bundle needs. */
  async #planBaseline(): Promise<void> {
    const { baseline } = this.request
    if (!baseline || this.#accepted.length === 0) return
    const bytes = utf8.encode(baselineText({ ...baseline, entries: this.#accepted }))
    this.#planned.push({
      path: BASELINE,
      role: 'baseline',
      digest: await this.hasher.of(bytes),
      from: { source: bytesSource(bytes), offset: 0 },
    })
  }

  async #planDocument(doc: ImageDocument, documents: Scratch): Promise<void> {
    const bytes = canonicalFile(doc)
    const offset = documents.size
    await documents.append(bytes)
    this.#planned.push({
      path: documentEntry(doc.image.path),
      role: 'annotations',
      digest: await this.hasher.of(bytes),
      from: { source: documents, offset },
    })
  }

  /** Checks that the image is the one that was labelled, and makes its PNG where one is wanted. */
  async #planImage(record: ImageRecord, pngs: Scratch): Promise<void> {
    const path = imageEntry(record, this.request.images)
    if (path === undefined) return
    const opened = await this.feed.bytes(record.path)
    if (!opened.ok) return this.#note(...opened.problems)
    const blob = opened.value
    const digest = await this.hasher.through(blobSource(blob), 0, blob.size)
    this.#bytes += digest.bytes
    if (digest.sha256 !== record.sha256)
      return this.#note(
        problem('bundle.image-mismatch', { file: record.path }, { expected: record.sha256, actual: digest.sha256 }),
      )
    if (carriedAs(record, this.request.images) === 'original') {
      this.#planned.push({ path, role: 'image', digest, from: { image: record.path } })
      return
    }
    const png = await this.ports.encodePng(blob, record)
    if (!png.ok) return this.#note(...png.problems)
    const offset = pngs.size
    const encoded = await this.hasher.through(blobSource(png.value), 0, png.value.size, (piece) => pngs.append(piece))
    this.#planned.push({ path, role: 'image', digest: encoded, from: { source: pngs, offset } })
  }

  #checkNames(): void {
    const names = [MANIFEST, ...this.#planned.map((plan) => plan.path)]
    for (const name of names) {
      const defect = nameDefect(name)
      if (defect) this.#note(problem('bundle.unsafe-name', { file: name }, { defect }))
    }
    for (const { name, other } of collisions(names))
      this.#note(problem('bundle.entry-duplicate', { file: name }, { other }))
    if (names.length > MAX_ENTRIES)
      this.#note(problem('bundle.too-many', undefined, { entries: names.length, limit: MAX_ENTRIES }))
  }

  async #manifest(planned: readonly Planned[]): Promise<Manifest> {
    const { request, policy } = this
    const manifest: Omit<Manifest, 'digest'> = {
      format: BUNDLE_FORMAT,
      version: BUNDLE_VERSION,
      name: request.name,
      generator: { name: request.generator.name, version: request.generator.version },
      policy: policy.view.ref,
      coordinates: 'upright-image-px',
      images: request.images,
      include: request.include ?? 'finished',
      ...(request.profile === undefined ? {} : { profile: request.profile }),
      counts: this.#counting.counts(),
      contents: this.#contents,
      files: planned.map(({ path, role, digest }) => ({ path, bytes: digest.bytes, sha256: digest.sha256, role })),
    }
    return { ...manifest, digest: await digestOf(manifest, this.hasher) }
  }

  /** Writes an entry's bytes; they must still be those of pass one. */
  async #copy(plan: Copied, put: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    const again = async (source: ByteSource, offset: number): Promise<Digest> =>
      this.hasher.through(source, offset, plan.digest.bytes, async (piece) => {
        this.#mayGoOn()
        await put(piece)
      })
    if ('source' in plan.from) {
      const digest = await again(plan.from.source, plan.from.offset)
      if (digest.sha256 !== plan.digest.sha256)
        throw new Stopped([problem('export.failed', { file: plan.path }, { why: 'temporary storage changed' })])
      return
    }
    const opened = await this.feed.bytes(plan.from.image)
    if (!opened.ok) throw new Stopped(opened.problems)
    const changed = new Stopped([problem('image.changed', { file: plan.from.image })])
    if (opened.value.size !== plan.digest.bytes) throw changed
    const digest = await again(blobSource(opened.value), 0)
    if (digest.sha256 !== plan.digest.sha256) throw changed
  }

  /** Dispositions under the profile that was asked for. */
  #used(doc: ImageDocument): Used {
    const { profile } = this.request
    if (profile === undefined) return undefined
    const used = this.policy.profile(profile, doc)
    if (!used) throw new Stopped([problem('policy.unknown-name', { path: 'profile' }, { name: profile })])
    return used
  }

  #note(...problems: readonly Problem[]): undefined {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(...problems)
    return undefined
  }

  #progress(phase: 'reading' | 'writing', done: number, total: number): void {
    this.ports.report.progress({ phase, done, total, bytes: this.#bytes })
  }

  #mayGoOn(): void {
    if (this.ports.report.signal.aborted) throw new Stopped([problem('export.cancelled')])
  }
}

/** Writes the archive's own directory, a few hundred entries at a time; answers its size. */
async function putDirectory(entries: readonly ZipEntry[], put: (bytes: Uint8Array) => Promise<void>): Promise<number> {
  let size = 0
  for (let at = 0; at < entries.length; at += 512) {
    const records = entries.slice(at, at + 512).map(centralRecord)
    const joined = new Uint8Array(records.reduce((sum, record) => sum + record.length, 0))
    let filled = 0
    for (const record of records) {
      joined.set(record, filled)
      filled += record.length
    }
    await put(joined)
    size += joined.length
  }
  return size
}

/** An exception of storage or feed as a problem. */
function trouble(error: unknown): readonly Problem[] {
  if (error instanceof Stopped) return error.problems
  const name = error instanceof Error ? error.name : ''
  if (name === 'QuotaExceededError') return [problem('storage.full')]
  return [problem('export.failed', undefined, { why: error instanceof Error ? error.message : String(error) })]
}

/**
 * Writes a bundle to `ports.sink`: same documents, policy and choice give the same bytes. Fails whole: with problems,
 * what the sink has got is worthless and must be removed. Names every image that is not the one that was labelled
 * (`bundle.image-mismatch`), every name that cannot stand in a bundle, every document that the policy does not pass.
 */
export async function writeBundle(
  request: WriteRequest,
  feed: BundleFeed,
  ports: WriterPorts,
): Promise<Result<Written>> {
  try {
    const compiled = await ports.compile(request.policyText)
    if (!compiled.ok) return compiled
    const job = new Export(request, feed, ports, compiled.value.policy, await Hasher.create())
    return ok(await job.write(await job.plan()))
  } catch (error) {
    return fail(...trouble(error))
  }
}
