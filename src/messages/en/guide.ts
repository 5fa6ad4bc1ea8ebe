import type { GuideWords } from '../../core/policy/guide/build'

const list = (items: readonly string[], last = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`
const quoted = (text: string): string => `“${text}”`
const plainNumber = (value: number): string => String(Number(value.toPrecision(12)))

const COMPARISONS = {
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
  '==': 'is',
  '!=': 'is not',
} as const

const MEMBERS: Readonly<Record<string, string>> = {
  self: 'this label',
  class: 'the class',
  disposition: 'the disposition',
  reason: 'the reason',
  look_alike: 'the look-alike',
  evidence: 'the evidence',
  visibility: 'the visible share of the full shape',
  occlusion: 'the occlusion',
  truncation: 'the truncation',
  order: 'the depth order',
  group: 'the group',
  track: 'the track',
  applies_to: 'the classes it stands for',
  objections: 'the number of second looks that disagree',
  reviews: 'the number of second looks',
  own_coverage: 'the coverage of its class',
  'image width': 'the image width',
  'image height': 'the image height',
  'image count': 'the number of labels',
  'image usable': 'the answer “image usable?”',
  'image nothing_here': 'nothing here',
  'coverage absent': 'surely absent',
  'coverage exhaustive': 'all labelled',
  'coverage partial': 'some labelled',
  'coverage not asked': 'not asked',
}

const GROUPED: Readonly<Record<string, (title: string) => string>> = {
  answer: (t) => `the answer to ${quoted(t)}`,
  image_answer: (t) => `the answer to ${quoted(t)}`,
  attribute: (t) => `the attribute ${quoted(t)}`,
  image_attribute: (t) => `the attribute ${quoted(t)}`,
  level: (t) => `the stated level of ${quoted(t)}`,
  rank: (t) => `the rank of the stated level of ${quoted(t)}`,
  band: (t) => `the computed level of ${quoted(t)}`,
  tag: (t) => `the tag ${quoted(t)}`,
  coverage: (t) => `the coverage of ${quoted(t)}`,
  origin: (t) => `the origin of the ${t} shape`,
  zone: (t) => `the number of zones ${quoted(t)}`,
  made: (t) => (t === 'how' ? 'how the label was made' : 'who made the label'),
}

const MEASURES: Readonly<Record<string, string>> = {
  width: 'the width',
  height: 'the height',
  area: 'the area',
  aspect: 'the ratio of width to height',
  share: 'the share of the image',
  border: 'the distance to the image border',
  left: 'the left edge',
  top: 'the top edge',
  right: 'the right edge',
  bottom: 'the bottom edge',
  pieces: 'the number of pieces',
  holes: 'the number of holes',
  points: 'the number of points',
  kind: 'the kind',
  length: 'the length',
  long_side: 'the longer side',
  short_side: 'the shorter side',
}

const not = (isNot: boolean, verb: string, denied: string): string => (isNot ? denied : verb)

const CALLS: Readonly<Record<string, (a: readonly string[], isNot: boolean) => string>> = {
  iou: ([a, b]) => `the IoU of ${a} and ${b}`,
  ioa: ([a, b]) => `the share of ${a} that lies on ${b}`,
  shared_area: ([a, b]) => `the area that ${a} and ${b} share`,
  overlaps: ([a, b], n) => `${a} ${not(n, 'overlaps', 'does not overlap')} ${b}`,
  intersects: ([a, b], n) => `${a} ${not(n, 'has', 'has not')} something in common with ${b}`,
  distance: ([a, b]) => `the distance of ${a} and ${b}`,
  contains: ([a, b, slack], n) =>
    `${a} ${not(n, 'contains', 'does not contain')} ${b}${slack ? ` (up to ${slack})` : ''}`,
  touches_border: ([a, slack], n) =>
    `${a} ${not(n, 'touches', 'does not touch')} the image border${slack ? ` (within ${slack})` : ''}`,
  outside_share: ([a]) => `the share of ${a} outside the image`,
  box_of: ([a]) => `the box around ${a}`,
  min_box: ([a]) => `the smallest turned box around ${a}`,
  hull: ([a]) => `the convex hull of ${a}`,
  clip: ([a]) => `the part of ${a} inside the image`,
  union: (a) => `the union of ${list(a)}`,
  keypoint: ([a, name]) => `the keypoint ${name} of ${a}`,
  keypoint_state: ([a, name]) => `the state of the keypoint ${name} of ${a}`,
  long_side: ([a]) => `the longer side of ${a}`,
  short_side: ([a]) => `the shorter side of ${a}`,
  seen_keypoints: ([a]) => `the visible keypoints of ${a}`,
  visible_points: ([a]) => `the number of visible keypoints of ${a}`,
  hidden_points: ([a]) => `the number of hidden keypoints of ${a}`,
  labelled_points: ([a]) => `the number of labelled keypoints of ${a}`,
  abs: ([a]) => `the size of ${a} without its sign`,
  floor: ([a]) => `${a}, rounded down`,
  ceil: ([a]) => `${a}, rounded up`,
  sqrt: ([a]) => `the square root of ${a}`,
  round: ([a, decimals]) => `${a}, rounded${decimals ? ` to ${decimals} decimals` : ''}`,
  min: (a) => `the smallest of ${list(a)}`,
  max: (a) => `the largest of ${list(a)}`,
  sum: ([a]) => `the sum of ${a}`,
  count: ([a, b]) => `how often ${b ?? 'yes'} is among ${a}`,
  unique: ([a]) => `the different ones of ${a}`,
  subset: ([a, b], n) => `${a} ${not(n, 'is', 'is not')} wholly among ${b}`,
  size: ([a]) => `the number of ${a}`,
  starts_with: ([a, b], n) => `${a} ${not(n, 'begins', 'does not begin')} with ${b}`,
  startsWith: ([a, b], n) => `${a} ${not(n, 'begins', 'does not begin')} with ${b}`,
  ends_with: ([a, b], n) => `${a} ${not(n, 'ends', 'does not end')} with ${b}`,
  endsWith: ([a, b], n) => `${a} ${not(n, 'ends', 'does not end')} with ${b}`,
  lower: ([a]) => `${a} in small letters`,
  upper: ([a]) => `${a} in capital letters`,
  trim: ([a]) => `${a} without spaces around it`,
  matches: ([a, b], n) => `${a} ${not(n, 'has', 'does not have')} the pattern ${b}`,
  linked_with: ([l, a], n) => `it is ${n ? 'not ' : ''}linked with ${a} by ${l}`,
  same_group: ([a], n) => `it is ${n ? 'not ' : ''}in one group with ${a}`,
  share_in_zone: ([a, z]) => `the share of ${a} inside ${z}`,
  in_zone: ([a, z, s], n) => `${a} ${not(n, 'lies', 'does not lie')} inside ${z}${s ? ` (at least ${s})` : ''}`,
}

const SHAPES: Readonly<Record<string, string>> = {
  box: 'box',
  rotated_box: 'rotated box',
  polygon: 'polygon',
  polyline: 'line',
  point: 'point',
  points: 'points',
  ellipse: 'ellipse',
  keypoints: 'keypoints',
  mask: 'mask',
}
const ORIGINS: Readonly<Record<string, string>> = {
  model: 'a model',
  import: 'an import',
  hand: 'by hand',
  fix: 'by a fix',
  migration: 'by a migration',
}
const DEFECTS: Readonly<Record<string, string>> = {
  inverted: 'swapped corners',
  'zero-area': 'no area',
  'not-finite': 'coordinates that are not numbers',
  'too-few-points': 'too few points',
  'self-crossing': 'lines that cross',
  'self-touching': 'lines that touch themselves',
  'repeated-point': 'a point twice in a row',
}
const BY: Readonly<Record<string, string>> = { other: 'another person', reviewer: 'a reviewer', lead: 'the lead' }
const between = (least: number | undefined, most: number | undefined): string =>
  least !== undefined && most !== undefined
    ? least === most
      ? `exactly ${least}`
      : `${least} to ${most}`
    : least !== undefined
      ? `at least ${least}`
      : most === 0
        ? 'no'
        : `at most ${most ?? ''}`
const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)
const without = (shapes: readonly string[]): string => list(shapes)
const toBe = (outcome: string | undefined): string => (outcome === undefined ? 'is not allowed' : `: ${outcome}`)

export const guide: GuideWords = {
  conditions: {
    and: (parts) => list(parts, 'and'),
    or: (parts) => list(parts, 'or'),
    group: (part) => `(${part})`,
    compare: (op, left, right) => `${left} ${COMPARISONS[op]} ${right}`,
    oneOf: (left, right, isNot) => `${left} is ${isNot ? 'none' : 'one'} of ${list(right, 'or')}`,
    within: (left, right, isNot) => `${left} is ${isNot ? 'not ' : ''}among ${right}`,
    number: (value, unit) =>
      unit === 'share'
        ? `${plainNumber(value * 100)} %`
        : `${plainNumber(value)}${unit === undefined ? '' : ` ${unit}`}`,
    quoted,
    member: (name) => MEMBERS[name],
    grouped: (group, title) => GROUPED[group]?.(title),
    shape: (role) => `the ${role} shape`,
    part: (title) => `the shape ${quoted(title)}`,
    exactlyWhen: (a, b, isNot) => `(${a}) ${isNot ? 'or' : 'exactly when'} (${b})${isNot ? ', but not both' : ''}`,
    clipped: (shape) => `the part of ${shape} inside the image`,
    measure: (name, shape) => (MEASURES[name] === undefined ? undefined : `${MEASURES[name]} of ${shape}`),
    ofOther: (what, other) => `${what} of ${other}`,
    other: (name, isOnly) => (isOnly ? 'the other label' : `label ${name}`),
    drawn: (shape, isNot) => `${shape} is ${isNot ? 'not ' : ''}drawn`,
    known: (what, isNot) => `${what} is ${isNot ? 'not ' : ''}known`,
    yes: (what, isNot) => `${what}: ${isNot ? 'no' : 'yes'}`,
    term: (name, isNot) => `${name} ${isNot ? 'does not apply' : 'applies'}`,
    isA: (subject, title, isNot) => `${subject ?? 'it'} is ${isNot ? 'not ' : ''}a kind of ${title}`,
    exists: (many, _, condition, isNot) => `${isNot ? 'none' : 'one'} of ${many} is such that ${condition}`,
    all: (many, _, condition, isNot) =>
      `${isNot ? 'not all' : 'each'} of ${many} ${isNot ? 'are' : 'is'} such that ${condition}`,
    existsOne: (many, _, condition, isNot) =>
      `${isNot ? 'not exactly one' : 'exactly one'} of ${many} is such that ${condition}`,
    filtered: (many, condition) => `those of ${many} where ${condition}`,
    mapped: (many, what) => `${what}, of each of ${many}`,
    count: (many) => `the number of ${many}`,
    many: (name, title) =>
      ({
        others: 'the other labels',
        annotations: 'the labels of the image',
        linked: `the labels linked by ${quoted(title ?? '')}`,
        linked_from: `the labels that link here by ${quoted(title ?? '')}`,
        group_members: 'the others of its group',
      })[name],
    call: (name, args, isNot) => CALLS[name]?.(args, isNot),
    choice: (condition, yes, no) => `(if ${condition}, then ${yes}, else ${no})`,
  },
  rules: {
    where: (condition, demands) =>
      sentence(demands.length === 0 ? `asked where ${condition}` : `where ${condition}: ${demands.join('; ')}`),
    demands: (demands) => sentence(demands.join('; ')),
    only: (dispositions) =>
      `Only for labels that are ${list(
        dispositions.map((d) => d.toLowerCase()),
        'or',
      )}.`,
    except: (classes) => `Not for ${list(classes.map(quoted))}.`,
    disposition: (disposition, reason) => `${disposition.toLowerCase()}${reason === undefined ? '' : ` (${reason})`}`,
    lookAlike: (kinds, outcome) =>
      `what is declared to be ${list(kinds.map(quoted), 'or')}${outcome === undefined ? ' is looked at' : ` is ${outcome}`}`,
    thenClass: (title) => `the class is ${title === undefined ? 'the fallback class' : quoted(title)}`,
    ask: (question) => `answer ${quoted(question)}`,
    answer: (answer, outcome) => `with the answer ${quoted(answer)} it is ${outcome}`,
    mostSpecific: (unless) => `the most specific class is used${unless === undefined ? '' : `, unless ${unless}`}`,
    require: (condition) => `required: ${condition}`,
    band: (v) =>
      `${v.measure} ${v.failsAbove ? 'above' : 'below'} ${v.failsAbove ? v.to : v.from}${v.outcome === undefined ? ' is not allowed' : `: ${v.outcome}`}; between ${v.from} and ${v.to} somebody answers ${quoted(v.question)}`,
    draw: (roles, isNot) => (isNot ? `do not draw ${list(roles, 'or')}` : `draw ${list(roles)}`),
    evidence: (any, of) => `at least ${any} of these must be seen: ${list(of)}`,
    beyondImage: (upTo, role) => `at most ${upTo} of ${role} may lie outside the image`,
    tolerance: (px, share) =>
      `the full shape contains the visible one, up to ${list(
        [px, share && `${share} of its height`].filter((x) => x !== undefined).filter((x) => x !== ''),
        'or',
      )}`,
    sameKind: () => 'the visible and the full shape are of one kind',
    tooHidden: (measure, limit, isInclusive, outcome) =>
      `${measure} ${isInclusive ? 'of at least' : 'above'} ${limit}: ${outcome}`,
    size: (v) => {
      const of = v.isClipped ? `the part of ${v.role} inside the image` : v.role
      return `the ${v.side} of ${of} is at ${v.isMax ? 'most' : 'least'} ${v.limit}`
    },
    insideImage: (roles) => `${list(roles)} ends at the image border`,
    noDefects: (which) => (which === undefined ? 'shapes have no defects' : `shapes without ${list(which, 'or')}`),
    equal: (a, b, tolerance) => `${a} and ${b} are equal (up to ${tolerance} on each side)`,
    aspect: (role, value, tolerance) =>
      `width to height of ${role} is ${value}${tolerance === undefined ? '' : ` (± ${tolerance})`}`,
    noHoles: (roles) => `${without(roles)} has no holes`,
    onePiece: (roles) => `${without(roles)} is one piece`,
    fields: (names) => `must be filled in: ${list(names)}`,
    agrees: (what, measure, tolerance) =>
      `what is said of ${quoted(what)} agrees with ${measure}${tolerance === undefined ? '' : ` (± ${tolerance})`}`,
    duplicates: (role, over, others) =>
      `two labels${others.length > 0 ? ` (also of ${list(others.map(quoted))})` : ' of one class'} for which ${role} overlaps with IoU above ${over} are one object labelled twice`,
    noOverlap: (role, over, others) =>
      `${role} overlaps ${others.length > 0 ? `that of ${list(others.map(quoted), 'or')}` : 'that of others'} by at most ${over} of the smaller one`,
    containedIn: (role, classes, inRole, slack) =>
      `${role} lies inside ${inRole} of some ${list(classes.map(quoted), 'or')} (up to ${slack})`,
    link: (title, least, most) =>
      `${between(least, most)} link${least === 1 && (most ?? 1) === 1 ? '' : 's'} ${quoted(title)}`,
    countPer: (parent, least, most) => `${between(least, most)} per ${parent}`,
    depthOrder: (role, isEvery) =>
      isEvery
        ? `each label has a depth order, and no two whose shapes overlap (${role}) the same`
        : `labels whose shapes overlap (${role}) have different depth orders`,
    uniqueTrack: (perClass) => `no track twice in an image${perClass ? ' within one class' : ''}`,
    inZone: (zones, role, over, outcome) =>
      `more than ${over} of ${role} inside ${list(zones.map(quoted), 'or')} ${toBe(outcome)}`.replace(' :', ':'),
    inIgnored: (role, over, outcome) =>
      `more than ${over} of ${role} on an ignored region ${toBe(outcome)}`.replace(' :', ':'),
    answers: (names) => `asked of each image: ${list(names)}`,
    unreviewed: (origins) => `somebody has looked at each shape from ${list(origins, 'or')}`,
    provenance: (ways) => `labels are made ${list(ways, 'or')}`,
    secondLook: (by, least, ofImage, condition) =>
      `${BY[by] ?? by} has looked at ${ofImage ? 'the image' : 'the label'} and agreed${least > 1 ? ` (at least ${least} persons)` : ''}${condition === undefined ? '' : `, where ${condition}`}`,
    appliesTo: (to) =>
      to === 'required'
        ? 'an ignored label says for which classes it stands'
        : to === 'forbidden'
          ? 'an ignored label stands for its own class only'
          : to === 'all'
            ? 'an ignored label stands for all classes'
            : `an ignored label stands for ${list(to.map(quoted))}`,
    always: () => 'always ignored',
    other: (key, value) => `${key.replaceAll('_', ' ')}: \`${value.replaceAll('`', "'")}\``,
  },
  labels: {
    headings: {
      contents: 'Contents',
      general: 'General',
      dispositions: 'What every label says',
      lookAlikes: 'Look-alikes',
      scales: 'Scales',
      classes: 'Classes',
      shapes: 'What to draw',
      positive: 'Positive',
      negative: 'Negative',
      ignore: 'Ignore',
      skip: 'Skip',
      occlusion: 'Hidden parts',
      geometry: 'Shapes',
      attributes: 'Attributes',
      questions: 'Questions',
      relations: 'Beside other labels',
      everyClass: 'For every class',
      examples: 'Examples',
      image: 'The image as a whole',
      links: 'Links',
      zones: 'Zones',
      evidence: 'Evidence for hidden parts',
      process: 'How labels are made',
      profiles: 'Uses of the labels',
      terms: 'Terms',
      clarifications: 'Clarifications',
      skeletons: 'Skeletons',
    },
    dispositions: {
      positive: { title: 'Positive', hint: 'The object itself' },
      negative: { title: 'Negative', hint: 'Looks like it, but is not: a marked hard negative' },
      ignore: { title: 'Ignore', hint: 'Cannot or need not be judged' },
      skip: { title: 'Skip', hint: 'Seen and deliberately not labelled' },
    },
    severities: { error: 'error', warning: 'warning', guidance: 'guidance' },
    overriders: { labeler: 'the labeler', reviewer: 'a reviewer', lead: 'the lead', nobody: 'nobody' },
    needs: { required: 'required', optional: 'optional', forbidden: 'not drawn' },
    types: { many: 'several choices', enum: 'choice', bool: 'yes or no', number: 'number', text: 'text' },
    verdicts: { pass: 'passes', fail: 'fails', undecided: 'asks' },
    examples: { right: 'Right', wrong: 'Wrong', asks: 'The tool asks' },
    statuses: { draft: 'draft', published: 'published', retired: 'retired' },
    yesNo: ['yes', 'no'],
    text: {
      disposition: 'Disposition',
      meaning: 'Meaning',
      reasons: 'Reasons',
      role: 'Shape',
      need: 'Needed',
      shape: 'Drawn as',
      level: 'Level',
      range: 'Range',
      name: 'Name',
      type: 'Type',
      values: 'Values',
      when: 'When',
      question: 'Question',
      answers: 'Answers',
      askedOf: 'Asked of',
      image: 'image',
      anyShape: 'any',
      noRoles: 'Nothing is drawn',
      abstract: 'only groups others',
      rulesAlso: 'Also holds:',
      right: 'Right',
      wrong: 'Wrong',
      includes: 'Belongs to it',
      excludes: 'Does not belong to it',
      lookAlike: 'Look-alike',
      becomes: 'Labelled as',
      class: 'Class',
      profile: 'Use',
      counts: 'What counts as positive',
      link: 'Link',
      from: 'From',
      to: 'To',
      howMany: 'How many',
      zone: 'Zone',
      void: 'Not part of the picture',
      notAsked: 'not asked',
      coverageHint:
        'Three states are never confused: a class is surely absent, all of it is labelled, or nobody was asked. An image without labels says nothing until somebody said so.',
      measure: 'Measured as',
      required: 'required',
      fallback: 'When in doubt',
      neighbours: 'Easily mistaken for',
      aliases: 'also called',
      term: 'Term',
      points: 'Points',
      none: 'none',
    },
    picture: (right, file) => `${right ? 'Right' : 'Wrong'}: ${file}`,
    shapeKind: (kind) => SHAPES[kind] ?? kind.replaceAll('_', ' '),
    origin: (how) => ORIGINS[how] ?? how,
    defect: (name) => DEFECTS[name] ?? name,
    role: (name) => ({ visible: 'visible', full: 'full' })[name],
    supersedes: (version) => `supersedes ${version}`,
    digest: (digest) => `digest ${digest}`,
    source: (source) => `source: ${source}`,
    kindOf: (title) => `A kind of ${quoted(title)}`,
    override: (who) => `${who} may override it with a reason`,
    since: (version) => `since ${version}`,
    range: (from, to, includesFrom, includesTo) =>
      `${includesFrom ? 'from' : 'above'} ${from} ${includesTo ? 'up to' : 'to below'} ${to}`,
    atMost: (count) => `at most ${count}`,
    list: (items) => list(items),
    profile: (condition, otherwise) => `Positive where ${condition}; else ${otherwise.toLowerCase()}.`,
    decide: (condition, disposition) => `Where ${condition}: ${disposition.toLowerCase()}.`,
    clarification: (v) => `${v.date}${v.by === '' ? '' : ` (${v.by})`}: ${v.asked} — ${v.answer}`,
    needBy: (disposition, need) => `${need}${disposition === '' ? ' otherwise' : ` if ${disposition.toLowerCase()}`}`,
    cardinality: (need) => {
      const [least = '', most = ''] = need.split('..')
      return least === most
        ? `exactly ${least}`
        : most === '*'
          ? least === '0'
            ? 'any number'
            : `at least ${least}`
          : least === '0'
            ? `at most ${most}`
            : `${least} to ${most}`
    },
    imageAnswer: (name) =>
      name === 'usable'
        ? 'can the image be used'
        : name === 'nothing_here'
          ? 'nothing to label here'
          : name.replaceAll('_', ' '),
    exhaustive: (title) => `is all of ${quoted(title)} labelled`,
    said: (what, value) => `${what}: ${value}`,
    coverage: (state) => MEMBERS[`coverage ${state}`] ?? state,
    drawnAs: (v) =>
      `Image ${v.size}${v.said.length > 0 ? ` (${v.said.join('; ')})` : ''}: ${v.labels.length === 0 ? 'no labels' : v.labels.join('; ')}.`,
    drawnLabel: (v) =>
      `${v.class}${v.disposition === undefined ? '' : ` (${v.disposition.toLowerCase()})`}${v.parts.length + v.said.length > 0 ? `, ${[...v.parts, ...v.said].join(', ')}` : ''}`,
    drawnShape: (role, kind, box) => `${role} ${kind} ${box}`,
  },
}
