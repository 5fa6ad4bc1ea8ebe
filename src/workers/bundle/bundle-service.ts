import { blobSource } from '../../bundle/hash'
import { pixelSpan } from '../../bundle/open'
import type { WriterPorts } from '../../bundle/ports'
import { verifyBundle, type Verification } from '../../bundle/verify'
import { writeBundle } from '../../bundle/write'
import type { ImageId } from '../../core/model/ids'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import { compilePolicy } from '../../core/policy/compile'
import type {
  BundleService,
  ExportDone,
  ExportFeed,
  ExportRequest,
  InspectedImage,
  Inspection,
  JobProgress,
} from './service'
import { Temporary } from './temporary'

/** Not more often than this, in milliseconds: a bundle of small files has thousands of entries a second. */
const PROGRESS_EVERY = 50
const BUNDLE_FILE = 'bundle.zip'

const MIME: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
}

/** Lets the first and the last step of each phase through, and the others at most every 50 ms. */
function paced(progress: (p: JobProgress) => void): (p: JobProgress) => void {
  let last = -Infinity
  let phase: JobProgress['phase'] | undefined
  return (p) => {
    const now = performance.now()
    if (p.phase === phase && p.done < p.total && now - last < PROGRESS_EVERY) return
    last = now
    phase = p.phase
    progress(p)
  }
}

/** The bundle service as it runs in its worker. */
export class BundleWorker implements BundleService {
  #temporary: Promise<Temporary> | undefined
  #stop = new AbortController()
  #opened: { readonly blob: Blob; readonly verification: Verification } | undefined

  /** `encodePng` makes a lossless PNG and compares it with its source; `name` is unique to this worker. */
  constructor(
    readonly encodePng: WriterPorts['encodePng'],
    readonly name: string,
  ) {}

  /** Sweeps what killed exports left behind. Called at the start; also by the first export. */
  async begin(): Promise<void> {
    await this.#space()
  }

  #space(): Promise<Temporary> {
    return (this.#temporary ??= Temporary.begin(this.name))
  }

  #newStop(): AbortSignal {
    this.#stop.abort()
    this.#stop = new AbortController()
    return this.#stop.signal
  }

  async export(
    request: ExportRequest,
    feed: ExportFeed,
    progress: (p: JobProgress) => void,
  ): Promise<Result<ExportDone>> {
    const signal = this.#newStop()
    const space = await this.#space()
    await space.clear()
    try {
      const done = await this.#export(request, feed, { progress: paced(progress), signal }, space)
      if (!done.ok) await space.clear()
      return done
    } catch (error) {
      await space.clear()
      return fail(problem('export.failed', undefined, { why: error instanceof Error ? error.message : String(error) }))
    }
  }

  async #export(
    request: ExportRequest,
    feed: ExportFeed,
    report: WriterPorts['report'],
    space: Temporary,
  ): Promise<Result<ExportDone>> {
    const sink = await space.create(BUNDLE_FILE)
    const scratches: string[] = []
    const scratch: WriterPorts['scratch'] = (name) => {
      scratches.push(name)
      return space.create(name)
    }
    const written = await writeBundle(request, feed, {
      compile: compilePolicy,
      encodePng: this.encodePng,
      scratch,
      sink,
      report,
    })
    if (!written.ok) return written
    for (const name of scratches) await space.remove(name)
    report.progress({ phase: 'finishing', done: 0, total: 1, bytes: written.value.bytes })
    const file = await sink.finish()
    const checked = await verifyBundle(blobSource(file), { compile: compilePolicy, report })
    if (checked.problems.length > 0) return fail(...checked.problems)
    return ok({ file, sha256: written.value.sha256, manifest: written.value.manifest })
  }

  cancel(): Promise<void> {
    this.#stop.abort()
    return Promise.resolve()
  }

  async inspect(bundle: Blob, progress: (p: JobProgress) => void): Promise<Result<Inspection>> {
    const signal = this.#newStop()
    this.#opened = undefined
    const images: InspectedImage[] = []
    const verification = await verifyBundle(blobSource(bundle), {
      compile: compilePolicy,
      report: { progress: paced(progress), signal },
      visit: (document, findings, image) =>
        images.push({ path: document.image.path, document, findings, pixels: image.carried }),
    })
    const { manifest, policyText = '', policy, problems } = verification
    if (!manifest) return fail(...problems)
    this.#opened = { blob: bundle, verification }
    return ok({ manifest, policyText, policy: policy?.view, problems, images })
  }

  pixels(path: ImageId): Promise<Result<Blob>> {
    const bundle = this.#opened?.verification.bundle
    const span = bundle && pixelSpan(bundle, path)
    if (!this.#opened || !span) return Promise.resolve(fail(problem('bundle.image-unreadable', { file: path })))
    const wrong = this.#opened.verification.problems.filter((p) => p.place?.file === span.image.entry)
    if (wrong.length > 0) return Promise.resolve(fail(...wrong))
    const type = span.image.carried === 'png' ? 'image/png' : (MIME[span.image.format] ?? '')
    return Promise.resolve(ok(this.#opened.blob.slice(span.offset, span.offset + span.size, type)))
  }

  /** Forgets the inspected bundle. An exported one stays until the next export, since the person may not have saved it yet. */
  close(): Promise<void> {
    this.#stop.abort()
    this.#opened = undefined
    return Promise.resolve()
  }
}
