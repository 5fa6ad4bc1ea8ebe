import type { Message } from '../message'
import type { CliWords } from '../en/cli'

const CARRIED: Readonly<Record<string, string>> = { coordinates: '仅坐标', original: '原始文件', png: '像素一致的 PNG' }

export const cli: Readonly<Record<CliWords, Message>> = {
  policy: () => '标注规范',
  digest: () => '摘要',
  images: () => '图像',
  imageCounts: (v) => `${v.images} 张（已完成 ${v.finished} 张），${CARRIED[String(v.carried)] ?? v.carried}`,
  annotations: () => '标注',
  madeUnder: () => '标注时的规范版本',
  problems: (v) => `标注包有 ${v.count} 个问题：`,
  findings: (v) => `按其规范检查有 ${v.count} 项发现：`,
  more: (v) => `另有 ${v.count} 项，使用 --json 可全部列出`,
  error: () => '错误',
  warning: () => '警告',
  guidance: () => '提示',
  undecided: () => '待定',
  good: () => '合格：哈希、规范、标注、表格与计数一致，没有阻断性的发现。',
  notGood: () => '不合格：见上文。',
  unreadable: () => '已拒绝：无法作为标注包读取。',
}
