import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<ProblemCode, `format.${string}`>

export const formats: Readonly<Record<Codes, Message>> = {
  'format.unreadable': (v) =>
    `${v.file ?? '文件'}无法按 ${v.format} 读取${v.why ? `：${v.why}` : ''}。请检查文件是否完整。`,
  'format.field': (v) => `${v.file ?? '文件'}：无法理解 ${v.field}（内容：${v.found}），该标注已略去。`,
  'format.repeated-id': (v) => `${v.file ?? '文件'}：编号 ${v.id} 重复出现。两个标注都已读入，请为其中一个另取编号。`,
  'format.unknown-image': (v) => `${v.file ?? '文件'}：标注 ${v.id} 所属的图像不在文件中，已略去。`,
}
