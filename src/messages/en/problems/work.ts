import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<ProblemCode, `export.${string}` | `command.${string}` | `worker.${string}` | `cli.${string}`>

const DEFECTS: Readonly<Record<string, string>> = {
  inverted: 'its corners are swapped',
  'zero-area': 'it covers no area',
  'not-finite': 'a coordinate is not a number',
  'too-few-points': 'it has too few points',
  'self-crossing': 'its outline crosses itself',
  'self-touching': 'its outline touches itself',
  'repeated-point': 'a point stands twice in a row',
  'repeated-name': 'two keypoints have one name',
  'run-lengths': 'its run lengths do not fill its box',
  'too-complex': 'too many of its edges lie over each other',
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  'not-a-file': 'it is not a regular file',
}

const DIFFERS: Readonly<Record<string, string>> = {
  size: 'its size (upright)',
  orientation: 'its EXIF orientation',
  format: 'its format',
  bytes: 'its length in bytes',
  sha256: 'its SHA-256',
}

export const work: Readonly<Record<Codes, Message>> = {
  'export.nothing': (v) =>
    v.images
      ? 'No image is finished yet, so there is nothing to export. Finish one, or choose to export all.'
      : 'There are no images to export.',
  'export.unfinished': (v) =>
    `${v.file ?? 'An image'} does not follow the policy (${v.findings} open, first: rule ${v.rule}). Settle the findings and finish it again, or choose to export all.`,
  'export.cancelled': () => 'Cancelled.',
  'export.failed': (v) => `The export stopped: ${v.why}. Nothing was left behind; try again.`,
  'command.unknown-annotation': (v) =>
    `There is no annotation ${v.id} on this image any more. It may have been deleted.`,
  'command.duplicate-annotation': (v) =>
    `An annotation ${v.id} is on this image already; it was not added a second time.`,
  'command.finish-refused': (v) =>
    `The image cannot be finished: ${v.count} open, first: rule ${v.rule}. Settle the findings first.`,
  'command.finish-empty': () => 'Nothing is labelled on this image. Say “nothing here” to finish it.',
  'command.finished-image': () => 'The image is finished. Reopen it to change its labels.',
  'command.invalid-shape': (v) => `The shape was not taken: ${DEFECTS[String(v.defect)] ?? v.defect}. Draw it again.`,
  'command.stale': (v) => `${v.file} was edited meanwhile and is left as it is. Start again to include it.`,
  'command.undecodable': () => 'A stored command could not be read. It was kept, but not applied.',
  'worker.restarted': () => 'A background worker stopped and was started again. Its work is being repeated.',
  'worker.failed': (v) =>
    `A background worker stopped and cannot be started again${v.why ? ` (${v.why})` : ''}. Reload the page; everything saved is kept.`,
  'cli.usage': (v) => `${v.why ?? 'The command was not understood'}. Run "groundrule --help".`,
  'cli.cannot-read': (v) =>
    `${v.file ?? 'The file'} cannot be read${v.why ? `: ${SYSTEM[String(v.why)] ?? v.why}` : ''}.`,
  'cli.no-labels': (v) =>
    `There are no labels in ${v.file ?? 'the folder'}: no files below Ann_pre/. Name the folder that was opened in the app.`,
  'cli.no-policy': (v) =>
    `No label in ${v.file ?? 'the folder'} says which policy it was made under. Name one with --policy.`,
  'cli.policy-not-found': (v) =>
    `The labels were made under ${v.id} ${v.version}, which is neither in nor above the folder (label-policies/${v.id}/${v.version}.yaml). Name it with --policy.`,
  'cli.policy-other-text': (v) =>
    `This is ${v.id} ${v.version} by name, but not the text under which the labels were made (another digest).`,
  'cli.image-differs': (v) =>
    `The image is not the one that was labelled: ${DIFFERS[String(v.what)] ?? v.what} is ${v.found}, recorded was ${v.recorded}.`,
}
