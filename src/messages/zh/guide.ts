import type { GuideWords } from '../../core/policy/guide/build'

const list = (items: readonly string[], last = '和'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join('、')}${last}${items[items.length - 1]}`
const quoted = (text: string): string => `“${text}”`
const plainNumber = (value: number): string => String(Number(value.toPrecision(12)))
const UNITS = { px: ' 像素', 'px²': ' 平方像素' } as const

const COMPARISONS = {
  '<': '小于',
  '<=': '不超过',
  '>': '大于',
  '>=': '不小于',
  '==': '为',
  '!=': '不为',
} as const

const MEMBERS: Readonly<Record<string, string>> = {
  self: '该标注',
  class: '类别',
  disposition: '处置',
  reason: '原因',
  look_alike: '相似物',
  evidence: '依据',
  visibility: '可见比例',
  occlusion: '遮挡率',
  truncation: '截断率',
  order: '深度次序',
  group: '组',
  track: '轨迹',
  applies_to: '所代表的类别',
  objections: '复看时不同意的人数',
  reviews: '复看人数',
  own_coverage: '本类别的标注完整性',
  'image width': '图像宽度',
  'image height': '图像高度',
  'image count': '标注数量',
  'image usable': '“图像可用吗”的回答',
  'image nothing_here': '没有可标注的内容',
  'coverage absent': '确认没有',
  'coverage exhaustive': '已全部标注',
  'coverage partial': '已标注一部分',
  'coverage not asked': '未询问',
}

const GROUPED: Readonly<Record<string, (title: string) => string>> = {
  answer: (t) => `对${quoted(t)}的回答`,
  image_answer: (t) => `对${quoted(t)}的回答`,
  attribute: (t) => `属性${quoted(t)}`,
  image_attribute: (t) => `属性${quoted(t)}`,
  level: (t) => `所填的${quoted(t)}等级`,
  rank: (t) => `所填的${quoted(t)}等级的序号`,
  band: (t) => `算得的${quoted(t)}等级`,
  tag: (t) => `标签${quoted(t)}`,
  coverage: (t) => `${quoted(t)}的标注完整性`,
  origin: (t) => `${t}形状的来源`,
  zone: (t) => `${quoted(t)}区域的数量`,
  made: (t) => (t === 'how' ? '标注的产生方式' : '标注人'),
}

const MEASURES: Readonly<Record<string, string>> = {
  width: '宽度',
  height: '高度',
  area: '面积',
  aspect: '宽高比',
  share: '占图像的比例',
  border: '到图像边缘的距离',
  left: '左边缘',
  top: '上边缘',
  right: '右边缘',
  bottom: '下边缘',
  pieces: '块数',
  holes: '孔洞数',
  points: '点数',
  kind: '形状类型',
  length: '长度',
  long_side: '长边',
  short_side: '短边',
}

const CALLS: Readonly<Record<string, (a: readonly string[], isNot: boolean) => string>> = {
  iou: ([a, b]) => `${a}与${b}的交并比`,
  ioa: ([a, b]) => `${a}落在${b}上的比例`,
  shared_area: ([a, b]) => `${a}与${b}的公共面积`,
  overlaps: ([a, b], n) => `${a}与${b}${n ? '不' : ''}重叠`,
  intersects: ([a, b], n) => `${a}与${b}${n ? '没有' : '有'}共同之处`,
  distance: ([a, b]) => `${a}与${b}的距离`,
  contains: ([a, b, slack], n) => `${a}${n ? '不' : ''}包含${b}${slack ? `（容差 ${slack}）` : ''}`,
  touches_border: ([a, slack], n) => `${a}${n ? '不' : ''}触及图像边缘${slack ? `（${slack}以内）` : ''}`,
  outside_share: ([a]) => `${a}在图像之外的比例`,
  box_of: ([a]) => `${a}的外接框`,
  min_box: ([a]) => `${a}的最小外接旋转框`,
  hull: ([a]) => `${a}的凸包`,
  clip: ([a]) => `${a}在图像内的部分`,
  union: (a) => `${list(a)}的并集`,
  keypoint: ([a, name]) => `${a}的关键点${name}`,
  keypoint_state: ([a, name]) => `${a}的关键点${name}的状态`,
  long_side: ([a]) => `${a}的长边`,
  short_side: ([a]) => `${a}的短边`,
  seen_keypoints: ([a]) => `${a}的可见关键点`,
  visible_points: ([a]) => `${a}的可见关键点数`,
  hidden_points: ([a]) => `${a}的被遮挡关键点数`,
  labelled_points: ([a]) => `${a}的已标关键点数`,
  abs: ([a]) => `${a}的绝对值`,
  floor: ([a]) => `${a}向下取整`,
  ceil: ([a]) => `${a}向上取整`,
  sqrt: ([a]) => `${a}的平方根`,
  round: ([a, decimals]) => `${a}四舍五入${decimals ? `到 ${decimals} 位小数` : ''}`,
  min: (a) => `${list(a)}中的最小值`,
  max: (a) => `${list(a)}中的最大值`,
  sum: ([a]) => `${a}之和`,
  count: ([a, b]) => `${a}中${b ?? '“是”'}的个数`,
  unique: ([a]) => `${a}中互不相同的`,
  subset: ([a, b], n) => `${a}${n ? '不' : ''}全部在${b}之中`,
  size: ([a]) => `${a}的数量`,
  starts_with: ([a, b], n) => `${a}${n ? '不' : ''}以${b}开头`,
  startsWith: ([a, b], n) => `${a}${n ? '不' : ''}以${b}开头`,
  ends_with: ([a, b], n) => `${a}${n ? '不' : ''}以${b}结尾`,
  endsWith: ([a, b], n) => `${a}${n ? '不' : ''}以${b}结尾`,
  lower: ([a]) => `${a}（小写）`,
  upper: ([a]) => `${a}（大写）`,
  trim: ([a]) => `${a}（去掉首尾空格）`,
  matches: ([a, b], n) => `${a}${n ? '不' : ''}符合模式${b}`,
  linked_with: ([l, a], n) => `与${a}${n ? '没有' : '有'}关联${l}`,
  same_group: ([a], n) => `与${a}${n ? '不' : ''}在同一组`,
  share_in_zone: ([a, z]) => `${a}位于${z}内的比例`,
  in_zone: ([a, z, s], n) => `${a}${n ? '不' : ''}位于${z}内${s ? `（至少 ${s}）` : ''}`,
}

const SHAPES: Readonly<Record<string, string>> = {
  box: '矩形框',
  rotated_box: '旋转框',
  polygon: '多边形',
  polyline: '折线',
  point: '点',
  points: '点组',
  ellipse: '椭圆',
  keypoints: '关键点',
  mask: '掩膜',
}
const ORIGINS: Readonly<Record<string, string>> = {
  model: '模型',
  import: '导入',
  hand: '手工',
  fix: '修复',
  migration: '迁移',
}
const DEFECTS: Readonly<Record<string, string>> = {
  inverted: '角点颠倒',
  'zero-area': '没有面积',
  'not-finite': '坐标不是数字',
  'too-few-points': '点太少',
  'self-crossing': '线条自相交叉',
  'self-touching': '线条自相接触',
  'repeated-point': '连续重复的点',
}
const BY: Readonly<Record<string, string>> = { other: '另一个人', reviewer: '审核员', lead: '负责人' }
const between = (least: number | undefined, most: number | undefined): string =>
  least !== undefined && most !== undefined
    ? least === most
      ? `恰好 ${least} 个`
      : `${least} 至 ${most} 个`
    : least !== undefined
      ? `至少 ${least} 个`
      : most === 0
        ? '不允许有'
        : `最多 ${most ?? ''} 个`
/** A number that ends in a digit keeps its distance from the word behind it. */
const apart = (number: string): string => (/\d$/.test(number) ? `${number} ` : number)
const sentence = (text: string): string => (text === '' ? '' : `${text}。`)
const toBe = (outcome: string | undefined): string => (outcome === undefined ? '不允许' : `标为${outcome}`)

export const guide: GuideWords = {
  conditions: {
    and: (parts) => list(parts, '，且'),
    or: (parts) => list(parts, '，或'),
    group: (part) => `（${part}）`,
    compare: (op, left, right) =>
      `${left}${COMPARISONS[op]}${/^[\d“（]/.test(right) ? ' ' : ''}${right}`.replace(/ “/, '“'),
    oneOf: (left, right, isNot) => `${left}${isNot ? '不' : ''}是${list(right, '或')}${isNot ? '中的任何一个' : ''}`,
    within: (left, right, isNot) => `${left}${isNot ? '不' : ''}在${right}之中`,
    number: (value, unit) =>
      unit === 'share'
        ? `${plainNumber(value * 100)}%`
        : `${plainNumber(value)}${unit === undefined ? '' : UNITS[unit]}`,
    quoted,
    member: (name) => MEMBERS[name],
    grouped: (group, title) => GROUPED[group]?.(title),
    shape: (role) => `${role}形状`,
    part: (title) => `形状${quoted(title)}`,
    exactlyWhen: (a, b, isNot) => (isNot ? `“${a}”与“${b}”只有一个成立` : `“${a}”当且仅当“${b}”`),
    clipped: (shape) => `${shape}在图像内的部分`,
    measure: (name, shape) => (MEASURES[name] === undefined ? undefined : `${shape}的${MEASURES[name]}`),
    ofOther: (what, other) => `${other}的${what}`,
    other: (name, isOnly) => (isOnly ? '另一标注' : `标注 ${name}`),
    drawn: (shape, isNot) => `${isNot ? '未' : '已'}画出${shape}`,
    known: (what, isNot) => `${what}${isNot ? '未知' : '已知'}`,
    yes: (what, isNot) => `${what}：${isNot ? '否' : '是'}`,
    term: (name, isNot) => `${isNot ? '不' : ''}符合${name}`,
    isA: (subject, title, isNot) => `${subject ?? '它'}${isNot ? '不' : ''}属于${title}`,
    exists: (many, _, condition, isNot) => `${many}中${isNot ? '没有' : '有'}一个满足：${condition}`,
    all: (many, _, condition, isNot) => `${many}${isNot ? '并非' : ''}全都满足：${condition}`,
    existsOne: (many, _, condition, isNot) => `${many}中${isNot ? '并非' : ''}恰有一个满足：${condition}`,
    filtered: (many, condition) => `${many}中满足“${condition}”的`,
    mapped: (many, what) => `${many}各自的${what}`,
    count: (many) => `${many}的数量`,
    many: (name, title) =>
      ({
        others: '其他标注',
        annotations: '图像中的标注',
        linked: `以${quoted(title ?? '')}链接到的标注`,
        linked_from: `以${quoted(title ?? '')}链接过来的标注`,
        group_members: '同组的其他标注',
      })[name],
    call: (name, args, isNot) => CALLS[name]?.(args, isNot),
    choice: (condition, yes, no) => `（若${condition}则${yes}，否则${no}）`,
  },
  rules: {
    where: (condition, demands) =>
      sentence(demands.length === 0 ? `在以下情况询问：${condition}` : `当${condition}时：${demands.join('；')}`),
    demands: (demands) => sentence(demands.join('；')),
    only: (dispositions) => `仅用于处置为${list(dispositions, '或')}的标注。`,
    except: (classes) => `不用于${list(classes.map(quoted))}。`,
    disposition: (disposition, reason) => `${disposition}${reason === undefined ? '' : `（${reason}）`}`,
    lookAlike: (kinds, outcome) =>
      `注明为${list(kinds.map(quoted), '或')}的${outcome === undefined ? '要检查' : `标为${outcome}`}`,
    thenClass: (title) => `类别应为${title === undefined ? '备用类别' : quoted(title)}`,
    ask: (question) => `要回答${quoted(question)}`,
    answer: (answer, outcome) => `回答${quoted(answer)}时标为${outcome}`,
    mostSpecific: (unless) => `使用最具体的类别${unless === undefined ? '' : `，除非${unless}`}`,
    require: (condition) => `要求：${condition}`,
    band: (v) =>
      `${v.measure}${v.failsAbove ? '大于' : '小于'} ${v.failsAbove ? v.to : v.from}${v.outcome === undefined ? '不允许' : `时标为${v.outcome}`}；介于 ${apart(v.from)}和 ${apart(v.to)}之间时由人回答${quoted(v.question)}`,
    draw: (roles, isNot) => (isNot ? `不画${list(roles, '和')}` : `画出${list(roles)}`),
    evidence: (any, of) => `以下依据至少看到 ${any} 条：${list(of)}`,
    beyondImage: (upTo, role) => `${role}最多可有 ${upTo} 在图像之外`,
    tolerance: (px, share) =>
      `完整形状包含可见形状，容差 ${list(
        [px, share && `其高度的 ${share}`].filter((x) => x !== undefined).filter((x) => x !== ''),
        '或',
      )}`,
    sameKind: () => '可见形状与完整形状类型相同',
    tooHidden: (measure, limit, isInclusive, outcome) =>
      `${measure}${isInclusive ? '不小于' : '大于'} ${limit} 时标为${outcome}`,
    size: (v) => {
      const side = { width: '宽度', height: '高度', area: '面积' }[v.side]
      return `${v.role}${v.isClipped ? '在图像内的部分' : ''}的${side}${v.isMax ? '最大' : '最小'} ${v.limit}`
    },
    insideImage: (roles) => `${list(roles)}以图像边缘为界`,
    noDefects: (which) => (which === undefined ? '形状不得有缺陷' : `形状不得有：${list(which, '或')}`),
    equal: (a, b, tolerance) => `${a}与${b}相同（每边容差 ${tolerance}）`,
    aspect: (role, value, tolerance) =>
      `${role}的宽高比为 ${value}${tolerance === undefined ? '' : `（± ${tolerance}）`}`,
    noHoles: (roles) => `${list(roles)}没有孔洞`,
    onePiece: (roles) => `${list(roles)}是连成一块的`,
    fields: (names) => `必须填写：${list(names)}`,
    agrees: (what, measure, tolerance) =>
      `所填的${quoted(what)}与${measure}一致${tolerance === undefined ? '' : `（± ${tolerance}）`}`,
    duplicates: (role, over, others) =>
      `${others.length > 0 ? `两个标注（也包括${list(others.map(quoted))}）` : '同类的两个标注'}的${role}交并比大于 ${over} 时，是同一目标标了两次`,
    noOverlap: (role, over, others) =>
      `${role}与${others.length > 0 ? list(others.map(quoted), '或') : '其他标注'}的重叠不超过较小者的 ${over}`,
    containedIn: (role, classes, inRole, slack) =>
      `${role}位于某个${list(classes.map(quoted), '或')}的${inRole}之内（容差 ${slack}）`,
    link: (title, least, most) => `链接${quoted(title)}：${between(least, most)}`,
    countPer: (parent, least, most) => `每个${parent === 'group' ? '组' : parent}：${between(least, most)}`,
    depthOrder: (role, isEvery) =>
      isEvery ? `每个标注都有深度次序，${role}重叠的两个次序不同` : `${role}重叠的标注深度次序不同`,
    uniqueTrack: (perClass) => `同一图像中${perClass ? '同类的' : ''}轨迹不重复`,
    inZone: (zones, role, over, outcome) =>
      `${role}超过 ${over} 位于${list(zones.map(quoted), '或')}内时${toBe(outcome)}`,
    inIgnored: (role, over, outcome) => `${role}超过 ${over} 位于忽略区域上时${toBe(outcome)}`,
    answers: (names) => `每张图像要回答：${list(names)}`,
    unreviewed: (origins) => `来自${list(origins, '或')}的每个形状都要有人看过`,
    provenance: (ways) => `标注的产生方式为${list(ways, '或')}`,
    secondLook: (by, least, ofImage, condition) =>
      `${BY[by] ?? by}已看过${ofImage ? '图像' : '标注'}并同意${least > 1 ? `（至少 ${least} 人）` : ''}${condition === undefined ? '' : `（当${condition}时）`}`,
    appliesTo: (to) =>
      to === 'required'
        ? '忽略的标注要注明代表哪些类别'
        : to === 'forbidden'
          ? '忽略的标注只代表自身类别'
          : to === 'all'
            ? '忽略的标注代表所有类别'
            : `忽略的标注代表${list(to.map(quoted))}`,
    always: () => '一律忽略',
    other: (key, value) => `${key.replaceAll('_', ' ')}：\`${value.replaceAll('`', "'")}\``,
  },
  labels: {
    headings: {
      contents: '目录',
      general: '概述',
      dispositions: '每个标注的处置',
      lookAlikes: '相似物',
      scales: '等级',
      classes: '类别',
      shapes: '要画什么',
      positive: '正例',
      negative: '负例',
      ignore: '忽略',
      skip: '跳过',
      occlusion: '看不见的部分',
      geometry: '形状要求',
      attributes: '属性',
      questions: '问题',
      relations: '与其他标注的关系',
      everyClass: '所有类别',
      examples: '示例',
      image: '整张图像',
      links: '链接',
      zones: '区域',
      evidence: '推断的依据',
      process: '标注过程',
      profiles: '标注的用途',
      terms: '术语',
      clarifications: '答疑',
      skeletons: '骨架',
    },
    dispositions: {
      positive: { title: '正例', hint: '就是该目标' },
      negative: { title: '负例', hint: '看起来像但不是：标出的困难负例' },
      ignore: { title: '忽略', hint: '无法或无需判断' },
      skip: { title: '跳过', hint: '看到了，但有意不标' },
    },
    severities: { error: '错误', warning: '警告', guidance: '提示' },
    overriders: { labeler: '标注员', reviewer: '审核员', lead: '负责人', nobody: '无人' },
    needs: { required: '必须', optional: '可选', forbidden: '不画' },
    types: { many: '多选', enum: '选项', bool: '是或否', number: '数字', text: '文本' },
    verdicts: { pass: '通过', fail: '不通过', undecided: '要询问' },
    examples: { right: '正确', wrong: '错误', asks: '工具会询问' },
    statuses: { draft: '草稿', published: '已发布', retired: '已停用' },
    yesNo: ['是', '否'],
    text: {
      disposition: '处置',
      meaning: '含义',
      reasons: '原因',
      role: '形状',
      need: '是否需要',
      shape: '画法',
      level: '等级',
      range: '范围',
      name: '名称',
      type: '类型',
      values: '取值',
      when: '何时',
      question: '问题',
      answers: '答案',
      askedOf: '询问对象',
      image: '图像',
      anyShape: '任意',
      noRoles: '什么也不画',
      abstract: '仅用于归类',
      rulesAlso: '同样适用：',
      right: '正确',
      wrong: '错误',
      includes: '包括',
      excludes: '不包括',
      lookAlike: '相似物',
      becomes: '标为',
      class: '类别',
      profile: '用途',
      counts: '哪些算正例',
      link: '链接',
      from: '起点',
      to: '终点',
      howMany: '数量',
      zone: '区域',
      void: '不属于画面',
      notAsked: '未询问',
      coverageHint: '三种状态不可混淆：确认没有、已全部标注、无人询问。没有标注的图像，在有人说明之前不表示任何内容。',
      measure: '计量方式',
      required: '必填',
      fallback: '拿不准时',
      neighbours: '容易混淆',
      aliases: '又称',
      term: '术语',
      points: '点',
      none: '无',
    },
    picture: (right, file) => `${right ? '正确' : '错误'}：${file}`,
    shapeKind: (kind) => SHAPES[kind] ?? kind.replaceAll('_', ' '),
    origin: (how) => ORIGINS[how] ?? how,
    defect: (name) => DEFECTS[name] ?? name,
    role: (name) => ({ visible: '可见', full: '完整' })[name],
    supersedes: (version) => `取代 ${version}`,
    digest: (digest) => `摘要 ${digest}`,
    source: (source) => `来源：${source}`,
    kindOf: (title) => `属于${quoted(title)}`,
    override: (who) => `${who}可说明理由后豁免`,
    since: (version) => `自 ${version} 起`,
    range: (from, to, includesFrom, includesTo) =>
      `${includesFrom ? '从' : '大于'} ${from} ${includesTo ? '至' : '至小于'} ${to}`,
    atMost: (count) => `最多 ${count}`,
    list: (items) => list(items),
    profile: (condition, otherwise) => `${condition}时为正例，否则${otherwise}。`,
    decide: (condition, disposition) => `${condition}时：${disposition}。`,
    clarification: (v) => `${v.date}${v.by === '' ? '' : `（${v.by}）`}：${v.asked} — ${v.answer}`,
    needBy: (disposition, need) => `${disposition === '' ? '其他' : disposition}：${need}`,
    cardinality: (need) => {
      const [least = '', most = ''] = need.split('..')
      return least === most
        ? `恰好 ${least} 个`
        : most === '*'
          ? least === '0'
            ? '不限'
            : `至少 ${least} 个`
          : least === '0'
            ? `最多 ${most} 个`
            : `${least} 至 ${most} 个`
    },
    imageAnswer: (name) =>
      name === 'usable' ? '图像能否使用' : name === 'nothing_here' ? '没有可标注的内容' : name.replaceAll('_', ' '),
    exhaustive: (title) => `${quoted(title)}是否已全部标注`,
    said: (what, value) => `${what}：${value}`,
    coverage: (state) => MEMBERS[`coverage ${state}`] ?? state,
    drawnAs: (v) =>
      `图像 ${v.size}${v.said.length > 0 ? `（${v.said.join('；')}）` : ''}：${v.labels.length === 0 ? '没有标注' : v.labels.join('；')}。`,
    drawnLabel: (v) =>
      `${v.class}${v.disposition === undefined ? '' : `（${v.disposition}）`}${v.parts.length + v.said.length > 0 ? `，${[...v.parts, ...v.said].join('，')}` : ''}`,
    drawnShape: (role, kind, box) => `${role}${kind} ${box}`,
  },
}
