import type { ImageSource } from '../../storage/ports'

/** The images of the project that is open in the annotate place: one click looks for a bundle's images there. */
export interface ProjectImages {
  readonly name: string
  readonly source: ImageSource
}
