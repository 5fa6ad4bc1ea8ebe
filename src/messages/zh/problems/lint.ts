import type { LintCode, Values } from '../../../core/model/problem'
import type { Message } from '../../message'

type Sentence = (v: Values) => string
const byReason =
  (sentences: Readonly<Record<string, Sentence>>, otherwise: Sentence): Message =>
  (v) =>
    (sentences[String(v['reason'])] ?? otherwise)(v)

const WHAT: Readonly<Record<string, string>> = {
  class: '类别',
  role: '形状角色',
  reason: '理由',
  question: '问题',
  'image-question': '图像问题',
  'look-alike': '相似物',
  evidence: '依据',
  attribute: '属性',
  scale: '量表',
  tag: '标签组',
  zone: '区域',
  skeleton: '骨架',
  definition: '命名表达式',
}
const what: Sentence = (v) => WHAT[String(v['what'])] ?? String(v['what'])
const DISPOSITION: Readonly<Record<string, string>> = {
  positive: '正例',
  negative: '负例',
  ignore: '忽略',
  skip: '跳过',
}
const disposition = (v: Values, key: string): string => DISPOSITION[String(v[key])] ?? String(v[key])

const NOBODY: Readonly<Record<string, string>> = {
  role: '没有类别必须有这种形状，也没有规则要求画出它',
  question: '没有规则提出这个问题',
  'image-question': '没有规则就图像提出这个问题',
  attribute: '没有规则要求填写这个属性',
  scale: '没有规则要求说明这个量表的等级',
  tag: '没有规则要求这个标签',
}

const VERDICT: Readonly<Record<string, string>> = { pass: '通过', fail: '不通过', undecided: '待定' }
const verdicts = (text: string): string => text.replace(/\b(pass|fail|undecided)\b/g, (word) => VERDICT[word] ?? word)

/** 对可编译的标注规范的提示：先说发现了什么，再说可以怎么做。 */
export const lint: Record<LintCode, Message> = {
  'lint.contradiction': byReason(
    {
      two: (v) =>
        `对同一个标注（${v['example']}），${v['other']} 要求${disposition(v, 'otherThen')}，而 ${v['rule']} 要求${disposition(v, 'then')}。请缩小其中一个条件的范围。`,
      requirements: (v) =>
        `没有标注能同时满足 ${v['other']} 和 ${v['rule']}（例如 ${v['example']}）。请修改其中一个数值，或让它们约束不同的类别。`,
    },
    (v) =>
      `${v['other']} 与 ${v['rule']} 让标注无路可走：一条要求的正是另一条拒绝的（${v['example']}）。请缩小其中一个条件的范围。`,
  ),
  'lint.unreachable': byReason(
    {
      'no-class': (v) => `${v['rule']} 没有约束任何可以绘制的类别。请在“for”中写其他类别。`,
      dispositions: (v) => `${v['rule']} 所看的处置恰好都不在它的检查范围内，因此永远不起作用。请修改“dispositions”。`,
      covered: (v) => `${v['rule']} 没有增加任何内容：${v['other']} 对这些标注已有同样的要求。请删除它，或修改其条件。`,
      abstract: (v) => `${v['class']} 是抽象类别，却没有下级类别，因此无法标注。请在其下增加类别，或去掉“abstract”。`,
    },
    (v) =>
      `${v['rule']} 永远不会生效：它的条件对其类别的任何标注都不成立。请检查界限是否写反，或这些类别是否没有所用的形状或回答。`,
  ),
  'lint.class-verdict': byReason(
    { nothing: (v) => `${v['class']} 的标注无论取何种处置都会违反规则。请放宽约束它的某条规则。` },
    (v) =>
      `${v['class']} 的新标注初始为${disposition(v, 'disposition')}，但它的任何标注都不能是${disposition(v, 'disposition')}而不违反规则。请修改它的“disposition”或规则。`,
  ),
  'lint.unused': (v) => `${what(v)} ${v['name']} 没有用到。请删除它，或写出使用它的规则。`,
  'lint.missing-name': (v) =>
    `${v['of']} 的文字提到“${v['name']}”，但这份标注规范中没有它。${v['suggestion'] ? `是否想写 ${v['suggestion']}？` : '请补上它，或修改文字。'}`,
  'lint.other-number': (v) =>
    `${v['rule']} 写的是 ${v['condition']}，而 ${v['other']}（第 ${v['line']} 行）对同样的标注写的是 ${v['otherCondition']}。请只保留一个。`,
  'lint.text-number': (v) => `${v['rule']} 的文字写的是 ${v['said']}，表达式写的是 ${v['number']}。请改成一致。`,
  'lint.profile-input': (v) =>
    `用途配置 ${v['profile']} 读取 ${v['name']}，但${NOBODY[String(v['what'])] ?? '没有人提供它'}。请增加这样的规则，或先用 has(…) 判断。`,
  'lint.case-fails': (v) => `用例“${v['name']}”不成立：${verdicts(String(v['differences']))}。请修改规则或用例。`,
  'lint.constant': byReason(
    { never: (v) => `这个条件永远不成立：${v['condition']}。请检查界限是否写反。` },
    (v) => `这个条件总是成立，等于没有要求：${v['condition']}。请删除它，或检查界限是否有误。`,
  ),
  'lint.untried-limit': (v) =>
    `${v['rule']} 没有用例从两侧检验 ${v['measure']} ${v['operator']} ${v['value']}（低于：${v['below']}，等于：${v['at']}，高于：${v['above']}）。请增加紧邻 ${v['value']} 的用例。`,
  'lint.language': (v) => `这段文字没有“${v['language']}”，而其他文字都有。请补上。`,
  'lint.needless-question': (v) =>
    `${v['rule']} 提出问题 ${v['name']}，但没有规则或用途配置读取其回答。请用“answers”说明回答的含义，或去掉这个问题。`,
  'lint.no-way-out': (v) =>
    `对没有 ${v['missing']} 的 ${v['class']} 标注，${v['rule']} 一直待定，既没有可回答的问题，也没有人可以作例外处理。请先用 has(…) 判断，或写明谁可以作例外处理。`,
  'lint.supersedes': byReason(
    { itself: (v) => `版本 ${v['version']} 取代的是它自己。请写它之前的版本。` },
    (v) => `版本 ${v['version']} 取代的 ${v['supersedes']} 比它更新。请写它之前的版本。`,
  ),
}
