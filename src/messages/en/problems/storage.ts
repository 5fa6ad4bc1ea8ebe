import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<
  ProblemCode,
  | `folder.${string}`
  | `storage.${string}`
  | `sidefile.${string}`
  | `baseline.${string}`
  | `journal.${string}`
  | `sample.${string}`
>

const where = (file: unknown): string => (file === undefined || file === '' ? '' : ` “${file}”`)
const why = (reason: unknown): string => (reason === undefined || reason === '' ? '' : ` (${reason})`)

const INVALID: Readonly<Record<string, string>> = {
  json: 'it is not valid JSON',
  schema: 'it does not follow the format',
  'other-image': 'it belongs to another image',
}

export const storage: Readonly<Record<Codes, Message>> = {
  'folder.denied': (v) =>
    `The browser does not let Groundrule into the folder${where(v.file)}. Open the folder again and allow access.`,
  'folder.gone': (v) => `The folder${where(v.file)} is no longer there. If it was moved or renamed, open it again.`,
  'folder.unreadable-entry': (v) =>
    v.reason === 'path-too-long'
      ? `The path${where(v.file)} is longer than 1,024 characters. Shorten the names of its folders.`
      : `${v.file ?? 'An entry'} cannot be read${why(v.reason)}. The rest of the folder is listed.`,
  'folder.read-only': (v) =>
    `The folder${where(v.file)} cannot be written. Your labels are kept in this browser; export them to take them along.`,
  'folder.nothing-dropped': () => 'There was no folder, image or bundle in what was dropped.',
  'folder.drop-timeout': (v) =>
    `The browser did not hand over the folder within ${v.seconds} seconds. System folders are refused; use a folder inside them.`,
  'storage.failed': (v) =>
    `The browser's storage refused the change${why(v.reason)}. Your last labels are not saved yet: keep this page open and try again.`,
  'storage.full': () =>
    'There is no space left. Your last labels are not saved yet: free some space, keep this page open and try again.',
  'storage.newer-version': () =>
    'A newer Groundrule has used this browser’s storage. Reload the page to get the newer version; nothing is lost.',
  'storage.blocked': () =>
    'Another tab holds an older version of the storage. Close the other Groundrule tabs and try again.',
  'storage.other-tab': (v) =>
    `${v.file ?? 'The image'} was labelled in another tab meanwhile. Open the image again to see its newest labels; your last change is not among them.`,
  'sidefile.failed': (v) =>
    `${v.file ?? 'The side file'} cannot be read or written${why(v.reason)}. Your labels are kept in this browser.`,
  'sidefile.invalid': (v) =>
    `${v.file ?? 'The side file'} cannot be used: ${INVALID[String(v.reason)] ?? v.reason}. It is left as it is; when you label the image, a copy is kept beside the new file.`,
  'sidefile.conflict': (v) =>
    `${v.file ?? 'The image'} was labelled in two places: ${v.journal} annotations in this browser, ${v.side} in the folder. Choose which to keep.`,
  'sidefile.newer-version': (v) =>
    `${v.file ?? 'The side file'} was written by a newer Groundrule (format ${v.version}; this one knows ${v.known}). Update Groundrule to label this image.`,
  'baseline.failed': (v) =>
    `The list of accepted findings (${v.file ?? 'baseline.json'}) could not be read or written. It is kept in this browser.`,
  'baseline.invalid': (v) =>
    v.reason === 'json'
      ? `${v.file ?? 'The baseline'} is not JSON. No old finding is accepted until it is repaired or written anew.`
      : `${v.file ?? 'The baseline'} is not a baseline${v.path ? ` (at ${v.path})` : ''}. No old finding is accepted until it is repaired or written anew.`,
  'baseline.newer-version': (v) =>
    `${v.file ?? 'The baseline'} was written by a newer version (form ${v.version}, known here: ${v.known}). Use that version.`,
  'sidefile.name-too-long': (v) =>
    `The name of ${v.file ?? 'the side file'} would have ${v.bytes} bytes; ${v.limit} are possible. Shorten the image's name. Until then its labels are kept in this browser only.`,
  'journal.invalid-entry': (v) =>
    v.file === undefined
      ? 'A record in this browser’s storage cannot be read. It was left as it is and skipped.'
      : `Entry ${v.seq} in the history of ${v.file} is damaged. It was left as it is; the image is not opened, so that nothing is overwritten.`,
  'sample.invalid': (v) =>
    `The sample project cannot be opened${why(v.reason)}. Check that ${v.file ?? 'it'} is served with the app.`,
}
