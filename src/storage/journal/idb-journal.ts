import { openDB, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type { z } from 'zod'
import type { ImageId } from '../../core/model/ids'
import { ImageDocument } from '../../core/model/image'
import { fail, ok, problem, type Place, type Problem, type Result } from '../../core/model/problem'
import { Patch } from '../../core/history/patch'
import type { ImageSummary, Journal, ProjectId, ProjectRecord, StoredImage, StoredPolicy } from '../ports'
import { seam } from '../seam'
import { journalTrouble } from '../troubles'
import { freshLog } from './fresh-log'
import { asProject, DATABASE, PolicyRow, SCHEMA_VERSION, STORES, SummaryRow, type Schema } from './schema'

type Store = StoreNames<Schema>
type WriteTx = IDBPTransaction<Schema, Store[], 'readwrite'>
type ReadTx = IDBPTransaction<Schema, Store[], 'readonly'>

/** Thrown inside a transaction to abort it with a problem of our own. */
class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

/** How long another tab may hold up an upgrade before we say so, in milliseconds. */
const BLOCKED_AFTER = 2000

const under = (project: ProjectId, image: ImageId): IDBKeyRange =>
  IDBKeyRange.bound([project, image], [project, image, []])
const ofProject = (project: ProjectId): IDBKeyRange => IDBKeyRange.bound([project], [project, []])
const revisionOf = (start: ImageDocument): number => start.revision ?? 0

export interface IdbJournalOptions {
  /** Name of the database; another one for tests. */
  readonly name?: string
  /** Told of every stored record that cannot be read; the record stays where it is, untouched. */
  readonly damaged?: (problem: Problem) => void
}

/**
 * The journal in IndexedDB. One append is one transaction, and its promise resolves after `complete`. Durability is
 * `relaxed` (safe against a killed browser) unless `strict` is asked for (safe against a power cut).
 */
export class IdbJournal implements Journal {
  readonly #name: string
  readonly #damaged: (problem: Problem) => void
  #db: Promise<IDBPDatabase<Schema>> | undefined

  constructor(options: IdbJournalOptions = {}) {
    this.#name = options.name ?? DATABASE
    this.#damaged = options.damaged ?? (() => undefined)
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#db ??= this.#connect().catch((error: unknown) => {
      this.#db = undefined
      throw error
    })
    return this.#db
  }

  #connect(): Promise<IDBPDatabase<Schema>> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let given = false
      const opened = openDB<Schema>(this.#name, SCHEMA_VERSION, {
        upgrade(db) {
          for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store)
        },
        blocked: () => {
          timer = setTimeout(() => {
            given = true
            reject(new Refusal(problem('storage.blocked')))
          }, BLOCKED_AFTER)
        },
        // Another tab wants to upgrade: let go. The next call opens anew, and meets the newer version as a value.
        blocking: (_current, _wanted, event) => {
          ;(event.target as IDBDatabase | null)?.close()
          this.#db = undefined
        },
        terminated: () => {
          this.#db = undefined
        },
      })
      opened.then(
        (db) => {
          clearTimeout(timer)
          if (given) db.close()
          else resolve(db)
        },
        (error: unknown) => {
          clearTimeout(timer)
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  /** Lets go of the database. The next call opens it again. */
  async close(): Promise<void> {
    const db = this.#db
    this.#db = undefined
    await db?.then(
      (open) => open.close(),
      () => undefined,
    )
  }

  #write<T>(
    name: string,
    stores: Store[],
    work: (tx: WriteTx) => Promise<T>,
    strict = false,
    place?: Place,
  ): Promise<Result<T>> {
    return this.#run(
      name,
      (db) => db.transaction(stores, 'readwrite', { durability: strict ? 'strict' : 'relaxed' }),
      work,
      place,
      freshLog,
    )
  }

  #read<T>(name: string, stores: Store[], work: (tx: ReadTx) => Promise<T>, place?: Place): Promise<Result<T>> {
    return this.#run(name, (db) => db.transaction(stores, 'readonly'), work, place)
  }

  async #run<M extends WriteTx | ReadTx, T>(
    name: string,
    begin: (db: IDBPDatabase<Schema>) => M,
    work: (tx: M) => Promise<T>,
    place: Place | undefined,
    before?: () => Promise<void>,
  ): Promise<Result<T>> {
    try {
      await before?.()
      return ok(await seam(`journal.${name}`, async () => inTransaction(await this.#begin(begin), work)))
    } catch (error) {
      return fail(error instanceof Refusal ? error.problem : journalTrouble(error, place))
    }
  }

  /** A transaction; a connection that was closed unnoticed (another tab's upgrade, cleared site data) is opened again once. */
  async #begin<M>(begin: (db: IDBPDatabase<Schema>) => M): Promise<M> {
    try {
      return begin(await this.#open())
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error
      this.#db = undefined
      return begin(await this.#open())
    }
  }

  async projects(): Promise<Result<readonly ProjectRecord[]>> {
    const rows = await this.#read('projects', ['projects'], (tx) => tx.objectStore('projects').getAll())
    return rows.ok ? ok(this.#sound(rows.value, asProject, 'projects')) : rows
  }

  putProject(project: ProjectRecord, handle?: FileSystemDirectoryHandle): Promise<Result<null>> {
    return this.#write('put-project', ['projects', 'handles'], async (tx) => {
      await tx.objectStore('projects').put(project, project.id)
      if (handle) await tx.objectStore('handles').put(handle, project.id)
      return null
    })
  }

  handle(id: ProjectId): Promise<Result<FileSystemDirectoryHandle | undefined>> {
    return this.#read('handle', ['handles'], (tx) => tx.objectStore('handles').get(id))
  }

  forgetProject(id: ProjectId): Promise<Result<null>> {
    return this.#write('forget-project', ['projects', 'handles', 'starts', 'log', 'summaries'], async (tx) => {
      await Promise.all([
        tx.objectStore('projects').delete(id),
        tx.objectStore('handles').delete(id),
        tx.objectStore('starts').delete(ofProject(id)),
        tx.objectStore('log').delete(ofProject(id)),
        tx.objectStore('summaries').delete(ofProject(id)),
      ])
      return null
    })
  }

  begin(project: ProjectId, start: ImageDocument): Promise<Result<null>> {
    const image = start.image.path
    return this.#write('begin', ['starts', 'log'], async (tx) => {
      const reached = await lengthOf(tx, project, image)
      if (reached === undefined || revisionOf(start) > reached)
        await tx.objectStore('starts').add(start, [project, image, revisionOf(start)])
      return null
    })
  }

  async load(project: ProjectId, image: ImageId): Promise<Result<StoredImage | undefined>> {
    const rows = await this.verbatim(project, image)
    return rows.ok ? this.#assemble(image, rows.value) : rows
  }

  /** The newest start and the entries after it exactly as stored, readable or not: for rescue. */
  verbatim(project: ProjectId, image: ImageId): Promise<Result<VerbatimLog | undefined>> {
    return this.#read(
      'load',
      ['starts', 'log'],
      async (tx) => {
        const newest = await tx.objectStore('starts').openCursor(under(project, image), 'prev')
        if (!newest) return undefined
        const base = newest.key[2]
        const entries = await tx
          .objectStore('log')
          .getAll(IDBKeyRange.bound([project, image, base + 1], [project, image, []]))
        return { base, start: newest.value, entries }
      },
      { file: image },
    )
  }

  #assemble(image: ImageId, rows: VerbatimLog | undefined): Result<StoredImage | undefined> {
    if (!rows) return ok(undefined)
    const start = ImageDocument.safeParse(rows.start)
    if (!start.success) return this.#damage(image, 0, firstIssue(start.error))
    const log: Patch[] = []
    for (const [i, row] of rows.entries.entries()) {
      const seq = rows.base + i + 1
      const patch = Patch.safeParse(row)
      if (!patch.success) return this.#damage(image, seq, firstIssue(patch.error))
      if (patch.data.seq !== seq || patch.data.image !== image) return this.#damage(image, seq, 'seq')
      log.push(patch.data)
    }
    return ok({ start: start.data, log })
  }

  #damage(image: ImageId, seq: number, path: string): Result<never> {
    const what = problem('journal.invalid-entry', { file: image, path }, { seq })
    this.#damaged(what)
    return fail(what)
  }

  append(project: ProjectId, patch: Patch, summary: ImageSummary, strict = false): Promise<Result<null>> {
    const key: [string, string, number] = [project, patch.image, patch.seq]
    return this.#write(
      'append',
      ['starts', 'log', 'summaries'],
      async (tx) => {
        const log = tx.objectStore('log')
        const reached = (await lengthOf(tx, project, patch.image)) ?? -1
        if (patch.seq !== reached + 1) {
          // Said again because the first answer was lost: the entry is there already.
          if (reached >= patch.seq && JSON.stringify(await log.get(key)) === JSON.stringify(patch)) return null
          throw new Refusal(problem('storage.other-tab', { file: patch.image }, { seq: patch.seq, next: reached + 1 }))
        }
        await Promise.all([log.add(patch, key), tx.objectStore('summaries').put(summary, [project, summary.path])])
        return null
      },
      strict,
      { file: patch.image },
    )
  }

  async summaries(project: ProjectId): Promise<Result<readonly ImageSummary[]>> {
    const rows = await this.#read('summaries', ['summaries'], (tx) =>
      tx.objectStore('summaries').getAll(ofProject(project)),
    )
    return rows.ok ? ok(this.#sound(rows.value, (row) => parsed(SummaryRow, row), 'summaries')) : rows
  }

  images(project: ProjectId): Promise<Result<readonly ImageId[]>> {
    return this.#read('images', ['starts'], async (tx) => {
      const keys = await tx.objectStore('starts').getAllKeys(ofProject(project))
      return [...new Set(keys.map(([, image]) => image as ImageId))]
    })
  }

  async policies(): Promise<Result<readonly StoredPolicy[]>> {
    const rows = await this.#read('policies', ['policies', 'drafts'], async (tx) => [
      ...(await tx.objectStore('policies').getAll()),
      ...(await tx.objectStore('drafts').getAll()),
    ])
    return rows.ok ? ok(this.#sound(rows.value, (row) => parsed(PolicyRow, row), 'policies')) : rows
  }

  publishPolicy(policy: StoredPolicy): Promise<Result<null>> {
    return this.#write(
      'publish-policy',
      ['policies'],
      async (tx) => {
        const store = tx.objectStore('policies')
        const known = await store.get([policy.id, policy.version])
        if (known && known.digest !== policy.digest)
          throw new Refusal(problem('policy.version-exists', {}, { id: policy.id, version: policy.version }))
        if (!known) await store.add(policy, [policy.id, policy.version])
        return null
      },
      true,
    )
  }

  putDraft(draft: StoredPolicy): Promise<Result<null>> {
    return this.#write('put-draft', ['drafts'], async (tx) => {
      await tx.objectStore('drafts').put(draft, draft.id)
      return null
    })
  }

  removeDraft(id: string): Promise<Result<null>> {
    return this.#write('remove-draft', ['drafts'], async (tx) => {
      await tx.objectStore('drafts').delete(id)
      return null
    })
  }

  setting(key: string): Promise<Result<unknown>> {
    return this.#read('setting', ['settings'], (tx): Promise<unknown> => tx.objectStore('settings').get(key))
  }

  putSetting(key: string, value: unknown): Promise<Result<null>> {
    return this.#write('put-setting', ['settings'], async (tx) => {
      await tx.objectStore('settings').put(value, key)
      return null
    })
  }

  /** The rows that can be read; of the others the app is told, and they stay in the database. */
  #sound<T>(rows: readonly unknown[], parse: (row: unknown) => T | undefined, store: string): T[] {
    const sound: T[] = []
    for (const row of rows) {
      const value = parse(row)
      if (value === undefined) this.#damaged(problem('journal.invalid-entry', { path: store }))
      else sound.push(value)
    }
    return sound
  }
}

/** What stands in the database for one image, unread. */
export interface VerbatimLog {
  /** Revision of the start: the entries follow on it. */
  readonly base: number
  readonly start: unknown
  readonly entries: readonly unknown[]
}

/** Does the work and waits for `complete`. An aborted transaction throws its own error (quota), not that of the request it took along. */
async function inTransaction<M extends WriteTx | ReadTx, T>(tx: M, work: (tx: M) => Promise<T>): Promise<T> {
  const done = tx.done.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  try {
    const value = await work(tx)
    const failed = await done
    if (failed) throw failed.error
    return value
  } catch (error) {
    if (error instanceof Refusal) abort(tx)
    else await Promise.race([done, Promise.resolve()])
    const cause: unknown = tx.error
    throw error instanceof Refusal || !(cause instanceof Error || cause instanceof DOMException) ? error : cause
  }
}

function abort(tx: WriteTx | ReadTx): void {
  try {
    tx.abort()
  } catch {
    // Already finished by itself: nothing was written by a refused call.
  }
}

/** Entries so far, the start's own included; undefined when the image has no log. Two key look-ups. */
async function lengthOf(tx: WriteTx, project: ProjectId, image: ImageId): Promise<number | undefined> {
  const [start, last] = await Promise.all([
    tx.objectStore('starts').openKeyCursor(under(project, image), 'prev'),
    tx.objectStore('log').openKeyCursor(under(project, image), 'prev'),
  ])
  return start ? Math.max(start.key[2], last ? last.key[2] : 0) : undefined
}

const firstIssue = (error: z.ZodError): string => error.issues[0]?.path.join('.') ?? ''

function parsed<T>(schema: z.ZodType<T>, row: unknown): T | undefined {
  const result = schema.safeParse(row)
  return result.success ? result.data : undefined
}
