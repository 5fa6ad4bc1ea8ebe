import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<ProblemCode, `format.${string}`>

export const formats: Readonly<Record<Codes, Message>> = {
  'format.unreadable': (v) =>
    `${v.file ?? 'The file'} cannot be read as ${v.format}${v.why ? `: ${v.why}` : ''}. Check that it is complete.`,
  'format.field': (v) =>
    `${v.file ?? 'The file'}: ${v.field} was not understood (found: ${v.found}). This label was left out.`,
  'format.repeated-id': (v) =>
    `${v.file ?? 'The file'}: the id ${v.id} stands a second time. Both labels were read; give one of them another id.`,
  'format.unknown-image': (v) =>
    `${v.file ?? 'The file'}: label ${v.id} belongs to an image that is not in the file. It was left out.`,
}
