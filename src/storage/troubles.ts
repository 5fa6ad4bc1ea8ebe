/** From what the browser throws to what we tell. */
import { problem, type Place, type Problem, type ProblemCode } from '../core/model/problem'

/** Name of a thrown thing: `QuotaExceededError`, `NotFoundError`, Node's `ENOENT` … */
export function errorName(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : String(error)
}

const NOT_THERE = new Set(['NotFoundError', 'TypeMismatchError', 'ENOENT', 'ENOTDIR', 'EISDIR'])
export const isNotThere = (error: unknown): boolean => NOT_THERE.has(errorName(error))

type Codes = Readonly<Record<string, ProblemCode>>

const ANY: Codes = {
  QuotaExceededError: 'storage.full',
  ENOSPC: 'storage.full',
  NotAllowedError: 'folder.denied',
  SecurityError: 'folder.denied',
  EACCES: 'folder.denied',
  EPERM: 'folder.denied',
  NoModificationAllowedError: 'folder.read-only',
  EROFS: 'folder.read-only',
}
const IMAGE: Codes = {
  ...ANY,
  NotFoundError: 'image.gone',
  TypeMismatchError: 'image.gone',
  ENOENT: 'image.gone',
  ENOTDIR: 'image.gone',
  EISDIR: 'image.gone',
  NotReadableError: 'image.changed',
}

/** What an error met in a journal means. */
export function journalTrouble(error: unknown, place?: Place): Problem {
  const name = errorName(error)
  const code =
    name === 'VersionError'
      ? 'storage.newer-version'
      : name === 'QuotaExceededError'
        ? 'storage.full'
        : 'storage.failed'
  return problem(code, place, { reason: name })
}

/** What an error met on the way to an image means. */
export const imageTrouble = (error: unknown, file: string): Problem =>
  problem(IMAGE[errorName(error)] ?? 'folder.unreadable-entry', { file }, { reason: errorName(error) })

/** What an error met at a side file means. */
export const sideTrouble = (error: unknown, file: string): Problem =>
  problem(ANY[errorName(error)] ?? 'sidefile.failed', { file }, { reason: errorName(error) })
