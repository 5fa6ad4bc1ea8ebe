/** What the manifest says of the documents: the writer adds them up, the reader does so again and compares. */
import type { ImageDocument } from '../core/model/image'
import { carriedAs, imageEntry } from './layout'
import type { ImagesAs, ManifestCounts, ManifestImage } from './manifest'

/** An image's line in the manifest's contents. */
export function contentsOf(doc: ImageDocument, as: ImagesAs): ManifestImage {
  const { path, sha256, bytes, format, width, height, stored, orientation } = doc.image
  const entry = imageEntry(doc.image, as)
  return {
    ...{ path, sha256, bytes, format, width, height, stored, orientation },
    carried: carriedAs(doc.image, as),
    ...(entry === undefined ? {} : { entry }),
    annotations: doc.annotations.length,
    state: doc.state,
  }
}

const plusOne = (counters: Map<string, number>, key: string): void =>
  void counters.set(key, (counters.get(key) ?? 0) + 1)

/** Counts over documents, one at a time. */
export class Counting {
  #images = 0
  #finished = 0
  #blocked = 0
  #annotations = 0
  readonly #byDisposition = new Map<string, number>()
  readonly #byClass = new Map<string, number>()
  readonly #byPolicyVersion = new Map<string, number>()

  add(doc: ImageDocument, blocked: boolean): void {
    this.#images++
    if (doc.state === 'finished') this.#finished++
    if (blocked) this.#blocked++
    for (const annotation of doc.annotations) {
      this.#annotations++
      plusOne(this.#byDisposition, annotation.disposition)
      plusOne(this.#byClass, annotation.class)
      plusOne(this.#byPolicyVersion, `${annotation.made.policy.id}@${annotation.made.policy.version}`)
    }
  }

  counts(): ManifestCounts {
    return {
      images: this.#images,
      finished: this.#finished,
      blocked: this.#blocked,
      annotations: this.#annotations,
      byDisposition: Object.fromEntries(this.#byDisposition),
      byClass: Object.fromEntries(this.#byClass),
      byPolicyVersion: Object.fromEntries(this.#byPolicyVersion),
    }
  }
}
