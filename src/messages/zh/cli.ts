import type { Message } from '../message'
import type { CliWords } from '../en/cli'

const CARRIED: Readonly<Record<string, string>> = { coordinates: '仅坐标', original: '原始文件', png: '像素一致的 PNG' }

const BUMPS: Readonly<Record<string, string>> = { patch: '补丁', minor: '次要', major: '主要', none: '零' }
const WHAT: Readonly<Record<string, string>> = {
  policy: '规范',
  class: '类别',
  role: '形状角色',
  reason: '原因',
  'look-alike': '相似物',
  evidence: '依据',
  question: '问题',
  answer: '答案',
  attribute: '属性',
  option: '选项',
  scale: '等级',
  tag: '标签',
  rule: '规则',
  profile: '用途',
  case: '用例',
}
const CHANGES: Readonly<Record<string, string>> = {
  added: '新增',
  removed: '删除',
  changed: '已改变',
  looser: '放宽',
  stricter: '收紧',
  reworded: '措辞',
}

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
  policyGood: (v) => `${v.file}：${v.policy} 可以使用${v.warnings ? `，有 ${v.warnings} 条警告` : ''}。`,
  caseFailed: (v) => `用例“${v.name}”不成立：`,
  cases: (v) =>
    v.count === 0
      ? '规范没有用例。'
      : `共 ${v.count} 个用例，${v.failed === 0 ? '全部成立' : `${v.failed} 个不成立`}。`,
  what: (v) => WHAT[String(v.what)] ?? String(v.what),
  change: (v) => CHANGES[String(v.change)] ?? String(v.change),
  sameMeaning: () => '两个版本的含义和措辞都相同。',
  changes: (v) => `从 ${v.from} 到 ${v.to} 有 ${v.count} 处改动：`,
  bumpEnough: (v) => `需要升${BUMPS[String(v.bump)] ?? v.bump}版本；${v.version} 已足够。`,
  bumpTooSmall: (v) => `需要升${BUMPS[String(v.bump)] ?? v.bump}版本：至少 ${v.least}，而不是 ${v.version}。`,
  checkedUnder: (v) => `检查所用规范：${v.policy}（${v.file}）`,
  validated: (v) =>
    `${v.images} 张图像（已完成 ${v.finished} 张），${v.annotations} 个标注；比对了 ${v.compared} 个图像文件。`,
  validatedResult: (v) =>
    v.findings === 0 && v.problems === 0
      ? `合格：没有发现${v.accepted ? `（基线接受的 ${v.accepted} 项除外）` : ''}。`
      : `${v.on} 张图像上有 ${v.findings} 项发现${v.problems ? `，文件有 ${v.problems} 个问题` : ''}${v.accepted ? `；另有 ${v.accepted} 项已被基线接受` : ''}。`,
  validating: (v) => `${v.images} 张图像，${v.findings} 项发现 …`,
}
