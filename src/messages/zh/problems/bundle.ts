import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

const NAMES: Record<string, string> = {
  empty: '其中一段为空',
  'too-long': '名称过长',
  'not-unicode': '不是有效的 Unicode',
  control: '含有控制字符',
  bidi: '含有改变文字方向的字符',
  separator: '含有反斜杠或冒号',
  absolute: '是绝对路径',
  dots: '指向所在文件夹之外',
  'ends-in-dot-or-space': '其中一段以点或空格结尾',
  device: '是 Windows 的设备名',
}

const DAMAGE: Record<string, string> = {
  truncated: '文件末尾缺失，请重新复制或导出',
  'trailing-bytes': '文件末尾之后附加了内容',
  'end-record': '结束记录与文件不符',
  directory: '目录无法读取',
  header: 'ZIP 头部与写入时不同',
  overlap: '与另一个条目重叠',
  gap: '条目之间存在不属于任何条目的字节',
  crc: '数据与校验和不符',
  encrypted: '已加密',
  compressed: '已压缩；标注包的条目均按原样存储',
  'sizes-differ': '存储大小与实际大小不同',
  symlink: '是符号链接',
  'not-a-file': '不是普通文件',
  order: '位置与清单不符',
  unreadable: '文件无法完整读取',
}

const REASONS: Record<string, string> = {
  'not-canonical': '文本在写入之后被改动',
  order: '图像顺序不正确',
  'too-large': '过大',
  'not-text': '不是 UTF-8 文本',
  schema: '不符合格式',
}
const why = (table: Record<string, string>, key: unknown): string => table[String(key)] ?? String(key ?? '')

export const bundle: Readonly<Record<Extract<ProblemCode, `bundle.${string}`>, Message>> = {
  'bundle.not-zip': () => '这不是 ZIP 文件，因此不是标注包。',
  'bundle.no-manifest': () => '此 ZIP 文件中没有 manifest.json，不是 Groundrule 标注包。',
  'bundle.manifest-invalid': (v) => `清单无效${v.why ? `：${why(REASONS, v.why)}` : ''}。请重新导出标注包。`,
  'bundle.newer-version': (v) =>
    `此标注包的格式版本为 ${v.version}，当前 Groundrule 只支持到 ${v.known}。请更新 Groundrule 后再打开。`,
  'bundle.unsafe-name': (v) =>
    `名称${v.file ? `“${v.file}”` : ''}不能用于标注包：${why(NAMES, v.defect)}。请重命名该文件。`,
  'bundle.entry-missing': (v) => `清单列出了 ${v.file}，但标注包中没有。`,
  'bundle.entry-extra': (v) => `标注包中有 ${v.file}，但清单没有列出。`,
  'bundle.entry-duplicate': (v) => `${v.file} 与 ${v.other} 在某些系统上是同一个名称。请重命名其中一个。`,
  'bundle.size-mismatch': (v) => `${v.file} 有 ${v.actual} 字节，清单写的是 ${v.expected} 字节。`,
  'bundle.hash-mismatch': (v) => `${v.file} 被改动：其 SHA-256 与清单不符。`,
  'bundle.digest-mismatch': () => '清单被改动：摘要不符。',
  'bundle.schema': (v) => `${v.file} 不是有效的文档：${why(REASONS, v.why)}。`,
  'bundle.count-mismatch': (v) => `清单中的计数与实际内容不符（${v.field}）。`,
  'bundle.table-mismatch': (v) => `${v.file} 与标注内容不符。`,
  'bundle.image-mismatch': (v) => `${v.file} 不是当时标注的图像：SHA-256 不同。请放回当时标注的文件，或标注这一个。`,
  'bundle.png-mismatch': (v) => `${v.file} 不是所标注图像的 PNG：大小为 ${v.actual} 像素，应为 ${v.expected}。`,
  'bundle.damaged': (v) => `标注包已损坏${v.file ? `（${v.file}）` : ''}：${why(DAMAGE, v.why)}。`,
  'bundle.image-not-found': (v) => `文件夹中没有与 ${v.file} 的 SHA-256 相同的图像。请打开包含它的文件夹。`,
  'bundle.image-ambiguous': (v) => `文件夹中有多个图像与 ${v.file} 相符。请选择一个。`,
  'bundle.image-unreadable': (v) => `无法从标注包中读取 ${v.file} 的像素。`,
  'bundle.entry-mode': (v) => `${v.file} 不是只读（权限 ${v.mode}，应为 0444）。标注包被其他程序重新打包过。`,
  'bundle.too-many': (v) => `标注包有 ${v.entries} 个条目，上限为 ${v.limit}。请拆分项目。`,
  'bundle.policy-mismatch': (v) => `标注包中的标注规范与清单所写不同：${v.field} 为 ${v.actual}，应为 ${v.expected}。`,
  'bundle.contents-mismatch': (v) => `清单对此图像的记录与 ${v.file} 不符（${v.field}）。`,
}
