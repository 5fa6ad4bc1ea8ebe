/** Labels as the app writes them: one JSON per image under `Ann_pre/<task>_<date>/`. */
import type { ImageId } from '../../core/model/ids'
import { problem, type Problem } from '../../core/model/problem'
import type { LabelReader, ReadableFolder, Reading, Span } from '../../core/model/reading'
import { newestSet, readDocument, SETS } from '../../storage/side-files'
import { byName, joined } from '../../storage/tree'
import { isNotThere, sideTrouble } from '../../storage/troubles'
import { annotationSpans } from '../../core/model/json-places'

/** The sets of labels in a folder, by name. */
export async function setsOf(folder: ReadableFolder): Promise<string[]> {
  const names: string[] = []
  try {
    for await (const { name, kind } of folder.entries(SETS)) if (kind === 'directory') names.push(name)
  } catch (error) {
    if (!isNotThere(error)) throw error
  }
  return names.sort(byName)
}

/** The baseline of a set stands beside its labels, where the app writes it. */
export const BASELINE_FILE = 'baseline.json'

/** The folder of the set that is read; nothing where there is none. @param set its name below `Ann_pre/`; absent = the newest */
export async function chosenSet(folder: ReadableFolder, set: string | undefined): Promise<string | undefined> {
  return set === undefined ? newestSet(await setsOf(folder), folder.name) : joined(SETS, set)
}

/** Paths of all side files of a set, folder by folder, or what was wrong with a folder; only one folder's names are held at a time. */
async function* paths(folder: ReadableFolder, inside: string): AsyncGenerator<string | Problem> {
  const files: string[] = []
  const folders: string[] = []
  try {
    for await (const { name, kind } of folder.entries(inside))
      if (kind === 'directory') folders.push(name)
      else if (name.endsWith('.json')) files.push(name)
  } catch (error) {
    if (!isNotThere(error)) yield sideTrouble(error, inside)
    return
  }
  for (const name of files.sort(byName)) yield joined(inside, name)
  for (const name of folders.sort(byName)) yield* paths(folder, joined(inside, name))
}

/** Spans by annotation id, made on the first question. */
function placesOf(text: string, ids: readonly string[]): (id: string) => Span | undefined {
  let places: ReadonlyMap<string, Span> | undefined
  return (id) => {
    if (!places) {
      const spans = annotationSpans(text)
      places = new Map(ids.flatMap((known, i): [string, Span][] => (spans[i] ? [[known, spans[i]]] : [])))
    }
    return places.get(id)
  }
}

const nowhere = (): undefined => undefined

async function readOne(folder: ReadableFolder, set: string, file: string): Promise<Reading> {
  const image = file.slice(set.length + 1, -'.json'.length) as ImageId
  try {
    const bytes = await folder.bytes(file)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array())
    const read = readDocument(text, file, image)
    if (!read.ok) return { file, place: nowhere, problems: read.problems }
    const document = read.value
    return {
      file,
      document,
      place: placesOf(
        text,
        document.annotations.map((a) => a.id),
      ),
      problems: [],
    }
  } catch (error) {
    const notText = error instanceof TypeError
    return {
      file,
      place: nowhere,
      problems: [notText ? problem('sidefile.invalid', { file }, { reason: 'json' }) : sideTrouble(error, file)],
    }
  }
}

/** Reads one set of the folder. @param set its name below `Ann_pre/`; absent = the newest. */
export const sideFileReader = (set?: string): LabelReader => ({
  name: 'groundrule',
  async *read(folder, signal) {
    const chosen = await chosenSet(folder, set)
    if (chosen === undefined) return
    for await (const file of paths(folder, chosen)) {
      if (signal.aborted) return
      if (file === joined(chosen, BASELINE_FILE)) continue
      if (typeof file === 'string') yield await readOne(folder, chosen, file)
      else yield { file: file.place?.file ?? chosen, place: nowhere, problems: [file] }
    }
  },
})
