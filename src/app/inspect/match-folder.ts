import type { ImageId, Sha256 } from '../../core/model/ids'
import type { Result } from '../../core/model/problem'
import type { ImageSource } from '../../storage/ports'

/** An image that is looked for. */
export interface Wanted {
  readonly path: ImageId
  readonly sha256: Sha256
  readonly bytes: number
}

export interface MatchProgress {
  /** Files listed so far; all of them once listing is over. */
  readonly listed: number
  readonly looked: number
  readonly hashed: number
  readonly bytes: number
  readonly found: number
  readonly wanted: number
}

export interface FolderMatch {
  /** Image of the bundle → file of the folder with exactly its bytes. */
  readonly places: ReadonlyMap<ImageId, ImageId>
  readonly missing: readonly ImageId[]
  /** Images of which the folder holds several copies: equal bytes, so any of them will do. */
  readonly twins: number
  readonly unreadable: number
}

export interface MatchReport {
  progress(progress: MatchProgress): void
  found(image: ImageId, at: ImageId): void
  readonly signal: AbortSignal
}

/**
 * Looks for images in a folder by their SHA-256 and by nothing else: names say nothing. Only files of a size that is
 * wanted are hashed. Stops early when the signal fires; throws what `source.list` throws.
 */
export async function matchFolder(
  wanted: readonly Wanted[],
  source: Pick<ImageSource, 'list' | 'open'>,
  hash: (path: ImageId, file: Blob) => Promise<Result<Sha256>>,
  report: MatchReport,
): Promise<FolderMatch> {
  const byHash = new Map<Sha256, Wanted[]>()
  for (const image of wanted) byHash.set(image.sha256, [...(byHash.get(image.sha256) ?? []), image])
  const sizes = new Set(wanted.map((w) => w.bytes))
  const places = new Map<ImageId, ImageId>()
  const twins = new Set<Sha256>()
  const seen = new Set<Sha256>()
  let [looked, hashed, bytes, unreadable] = [0, 0, 0, 0]
  const files: ImageId[] = []
  const tell = (): void => {
    report.progress({ listed: files.length, looked, hashed, bytes, found: places.size, wanted: wanted.length })
  }

  async function look(path: ImageId): Promise<void> {
    const opened = await source.open(path)
    looked++
    if (!opened.ok) {
      unreadable++
      return
    }
    if (!sizes.has(opened.value.size)) return
    const digest = await hash(path, opened.value)
    if (report.signal.aborted) return
    hashed++
    bytes += opened.value.size
    if (!digest.ok) {
      unreadable++
      return
    }
    const images = byHash.get(digest.value)
    if (!images) return
    if (seen.has(digest.value)) {
      twins.add(digest.value)
      return
    }
    seen.add(digest.value)
    for (const image of images) {
      places.set(image.path, path)
      report.found(image.path, path)
    }
  }

  for await (const batch of source.list(report.signal)) {
    files.push(...batch.map((entry) => entry.path))
    tell()
  }
  for (const path of files) {
    if (report.signal.aborted) break
    await look(path)
    tell()
  }
  return {
    places,
    missing: wanted.filter((w) => !places.has(w.path)).map((w) => w.path),
    twins: [...twins].reduce((sum, sha256) => sum + (byHash.get(sha256)?.length ?? 0), 0),
    unreadable,
  }
}
