import { z } from 'zod'
import { ImageId } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Result } from '../../core/model/problem'
import type { ImageEntry, ImageSource, SideFiles } from '../ports'
import { seam } from '../seam'
import { readDocument } from '../side-files'
import { joined } from '../tree'
import { errorName, imageTrouble } from '../troubles'

/** `sample/index.json`: what a project served over HTTP holds. */
export const SampleIndex = z.object({
  name: z.string().min(1),
  task: z.string().min(1),
  date: z.iso.date(),
  /** `<id>/<version>` of the policy it is labelled under. */
  policy: z.string(),
  images: z.array(ImageId).min(1),
  /** Images that have a side file. */
  documents: z.array(ImageId),
  /** Folder of the side files, e.g. `Ann_pre/blood_2026-11-24`. */
  set: z.string().min(1),
})
export type SampleIndex = z.infer<typeof SampleIndex>

const address = (base: string, path: string): string => base + path.split('/').map(encodeURIComponent).join('/')

async function get(base: string, path: string): Promise<Response> {
  const response = await seam('sample.fetch', () => fetch(address(base, path)))
  if (response.status === 404) throw new DOMException(path, 'NotFoundError')
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return response
}

class SampleSideFiles implements SideFiles {
  readonly set: string
  readonly #documents: ReadonlySet<ImageId>

  constructor(
    private readonly base: string,
    private readonly index: SampleIndex,
  ) {
    this.set = index.set
    this.#documents = new Set(index.documents)
  }

  async read(path: ImageId): Promise<Result<ImageDocument | undefined>> {
    if (!this.#documents.has(path)) return ok(undefined)
    const file = joined(this.set, `${path}.json`)
    try {
      return readDocument(await (await get(this.base, file)).text(), file, path)
    } catch (error) {
      return fail(problem('sidefile.failed', { file }, { reason: errorName(error) }))
    }
  }

  write(): Promise<Result<null>> {
    return Promise.resolve(fail(problem('folder.read-only', { file: this.index.name })))
  }

  readBeside(): Promise<Result<string | undefined>> {
    return Promise.resolve(ok(undefined))
  }

  writeBeside(): Promise<Result<null>> {
    return this.write()
  }
}

/** The sample project, read from where the app itself is served. */
export class SampleSource implements ImageSource {
  readonly kind = 'sample'
  readonly access = 'read'
  readonly name: string
  readonly sideFiles: SideFiles

  private constructor(
    private readonly base: string,
    readonly index: SampleIndex,
  ) {
    this.name = index.name
    this.sideFiles = new SampleSideFiles(base, index)
  }

  /** @param base address of its folder, ending in `/` */
  static async open(base: string): Promise<Result<SampleSource>> {
    const file = `${base}index.json`
    try {
      const index = SampleIndex.safeParse(await (await get(base, 'index.json')).json())
      if (index.success) return ok(new SampleSource(base, index.data))
      return fail(problem('sample.invalid', { file, path: index.error.issues[0]?.path.join('.') ?? '' }))
    } catch (error) {
      return fail(
        problem('sample.invalid', { file }, { reason: error instanceof Error ? error.message : String(error) }),
      )
    }
  }

  async *list(signal: AbortSignal): AsyncGenerator<readonly ImageEntry[]> {
    if (!signal.aborted) yield this.index.images.map((path) => ({ path }))
  }

  async open(path: ImageId): Promise<Result<Blob>> {
    try {
      return ok(await (await get(this.base, path)).blob())
    } catch (error) {
      return fail(imageTrouble(error, path))
    }
  }
}
