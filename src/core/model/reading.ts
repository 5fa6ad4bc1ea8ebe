/** The seam between whatever holds labels (our side files, foreign formats) and whoever looks at them. */
import type { AnnotationId } from './ids'
import type { ImageDocument } from './image'
import type { Place, Problem } from './problem'

/** Lines of a file, both ends included; 1-based. */
export interface Span {
  readonly line: number
  readonly column?: number
  readonly endLine?: number
}

/** The labels of one image, and where they were read. */
export interface Reading {
  /** The label file, relative to the folder that was read, `/` between folders. */
  readonly file: string
  /** Absent when the file could not be understood; `problems` then says why. */
  readonly document?: ImageDocument
  /** Where an annotation stands in `file`; undefined = not known. Worked out only when it is asked for. */
  place(annotation: AnnotationId): Span | undefined
  /** What was wrong with the file or with parts of it. */
  readonly problems: readonly Problem[]
}

/** One kind of label files. A reader keeps only the file it is reading in memory. */
export interface LabelReader {
  /** Name for people and for `--from`: `groundrule`, `voc`, `kitti` … */
  readonly name: string
  /** Reads the labels below a folder, one image after the other, in a stable order. */
  read(folder: ReadableFolder, signal: AbortSignal): AsyncIterable<Reading>
}

/** What a reader needs of a folder: it never writes. Paths are relative, `/` between folders. */
export interface ReadableFolder {
  readonly name: string
  /** Names in a folder ('' = the root), files and folders; throws what the platform throws. */
  entries(folder: string): AsyncIterable<{ readonly name: string; readonly kind: 'file' | 'directory' }>
  /** A file's bytes; nothing when there is no such file. */
  bytes(path: string): Promise<Uint8Array | undefined>
}

/** Place of an annotation for a problem or a finding. */
export const placeIn = (reading: Reading, annotation: AnnotationId | undefined): Place => {
  const span = annotation === undefined ? undefined : reading.place(annotation)
  return {
    file: reading.file,
    ...(span === undefined ? {} : { line: span.line, ...(span.column === undefined ? {} : { column: span.column }) }),
  }
}
