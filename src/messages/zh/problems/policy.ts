import type { ProblemCode, Values } from '../../../core/model/problem'
import type { Message } from '../../message'

type Sentence = (v: Values) => string
const hint: Sentence = (v) => (v['suggestion'] ? `是否想写 ${v['suggestion']}？` : '')
const byReason =
  (sentences: Readonly<Record<string, Sentence>>, otherwise: Sentence): Message =>
  (v) =>
    (sentences[String(v['reason'])] ?? otherwise)(v)

const EXPECTED: Readonly<Record<string, string>> = {
  name: '名称（以字母开头，后接字母、数字、_ 或 -）',
  text: '文本，或按语言书写的文本 {en: …, zh: …}',
  options: '名称列表，或带标题的名称',
  names: '一个名称或名称列表',
  expression: '表达式',
  version: "版本号，例如 '1.2.0'",
  picture: '标注规范文件夹内的图片文件',
  band: '[名称, 起, 止]',
  shapes: '一种形状或形状列表',
  color: "颜色，例如 '#e69f00'",
  range: '[起, 止]',
  defects: 'true 或缺陷列表',
  classes: '1 至 2000 个类别',
  rules: '至多 2000 条规则',
  'required-answer': 'usable、exhaustive.<类别>、tag.<标签组>、attribute.<属性> 或图像问题',
  'most-specific': 'true 或 {unless: …}',
  'applies-to': 'required、forbidden、all 或类别列表',
  'case-shape': '[x, y, w, h]、点列表，或 {polygon: …}、{rotated_box: …} 等',
  fix: '修正的名称，或 {set_class: …}、{clip: 角色}、{copy: 角色, to: 角色} 等',
  outcome: '处置，或 {then: …, reason: …}',
  need: 'required、optional 或 forbidden，或按处置分别书写',
  edge: '[点, 点]',
  cardinality: "'1..1'、'0..1' 或 '0..*'",
  verdict: 'pass、fail 或 undecided，或 {verdict: …, asks: …}',
  fields: '属性、level.<量表>，或 evidence、look_alike、track、group、order、applies_to',
  size: '[宽, 高]',
  expectation: '<规则>: pass | fail | undecided',
  record: '映射',
  object: '映射',
  array: '列表',
  string: '文本（若形似数字或 true/false，请加引号）',
  number: '数字',
  boolean: 'true 或 false',
}
const WHAT: Readonly<Record<string, string>> = {
  class: '类别',
  role: '形状角色',
  question: '问题',
  'image-question': '图像问题或回答',
  reason: '理由',
  'look-alike': '相似物',
  evidence: '依据',
  attribute: '属性',
  option: '选项',
  tag: '标签',
  answer: '回答',
  level: '等级',
  measure: '度量',
  function: '函数',
  name: '名称',
  rule: '规则',
  disposition: '处置',
  coverage: '覆盖状态',
  band: '量表',
  shape: '形状',
  'image-attribute': '图像属性',
  zone: '区域',
  link: '关联',
  skeleton: '骨架',
  point: '骨架点',
  scale: '量表',
}
const FOUND: Readonly<Record<string, string>> = {
  nothing: '空',
  list: '列表',
  mapping: '映射',
  text: '文本',
  number: '数字',
  bool: '真假值',
  bools: '真假值列表',
  numbers: '数字列表',
  group: '一组名称',
  annotation: '标注',
  shape: '形状',
}
const STEPS: Readonly<Record<string, string>> = { major: '主版本', minor: '次版本', patch: '修订版本' }
const expected: Sentence = (v) =>
  EXPECTED[String(v['expected'])] ?? FOUND[String(v['expected'])] ?? String(v['expected'] ?? '')
const found: Sentence = (v) => FOUND[String(v['found'])] ?? String(v['found'] ?? '')

export const policy: Record<Extract<ProblemCode, `policy.${string}`>, Message> = {
  'policy.too-large': (v) => `标注规范大于 ${Math.round(Number(v['limit']) / 1024)} KiB，未读取。`,
  'policy.yaml': byReason(
    {
      empty: () => '标注规范为空。',
      'not-text': () => '这不是文本：此处有控制字符或损坏的字节。',
      'duplicate-key': (v) =>
        `${v['found'] ?? '该键'} 在同一映射中出现两次${v['line'] ? `（第一次在第 ${v['line']} 行）` : ''}。请删除其中一个。`,
      encoding: (v) => `文件编码是 ${v['found']}，请另存为 UTF-8。`,
      'not-utf8': () => '文件不是 UTF-8：此处有不成字符的字节。请另存为 UTF-8。',
      tab: () => '请用空格缩进，不要用制表符。',
      documents: () => '一个标注规范只能有一个文档：请删除第二个 --- 之后的内容。',
      tag: (v) => `标注规范中不允许使用标签（${v['found'] ?? '!…'}）。`,
      alias: () => '此别名（*）没有指向前面的任何内容。',
      aliases: (v) => `别名（*）超过 ${v['limit']} 个。请直接写出内容。`,
      anchors: (v) => `锚点（&）超过 ${v['limit']} 个。请直接写出内容。`,
      lines: (v) => `行数超过 ${v['limit']}，标注规范过大。`,
      nodes: (v) => `值超过 ${v['limit']} 个，标注规范过大。`,
      depth: (v) => `嵌套超过 ${v['limit']} 层。`,
      cycle: () => '此部分包含了自身。',
      number: (v) => `${v['found']} 不是普通数字。请写成 10 或 0.5 的形式；若是文本请加引号。`,
      precision: (v) => `${v['found']} 会被读成 ${v['read']}。请减少位数；若是文本请加引号。`,
      scalar: (v) => `不允许这种值：${v['found']}。`,
      directive: () => '不允许使用指令（%）：请删除这一行。',
      key: () => '键必须是普通名称。',
      merge: () => '不允许合并键（<<）。请直接写出内容。',
      'forbidden-key': (v) => `${v['found']} 不能用作键。`,
    },
    (v) =>
      /Nested mappings|Block collections|Implicit keys|Implicit map keys/.test(String(v['detail']))
        ? `无法读取 YAML：${v['detail']}。含有“冒号加空格”的文本要加引号。`
        : `无法读取 YAML：${v['detail']}`,
  ),
  'policy.schema': byReason(
    {
      'unknown-key': (v) => `此处没有 ${v['found']} 这一项。${hint(v)}可用：${v['expected']}。`,
      pattern: (v) => `无法使用正则表达式 '${v['found']}'：${v['detail']}。`,
      taken: (v) => `'${v['found']}' 已另有含义。请另选名称。`,
      unfit: (v) => `${v['key']} 与 ${v['found']} 一起使用时不起作用。请另写一条规则，或将其删除。`,
      missing: (v) => `此处缺少 ${v['key']}${v['expected'] && v['expected'] !== v['key'] ? `：${expected(v)}` : ''}。`,
      value: (v) => `此处不能是 ${found(v)}。${hint(v)}应为：${v['expected']}。`,
      name: (v) => `“${v['found']}”不是有效名称。名称以字母开头，由字母、数字、_ 或 - 组成。`,
      too_small: (v) => `${found(v)} 过小或过短：至少 ${v['limit']}。`,
      too_big: (v) => `${found(v)} 过大或过长：至多 ${v['limit']}。`,
      cycle: (v) => `类别不能属于自身：${v['found']}。`,
      either: (v) => `只能使用其中之一：${v['found']}。`,
    },
    (v) => `应为${expected(v)}；实际为 ${found(v)}。`,
  ),
  'policy.unknown-name': (v) =>
    `没有名为“${v['name']}”的${WHAT[String(v['what'])] ?? v['what']}。${hint(v)}${v['known'] ? `可用：${v['known']}。` : '标注规范中未列出任何一个。'}`,
  'policy.expression': byReason(
    {
      'too-long': (v) => `表达式超过 ${v['limit']} 个字符。`,
      'too-deep': () => '表达式过长或嵌套过深。请拆成几条规则。',
      type: (v) => `应为${FOUND[String(v['expected'])] ?? expected(v)}；实际为 ${found(v)}。`,
      'not-supported': (v) => `此处不能使用：${v['found']}。`,
      equals: () => '“等于”写作 ==。',
      words: () => '“并且”写作 &&，“或者”写作 ||，“非”写作 !。',
      percent: () => '比例是 0 到 1 之间的数：20% 写作 0.2。',
      unit: () => '数字不带单位：尺寸以原图像素计。',
      end: () => '表达式不完整。',
      chain: () => '请写成用 && 连接的两个比较：0.2 < x && x < 0.5。',
      null: () => '没有 null；用 has(…) 询问是否已知。',
      quotes: (v) => `规范中的名称要加引号：'${v['found']}'。`,
      measure: (v) => `请说明是哪个形状的：visible.${v['found']}、full.${v['found']} 等。`,
      'no-call': (v) => `不加括号：${v['written']}。`,
      dashed: (v) => `表达式中带连字符的名称要写成 ${v['written']}。`,
      'no-members': (v) => `${found(v)} 没有 ${v['name']}。`,
      arguments: (v) => `${v['name']} 需要 ${v['expected']} 个参数；实际给出 ${v['found']} 个。`,
      pattern: (v) =>
        v['fault'] === 'too-long'
          ? `正则表达式超过 ${v['detail']} 个字符。`
          : v['fault'] === 'too-large'
            ? '正则表达式的重复次数过多，请减小重复次数。'
            : `正则表达式无法使用：${v['detail']}。不支持环视和反向引用。`,
      quantifiers: (v) => `量词嵌套超过 ${v['limit']} 层。`,
    },
    (v) => `无法读取表达式：${v['detail']}`,
  ),
  'policy.duplicate-id': (v) =>
    v['reserved']
      ? `${v['id']} 是内置检查的名称。请换一个规则编号。`
      : `有两条规则的编号都是 ${v['id']}。请修改其中一个。`,
  'policy.scale-gap': byReason(
    {
      gap: (v) => `量表 ${v['scale']} 在 ${v['band']} 之前有空缺：${v['from']} 至 ${v['to']}。`,
      overlap: (v) => `量表 ${v['scale']} 的区间在 ${v['band']} 处重叠：${v['from']} 至 ${v['to']}。`,
    },
    (v) => `量表 ${v['scale']} 的区间 ${v['band']} 为空：${v['from']} 至 ${v['to']}。`,
  ),
  'policy.case-failed': (v) => `用例“${v['name']}”未通过：${v['differences']}。`,
  'policy.timeout': (v) => `读取标注规范超过 ${v['seconds']} 秒，已停止。请简化标注规范。`,
  'policy.version-exists': (v) =>
    `版本 ${v['version']} 不高于已发布的 ${v['published']}。已发布的版本不可更改：请使用更高的版本号。`,
  'policy.bump-too-small': (v) =>
    `此改动需要提升${STEPS[String(v['required'])] ?? v['required']}：至少为 ${v['least']}，而不是 ${v['version']}。`,
  'policy.not-loaded': () => '尚未载入标注规范。请先打开一个标注规范。',
}
