import type { FindingKey } from '../../core/model/finding'
import type { Values } from '../../core/model/problem'
import type { Message } from '../message'

const DEFECTS: Readonly<Record<string, string>> = {
  inverted: '的对角点颠倒',
  'zero-area': '没有面积',
  'not-finite': '含有不是数字的坐标',
  'too-few-points': '点数太少',
  'self-crossing': '与自身相交',
  'self-touching': '与自身接触',
  'repeated-point': '有连续重复的点',
  'repeated-name': '有同名的关键点',
  'run-lengths': '的游程长度与外框不符',
  'too-complex': '的边过于密集交叠，无法检查',
}
const MISSING: Readonly<Record<string, (name: string) => string>> = {
  role: (n) => `尚未绘制 ${n} 形状`,
  question: (n) => `问题“${n}”尚未回答`,
  imageQuestion: (n) => `图像问题“${n}”尚未回答`,
  attribute: (n) => `属性 ${n} 尚未填写`,
  level: (n) => `${n} 的等级尚未说明`,
  evidence: () => '尚未说明看到了哪些依据',
  lookAlike: () => '尚未说明它像什么',
  usable: () => '尚未说明图像是否可用',
  imageAttribute: (n) => `图像属性 ${n} 尚未填写`,
  tag: (n) => `标签 ${n} 尚未选择`,
  coverage: (n) => `尚未说明 ${n} 是否已全部标注`,
}
const DISPOSITIONS: Readonly<Record<string, string>> = {
  positive: '正例',
  negative: '负例',
  ignore: '忽略',
  skip: '跳过',
}
const KINDS: Readonly<Record<string, string>> = {
  box: '矩形框',
  rotated_box: '旋转框',
  polygon: '多边形',
  polyline: '折线',
  points: '点集',
  ellipse: '椭圆',
  keypoints: '关键点',
  mask: '掩膜',
}
const SIDES: Readonly<Record<string, string>> = { width: '宽度', height: '高度', area: '面积' }
const FIELDS: Readonly<Record<string, string>> = {
  track: '轨迹',
  group: '组',
  order: '前后次序',
  level: '等级',
}
const MADE: Readonly<Record<string, string>> = {
  hand: '手工',
  fix: '修正',
  import: '导入',
  model: '模型',
  migration: '迁移',
}
const WHY: Readonly<Record<string, string>> = {
  clip: '按图像边界裁剪',
  swap: '纠正对角点',
  copy: '从另一形状复制',
  derive: '由另一形状推导',
}

const percent = (share: Values[string] | undefined): string => `${Number((Number(share) * 100).toFixed(1))}%`
const disposition = (v: Values): string => DISPOSITIONS[String(v['disposition'])] ?? String(v['disposition'])
const withReason = (v: Values): string => `“${disposition(v)}”${v['reason'] ? `（${v['reason']}）` : ''}`
const because = (v: Values): string => (v['because'] ? `${v['because']}：` : '')

/** 关于标注的句子；每句都可以使用 `rule`（规则编号）。 */
export const findings: Record<FindingKey, Message> = {
  'class.unknown': (v) => `标注规范中没有类别 ${v['class']}。请另选类别。`,
  'class.abstract': (v) => `${v['class']} 只是一组类别的总称。请选择其下的具体类别。`,
  'reason.missing': (v) => `“${disposition(v)}”需要原因。请选择一个。`,
  'reason.unknown': (v) => `${v['reason']} 不是本标注规范中“${disposition(v)}”的原因。请另选。`,
  'reason.needless': (v) => `正例不需要原因，但此处写了 ${v['reason']}。`,
  'role.required': (v) => `每个 ${v['class']} 都需要 ${v['role']} 形状。请绘制。`,
  'role.forbidden': (v) => `本标注规范中 ${v['class']} 没有 ${v['role']} 形状。请删除。`,
  'role.none': (v) => `这个 ${v['class']} 没有任何形状。请绘制，或删除该标注。`,
  'shape.kind': (v) => `${v['role']} 形状是${KINDS[String(v['kind'])] ?? v['kind']}；标注规范允许：${v['allowed']}。`,
  'shape.defect': (v) => `${v['role']} 形状${DEFECTS[String(v['defect'])] ?? v['defect']}。请重新绘制。`,
  'disposition.expected': (v) => `${because(v)}规则 ${v['rule']} 要求${withReason(v)}。`,
  'disposition.unfounded': (v) =>
    `已标为${withReason(v)}，但条件不成立${v['because'] ? `（${v['because']}）` : ''}。请改为正例或换一个原因。`,
  'question.open': (v) => `尚未回答：“${v['question']}”`,
  'band.inside': (v) => `${v['measure']} 为 ${v['value']}：在 ${v['from']} 与 ${v['to']} 之间须由人判断。请回答问题。`,
  'band.below': (v) => `${because(v)}规则 ${v['rule']} 要求至少 ${v['from']}。`,
  'undecided.missing': (v) =>
    `规则 ${v['rule']} 无法判定：${MISSING[String(v['what'])]?.(String(v['name'])) ?? `${v['name']} 未知`}。`,
  'undecided.steps': (v) => `规则 ${v['rule']} 在此图像上的计算步数过多，无法判定。需要简化标注规范中的条件。`,
  'draw.missing': (v) => `规则 ${v['rule']} 要求此处有 ${v['role']} 形状。请绘制。`,
  'evidence.open': (v) => `被遮挡部分是推断的：请说明看到了哪些依据（至少 ${v['need']} 项）。`,
  'evidence.few': (v) => `被遮挡部分仅有 ${v['have']} 项依据；规则 ${v['rule']} 要求 ${v['need']} 项。`,
  beyond_image: (v) =>
    `完整形状有 ${percent(v['share'])} 在图像之外；规则 ${v['rule']} 最多允许 ${percent(v['up_to'])}。`,
  'require.failed': (v) => `${v['because'] || v['condition']}：规则 ${v['rule']} 不允许。`,
  'size.small': (v) =>
    `${v['role']} 的${SIDES[String(v['side'])] ?? v['side']}为 ${v['value']} ${v['unit']}；规则 ${v['rule']} 要求至少 ${v['least']} ${v['unit']}。`,
  outside_image: (v) => `${v['role']} 形状超出图像 ${v['by']} px。请按边界裁剪。`,
  'equal.differs': (v) => `${v['a']} 与 ${v['b']} 必须相同，但相差 ${v['off']} px（允许 ${v['tolerance']} px）。`,
  'attribute.missing': (v) => `属性 ${v['attribute']} 尚未填写。`,
  'attribute.unknown': (v) => `标注规范中没有属性 ${v['attribute']}。`,
  'attribute.forbidden': (v) => `本标注规范中 ${v['class']} 没有属性 ${v['attribute']}。`,
  'attribute.value': (v) => `${v['value']} 不是属性 ${v['attribute']} 的取值。`,
  duplicates: (v) => `同类的两个标注重叠，IoU 为 ${v['iou']}（超过 ${v['limit']}）：很可能是同一对象标了两次。`,
  overlap: (v) =>
    `两个 ${v['role']} 形状重叠了较小者的 ${percent(v['share'])}；规则 ${v['rule']} 最多允许 ${percent(v['limit'])}。`,
  'contained.not': (v) => `${v['role']} 形状不在任何 ${v['in']} 的 ${v['in_role']} 形状之内。`,
  'answer.usable': () => '请说明此图像是否可用。',
  'answer.coverage': (v) => `请说明图像中的 ${v['id']} 是否已全部标注。`,
  'answer.tag': (v) => `请选择标签 ${v['id']}。`,
  'answer.question': (v) => `关于整张图像：${v['id']}`,
  'answer.nothing_here': () => '尚无任何标注。请确认此处没有可标注的对象，或进行标注。',
  'answer.not_empty': (v) => `已声明图像中没有可标注的对象，但存在 ${v['count']} 个标注。`,
  'answer.not_absent': (v) => `已声明没有 ${v['class']}，但标注了 ${v['count']} 个。`,
  unreviewed: (v) =>
    `${v['role']} 形状来自${v['origin'] === 'model' ? '模型' : '导入'}，尚未有人查看。请接受或重新绘制。`,
  'class.wrong': (v) => `${because(v)}这是 ${v['to']}，不是 ${v['class']}。`,
  'class.not_specific': (v) => `${v['class']} 太笼统。请选择其下的类别：${v['below']}。`,
  'look_alike.expected': (v) => `只是相似物（${v['look_alike']}）的 ${v['class']} 必须是${withReason(v)}。`,
  'equal.role': (v) =>
    `${v['class']} 的 ${v['a']} 形状必须与 ${v['b']} 形状相同；相差 ${v['off']} 像素（允许：${v['tolerance']} 像素）。`,
  'size.large': (v) =>
    `${v['role']} 的${SIDES[String(v['side'])] ?? v['side']}为 ${v['value']} ${v['unit']}；规则 ${v['rule']} 要求至多 ${v['most']} ${v['unit']}。`,
  aspect: (v) => `${v['role']} 的宽高比为 ${v['value']}；规则 ${v['rule']} 要求 ${v['want']} ± ${v['tolerance']}。`,
  has_holes: (v) => `${v['role']} 形状有 ${v['count']} 个孔；不允许有孔。`,
  many_pieces: (v) => `${v['role']} 形状分为 ${v['count']} 块；必须是一整块。`,
  'band.above': (v) => `${because(v)}规则 ${v['rule']} 要求至多 ${v['to']}。`,
  'draw.not': (v) => `规则 ${v['rule']} 不要求在此绘制 ${v['role']} 形状。请删除。`,
  tolerance: (v) => `${v['role']} 形状超出 ${v['in_role']} 形状 ${v['tolerance']} 像素以上。`,
  'shape_kind.differs': (v) =>
    `${v['a']} 形状是${KINDS[String(v['kind'])] ?? v['kind']}，${v['b']} 形状是${KINDS[String(v['other'])] ?? v['other']}；两者必须是同一种形状。`,
  'field.missing': (v) => `${FIELDS[String(v['field'])] ?? v['field']}尚未填写。`,
  'agrees.differs': (v) =>
    `${v['name']} 填写为 ${v['said']}，但 ${v['of']} 为 ${v['value']}${v['want'] ? `（${v['want']}）` : ''}。`,
  'group.differs': (v) => `组 ${v['group']} 中各标注的 ${v['attribute']} 不同：${v['values']}。全组必须一致。`,
  'link.unknown': (v) => `标注规范中没有关联 ${v['link']}。`,
  'link.class': (v) => `关联“${v['link']}”不能从 ${v['class']} 指向 ${v['to']}。`,
  'link.gone': (v) => `关联“${v['link']}”所指的标注不存在。`,
  'link.few': (v) => `“${v['link']}”：${v['count']} 个，至少要 ${v['least']} 个。请关联到 ${v['to']}。`,
  'link.many': (v) => `“${v['link']}”：${v['count']} 个，至多 ${v['most']} 个。`,
  'link.many_from': (v) => `“${v['link']}”：有 ${v['count']} 个标注指向这里，至多 ${v['most']} 个。`,
  'count.few': (v) => `按 ${v['parent']} 计数：${v['of']} 有 ${v['count']} 个，至少要 ${v['least']} 个。`,
  'count.many': (v) => `按 ${v['parent']} 计数：${v['of']} 有 ${v['count']} 个，至多 ${v['most']} 个。`,
  'order.missing': () => '尚未填写前后次序。请说明谁在前面。',
  'order.same': (v) => `两个重叠的标注前后次序同为 ${v['order']}。必有一个在前面。`,
  'track.twice': (v) => `本图中轨迹 ${v['track']} 出现了两次。`,
  'zone.inside': (v) =>
    `${v['role']} 形状有 ${percent(v['share'])} 位于“${v['zone']}”内；规则 ${v['rule']} 允许 ${percent(v['limit'])}。`,
  'zone.unknown': (v) => `标注规范中没有区域 ${v['zone']}。`,
  'ignored.inside': (v) =>
    `${v['role']} 形状有 ${percent(v['share'])} 位于对本类别忽略的标注上；规则 ${v['rule']} 允许 ${percent(v['limit'])}。`,
  'applies_to.missing': () => '请说明这个忽略标注适用于哪些类别。',
  'applies_to.wrong': (v) => `这个忽略标注必须适用于：${v['want']}；现为：${v['found']}。`,
  'keypoint.unknown': (v) => `骨架 ${v['skeleton']} 中没有点 ${v['point']}。`,
  provenance: (v) => `来源为${MADE[String(v['how'])] ?? v['how']}；规则 ${v['rule']} 不允许。`,
  second_look: (v) => `须由他人查看并同意：${v['have']} / ${v['need']}。`,
  'answer.attribute': (v) => `图像属性 ${v['id']} 尚未填写。`,

  'fix.set_disposition': (v) => `标为${withReason(v)}`,
  'fix.set_class': (v) => `改为 ${v['class']}`,
  'fix.set_level': (v) => `设置等级：${v['level']}`,
  'fix.set_reason': (v) => `设置原因：${v['reason']}`,
  'fix.set_shape': (v) => `${WHY[String(v['why'])] ?? '修改'}：${v['role']}`,
  'fix.remove_role': (v) => `删除 ${v['role']} 形状`,
  'fix.remove': () => '删除该标注',

  'asks.question': () => '请回答问题',
  'asks.level': (v) => `请说明 ${v['scale']} 的等级`,
  'asks.attribute': (v) => `请填写 ${v['attribute']}`,
  'asks.evidence': () => '看到了哪些依据？',
  'asks.role': (v) => `请绘制 ${v['role']} 形状`,
  'asks.reason': () => '请选择原因',
  'asks.lookAlike': () => '它像什么？',
  'asks.usable': () => '此图像可用吗？',
  'asks.coverage': (v) => `${v['class']} 是否已全部标注？`,
  'asks.tag': (v) => `请选择 ${v['group']}`,
  'asks.imageQuestion': () => '请回答关于图像的问题',
  'asks.imageAttribute': (v) => `填写图像属性 ${v['attribute']}`,
  'asks.appliesTo': () => '它适用于哪些类别？',
  'asks.link': (v) => `建立关联：${v['link']}`,
  'asks.nothingHere': () => '此图像中是否没有可标注的对象？',
}
