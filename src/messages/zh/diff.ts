import type { DiffChange, DiffPart } from '../../core/policy/diff-items'
import type { diff as english } from '../en/diff'

const WHAT: Readonly<Record<DiffPart, string>> = {
  policy: '标注规范',
  definition: '命名表达式',
  class: '类别',
  role: '形状角色',
  reason: '原因',
  'look-alike': '相似物',
  evidence: '依据',
  question: '问题',
  answer: '回答',
  attribute: '属性',
  option: '选项',
  scale: '量表',
  level: '等级',
  tag: '标签',
  zone: '区域',
  link: '关联',
  skeleton: '骨架',
  point: '关键点',
  rule: '规则',
  clarification: '规则说明',
  person: '人员',
  profile: '用途配置',
  migration: '迁移，起始版本',
  case: '用例',
}

const EFFECT: Readonly<Record<DiffChange, string>> = {
  added: '',
  removed: '',
  changed: '',
  looser: '放宽了要求。',
  stricter: '收紧了要求。',
  reworded: '只改了措辞。',
}

const named = (what: DiffPart, id: string): string => (id === '' ? WHAT[what] : `${WHAT[what]} ${id}`)

export const diff: typeof english = {
  added: (what, id) => `新增${named(what, id)}。`,
  removed: (what, id) => `删除${named(what, id)}。`,
  changed: (what, id) => (what === 'case' ? '用例有变化。' : `${named(what, id)}有变化。`),
  field: (what, id, field, change) => `${named(what, id)}：“${field}”有变化。${EFFECT[change]}`,
  lines: (before, after) => `第 ${before} 行 → 第 ${after} 行`,
  lineBefore: (line) => `原第 ${line} 行`,
  line: (line) => `第 ${line} 行`,
}
