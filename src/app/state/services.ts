import { BundleClient } from '../../workers/bundle/client'
import { ImagingClient } from '../../workers/imaging/client'
import { ValidatorClient } from '../../workers/validator/client'
import type { Instant } from '../../core/model/ids'
import type { AnnotationId } from '../../core/model/ids'
import type { Journal } from '../../storage/ports'

/** Everything that reaches outside the page's own memory: made once, handed down. */
export interface Services {
  readonly journal: Journal
  readonly imaging: ImagingClient
  readonly validator: ValidatorClient
  readonly bundle: BundleClient
  readonly now: () => Instant
  readonly newId: () => AnnotationId
}

export function createServices(journal: Journal): Services {
  return {
    journal,
    imaging: new ImagingClient(),
    // A policy to label under has passed the studio or ships with us: patience, not suspicion, on a slow machine.
    validator: new ValidatorClient({ loadMs: 15_000 }),
    bundle: new BundleClient(),
    now: () => new Date().toISOString() as Instant,
    newId: () => crypto.randomUUID() as AnnotationId,
  }
}
