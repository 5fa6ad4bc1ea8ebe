import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

/** 文件损坏的原因。 */
const REASONS: Readonly<Record<string, string>> = {
  header: '文件头自相矛盾',
  checksum: '文件头的校验和不对',
  'no-pixels': '里面没有图像数据',
  'zero-size': '文件头中的宽或高为 0',
  structure: '内部结构已损坏',
  pixels: '里面的图像无法解码',
  size: '图像的实际尺寸与文件头不符',
  transfer: '换行符被改动过，可能曾以文本模式传输',
}

const count = new Intl.NumberFormat('zh-CN')
const n = (value: string | number | undefined): string =>
  typeof value === 'number' ? count.format(value) : (value ?? '?')

export const images: Readonly<Record<Extract<ProblemCode, `image.${string}`>, Message>> = {
  'image.empty': () => '文件是空的（0 字节）。请从来源重新复制。',
  'image.unknown-format': () => '这不是 Groundrule 能识别的图像。支持 PNG、JPEG、WebP、AVIF、BMP 和 GIF。',
  'image.text-not-image': (v) =>
    `无论文件名怎么写，里面是${v.kind === 'text' ? '文本' : ` ${v.kind} 文本`}，不是像素。请替换它，或把它移出文件夹。`,
  'image.truncated': (v) =>
    `图像还没结束，文件就断了（现有 ${n(v.bytes)} 字节）。请从来源重新复制；缺失的部分无法标注。`,
  'image.damaged': (v) => `文件已损坏：${REASONS[String(v.reason)] ?? REASONS.structure}。请从来源重新复制。`,
  'image.too-large': (v) =>
    v.bytes === undefined
      ? `图像为 ${n(v.width)} × ${n(v.height)} 像素。上限是总共 ${n(v.pixels)} 像素，单边 ${n(v.side)} 像素。请先切成小块。`
      : `文件有 ${n(v.bytes)} 字节，上限是 ${n(v.limit)} 字节。请先把图像切成小块。`,
  'image.unsupported': (v) => `这是 ${v.format} 文件，浏览器无法把它显示为图像。请先无损转换为 PNG。`,
  'image.gone': () => '文件已不在原处。如果它被移动或改名，请重新打开文件夹。',
  'image.changed': () => '读取期间文件被其他程序改动。请重新打开。',
  'image.decode-timeout': (v) => `解码超过 ${n(v.seconds)} 秒，已放弃。图像可能已损坏，或对本机来说太大。`,
  'image.trailing-bytes': (v) => `图像结束之后还有 ${n(v.bytes)} 字节。它们没有害处；导出原始字节时会保留。`,
  'image.other-extension': (v) =>
    `文件名以 .${v.extension} 结尾，内容却是 ${v.format}。这里按 ${v.format} 读取；其他程序可能拒绝它。`,
  'image.not-exact': (v) => `图像每个样本有 ${n(v.bits)} 位，而浏览器只给出 8 位。请导出原始字节，不要导出 PNG。`,
  'image.png-mismatch': () => '由此图像生成的 PNG 解码后像素不一致，已丢弃。请改为导出原始字节。',
}
