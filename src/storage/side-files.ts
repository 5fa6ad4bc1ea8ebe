import { DOCUMENT_VERSION, ImageDocument } from '../core/model/image'
import type { ImageId } from '../core/model/ids'
import { fail, ok, problem, type Result } from '../core/model/problem'
import type { SideFiles } from './ports'
import { prettyJson } from './pretty-json'
import { seam } from './seam'
import { isWritable, joined, type Tree, type WritableTree } from './tree'
import { isNotThere, sideTrouble } from './troubles'

/** Folder of all sets of labels, beside the images. */
export const SETS = 'Ann_pre'

/** Task and date that name a set. */
export interface SetName {
  readonly task: string
  readonly date: string
}

/** Chromium writes into `<name>.crswap` first, which must fit into the file system's 255 bytes too. */
const LONGEST_NAME = 240

const DATED = /^(.+)_(\d{4}-\d{2}-\d{2})$/

/** The set to go on with: the newest of the task, else the newest of all (the folder may have been renamed since). */
export function newestSet(names: readonly string[], task: string): string | undefined {
  const dated = names.flatMap((name) => {
    const [, of, date] = DATED.exec(name) ?? []
    return of !== undefined && date !== undefined ? [{ name, of, date }] : []
  })
  const own = dated.filter((set) => set.of === task)
  const newest = (own.length > 0 ? own : dated).sort((a, b) => (a.date + a.name < b.date + b.name ? 1 : -1))[0]
  return newest && joined(SETS, newest.name)
}

/** Finds the set of a tree that is there already. */
export async function findSet(tree: Tree, task: string): Promise<string | undefined> {
  const names: string[] = []
  try {
    for await (const { name, kind } of tree.entries(SETS)) if (kind === 'directory') names.push(name)
  } catch (error) {
    if (!isNotThere(error)) throw error
  }
  return newestSet(names, task)
}

/** The document in a side file's text, or what is wrong with it and where. */
export function readDocument(text: string, file: string, image: ImageId): Result<ImageDocument> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail(problem('sidefile.invalid', { file }, { reason: 'json' }))
  }
  const version = typeof json === 'object' && json !== null && 'groundrule' in json ? json.groundrule : undefined
  if (typeof version === 'number' && version > DOCUMENT_VERSION)
    return fail(problem('sidefile.newer-version', { file }, { version, known: DOCUMENT_VERSION }))
  const parsed = ImageDocument.safeParse(json)
  if (!parsed.success)
    return fail(
      problem('sidefile.invalid', { file, path: parsed.error.issues[0]?.path.join('.') ?? '' }, { reason: 'schema' }),
    )
  if (parsed.data.image.path !== image)
    return fail(
      problem(
        'sidefile.invalid',
        { file, path: 'image.path' },
        { reason: 'other-image', image: parsed.data.image.path },
      ),
    )
  return ok(parsed.data)
}

/** Side files of a tree; written where the tree can be written. */
export class TreeSideFiles implements SideFiles {
  #set: string | undefined
  readonly #tree: Tree
  readonly #fresh: string
  /** The text last read or written here, per image: what another hand put there since is never overwritten unkept. */
  readonly #known = new Map<ImageId, string>()
  /** The write under way, per image: the next waits for it. */
  readonly #writing = new Map<ImageId, Promise<unknown>>()

  /**
   * @param set folder of the set that is there, from `findSet`
   * @param fresh names the set that the first write makes
   */
  constructor(tree: Tree, set: string | undefined, fresh: SetName) {
    this.#tree = tree
    this.#set = set
    this.#fresh = joined(SETS, `${fresh.task}_${fresh.date}`)
  }

  get set(): string | undefined {
    return this.#set
  }

  async read(path: ImageId): Promise<Result<ImageDocument | undefined>> {
    if (this.#set === undefined) return ok(undefined)
    const file = this.#place(path)
    try {
      const text = await this.#text(file)
      if (text === undefined) return ok(undefined)
      const read = readDocument(text, file, path)
      if (read.ok) this.#known.set(path, text)
      return read
    } catch (error) {
      return fail(sideTrouble(error, file))
    }
  }

  /**
   * Writes one image's document, after any write of the same image under way. What stands there and was not read or
   * written by this tab before (damaged, or changed by another program) is kept beside it as `….json.bad-<n>`.
   */
  write(doc: ImageDocument): Promise<Result<null>> {
    const path = doc.image.path
    const before = this.#writing.get(path) ?? Promise.resolve()
    const mine = before.then(() => this.#write(doc))
    this.#writing.set(path, mine)
    return mine.finally(() => {
      if (this.#writing.get(path) === mine) this.#writing.delete(path)
    })
  }

  async readBeside(name: string): Promise<Result<string | undefined>> {
    if (this.#set === undefined) return ok(undefined)
    const file = `${this.#set}.${name}`
    try {
      return ok(await this.#text(file))
    } catch (error) {
      return fail(sideTrouble(error, file))
    }
  }

  async writeBeside(name: string, text: string): Promise<Result<null>> {
    const file = `${this.#set ?? this.#fresh}.${name}`
    const tree = this.#tree
    if (!isWritable(tree)) return fail(problem('folder.read-only', { file: tree.name }))
    try {
      await seam('folder.write', () => tree.write(file, text))
      return ok(null)
    } catch (error) {
      return fail(sideTrouble(error, file))
    }
  }

  #place(path: ImageId): string {
    return joined(this.#set ?? this.#fresh, `${path}.json`)
  }

  async #write(doc: ImageDocument): Promise<Result<null>> {
    const path = doc.image.path
    const file = this.#place(path)
    const tree = this.#tree
    if (!isWritable(tree)) return fail(problem('folder.read-only', { file: tree.name }))
    const long = file.split('/').find((name) => bytes(name) > LONGEST_NAME)
    if (long !== undefined)
      return fail(problem('sidefile.name-too-long', { file }, { bytes: bytes(long), limit: LONGEST_NAME }))
    try {
      const valid = ImageDocument.safeParse(doc)
      if (!valid.success)
        return fail(
          problem('sidefile.failed', { file, path: valid.error.issues[0]?.path.join('.') ?? '' }, { reason: 'schema' }),
        )
      const text = prettyJson(doc)
      const there = await this.#text(file)
      if (there !== undefined && there !== text && there !== this.#known.get(path)) {
        const other = readDocument(there, file, path)
        if (!other.ok && other.problems[0]?.code === 'sidefile.newer-version') return other
        await this.#keep(tree, file, there)
      }
      if (there !== text) await seam('folder.write', () => tree.write(file, text))
      this.#known.set(path, text)
      this.#set ??= this.#fresh
      return ok(null)
    } catch (error) {
      return fail(sideTrouble(error, file))
    }
  }

  async #keep(tree: WritableTree, file: string, text: string): Promise<void> {
    for (let n = 1; ; n++) {
      const name = `${file}.bad-${n}`
      const there = await this.#text(name)
      if (there === text) return
      if (there !== undefined) continue
      await seam('folder.keep', () => tree.write(name, text))
      return
    }
  }

  async #text(file: string): Promise<string | undefined> {
    try {
      return await seam('folder.read', async () => (await this.#tree.file(file)).text())
    } catch (error) {
      if (isNotThere(error)) return undefined
      throw error
    }
  }
}

const bytes = (name: string): number => new TextEncoder().encode(name).length
