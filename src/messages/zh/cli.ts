import type { Message } from '../message'
import type { CliWords } from '../en/cli'

const CARRIED: Readonly<Record<string, string>> = { coordinates: '仅坐标', original: '原始文件', png: '像素一致的 PNG' }

const BUMPS: Readonly<Record<string, string>> = { patch: '补丁', minor: '次要', major: '主要', none: '零' }
const CHANGE: Readonly<Record<string, string>> = { comes: '出现', goes: '消失', changes: '改变' }
const VERDICTS: Readonly<Record<string, string>> = { pass: '通过', fail: '不通过', undecided: '待定' }

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
  info: () => '说明',
  ruleUntried: (v) =>
    v.fail === 0 && v.pass === 0
      ? `没有用例检验规则 ${v.rule}。`
      : v.fail === 0
        ? `没有用例让规则 ${v.rule} 不通过或询问。`
        : `没有用例说明规则 ${v.rule} 何时通过。`,
  limitUntried: (v) =>
    `规则 ${v.rule}：界限 ${v.limit} 没有在两侧都检验（低于 ${v.below}，等于 ${v.at}，高于 ${v.above}）。`,
  classUntried: (v) => `没有用例包含类别 ${v.class} 的标注。`,
  coverage: (v) =>
    `已检验：规则 ${v.rules}/${v.allRules}，界限两侧 ${v.limits}/${v.allLimits}，类别 ${v.classes}/${v.allClasses}。`,
  impactOf: (v) => `从 ${v.before} 到 ${v.after}，标注会有以下变化：`,
  findingChange: (v) => `${v.rule} ${CHANGE[String(v.change)] ?? v.change}`,
  verdict: (v) => VERDICTS[String(v.verdict)] ?? String(v.verdict),
  wholeImage: () => '整张图像',
  reopened: () => '已完成，但将不再成立',
  voidClaim: (v) => `${v.class ? `对 ${v.class} 的声明` : '“没有可标注的内容”'}不包括新增的 ${v.by}：需要重新询问`,
  expiredOverride: (v) =>
    `#${v.on} 对规则 ${v.rule} 的豁免失效：${v.why === 'gone' ? '该规则已不存在' : '该规则的含义已改变'}`,
  removedClass: (v) => `#${v.on}：类别 ${v.class} 已删除；标注保留，但隐藏且不导出`,
  migrated: (v) => `版本迁移会改写 ${v.count} 个标注`,
  work: (v) => `因迁移需要人工决定 ${v.count} 项`,
  ruleImpact: (v) =>
    `${String(v.rule).padEnd(12)} 变为不通过 ${v.toFail}，变为通过 ${v.toPass}，变为待定 ${v.toUndecided}${v.expired ? `，失效的豁免 ${v.expired}` : ''}`,
  impactTotals: (v) => `${v.images} 张图像，${v.annotations} 个标注；其中 ${v.touched} 张有变化。`,
  impactTurns: (v) =>
    `发生变化的标注：变为不通过 ${v.toFail}，变为通过 ${v.toPass}，变为待定 ${v.toUndecided}；从未询问过的 ${v.neverAsked}。`,
  impactClaims: (v) =>
    `声明失效的图像 ${v.voidClaims}，需重新打开的已完成图像 ${v.reopened}；失效的豁免 ${v.expired}；类别已删除的标注 ${v.removed}，被改写的 ${v.migrated}，待决定的 ${v.work}。`,
  staleEntry: (v) => `基线中规则 ${v.rule}${v.on ? `（${v.on}）` : ''}的条目已不再成立。`,
  stale: (v) => `基线中有 ${v.count} 个条目已不再成立：请用 --write-baseline 重新写入。`,
  baselineWritten: (v) => `已在 ${v.file} 中接受 ${v.count} 项发现。`,
}
