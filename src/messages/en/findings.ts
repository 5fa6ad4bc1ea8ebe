import type { FindingKey } from '../../core/model/finding'
import type { Values } from '../../core/model/problem'
import type { Message } from '../message'

const DEFECTS: Readonly<Record<string, string>> = {
  inverted: 'has its corners the wrong way round',
  'zero-area': 'has no area',
  'not-finite': 'has coordinates that are not numbers',
  'too-few-points': 'has too few points',
  'self-crossing': 'crosses itself',
  'self-touching': 'touches itself',
  'repeated-point': 'has the same point twice in a row',
  'repeated-name': 'has two keypoints of one name',
  'run-lengths': 'has run lengths that do not fill its box',
  'too-complex': 'has too many edges over each other to be checked',
}
const MISSING: Readonly<Record<string, (name: string) => string>> = {
  role: (n) => `the ${n} shape is not drawn`,
  question: (n) => `the question “${n}” is not answered`,
  imageQuestion: (n) => `the image question “${n}” is not answered`,
  attribute: (n) => `the attribute ${n} is not set`,
  level: (n) => `the level of ${n} is not stated`,
  evidence: () => 'nobody said which evidence was seen',
  lookAlike: () => 'nobody said what it looks like',
  usable: () => 'nobody said whether the image is usable',
  imageAttribute: (n) => `the attribute ${n} of the image is not set`,
  tag: (n) => `the tag ${n} is not set`,
  coverage: (n) => `nobody said whether all ${n} are labelled`,
}
const FIELDS: Readonly<Record<string, string>> = {
  track: 'The track',
  group: 'The group',
  order: 'The depth order',
  level: 'The level',
}
const MADE: Readonly<Record<string, string>> = {
  hand: 'hand',
  fix: 'a fix',
  import: 'an import',
  model: 'a model',
  migration: 'a migration',
}
const WHY: Readonly<Record<string, string>> = {
  clip: 'Cut at the image border',
  swap: 'Turn the corners round',
  copy: 'Copy from the other shape',
  derive: 'Derive from the other shape',
}

const percent = (share: Values[string] | undefined): string => `${Number((Number(share) * 100).toFixed(1))} %`
const withReason = (v: Values): string => `“${v['disposition']}”${v['reason'] ? ` (${v['reason']})` : ''}`
const because = (v: Values): string => (v['because'] ? `${v['because']}: ` : '')

/** Sentences about labels. Every one may also use `rule`, the id of the rule. */
export const findings: Record<FindingKey, Message> = {
  'class.unknown': (v) => `The policy has no class ${v['class']}. Choose another class.`,
  'class.abstract': (v) => `${v['class']} only groups other classes. Choose one of the classes below it.`,
  'reason.missing': (v) => `${v['disposition']} needs a reason. Choose one.`,
  'reason.unknown': (v) => `${v['reason']} is not a reason for ${v['disposition']} in this policy. Choose another.`,
  'reason.needless': (v) => `A positive label has no reason, but this one says ${v['reason']}.`,
  'role.required': (v) => `Every ${v['class']} needs a ${v['role']} shape. Draw it.`,
  'role.forbidden': (v) => `A ${v['class']} has no ${v['role']} shape in this policy. Remove it.`,
  'role.none': (v) => `This ${v['class']} has no shape at all. Draw one or remove the label.`,
  'shape.kind': (v) => `The ${v['role']} shape is a ${v['kind']}; the policy allows: ${v['allowed']}.`,
  'shape.defect': (v) => `The ${v['role']} shape ${DEFECTS[String(v['defect'])] ?? v['defect']}. Redraw it.`,
  'disposition.expected': (v) => `${because(v)}rule ${v['rule']} wants ${withReason(v)}.`,
  'disposition.unfounded': (v) =>
    `Labelled ${withReason(v)}, but the condition does not hold${v['because'] ? ` (${v['because']})` : ''}. Make it positive or give another reason.`,
  'question.open': (v) => `Not answered yet: “${v['question']}”`,
  'band.inside': (v) =>
    `${v['measure']} is ${v['value']}: between ${v['from']} and ${v['to']} a person decides. Answer the question.`,
  'band.below': (v) => `${because(v)}rule ${v['rule']} wants at least ${v['from']}.`,
  'undecided.missing': (v) =>
    `Rule ${v['rule']} cannot be decided: ${MISSING[String(v['what'])]?.(String(v['name'])) ?? `${v['name']} is unknown`}.`,
  'undecided.steps': (v) =>
    `Rule ${v['rule']} takes too many steps on this image and stays undecided. The policy needs a simpler condition.`,
  'draw.missing': (v) => `Rule ${v['rule']} wants the ${v['role']} shape here. Draw it.`,
  'evidence.open': (v) => `The hidden part is inferred: say which evidence was seen (at least ${v['need']}).`,
  'evidence.few': (v) =>
    `The hidden part is inferred from ${v['have']} pieces of evidence; rule ${v['rule']} wants ${v['need']}.`,
  beyond_image: (v) =>
    `${percent(v['share'])} of the full shape lies outside the image; rule ${v['rule']} allows ${percent(v['up_to'])}.`,
  'require.failed': (v) => `${v['because'] || v['condition']}: rule ${v['rule']} does not allow this.`,
  'size.small': (v) =>
    `${v['role']}.${v['side']} is ${v['value']} ${v['unit']}; rule ${v['rule']} wants at least ${v['least']} ${v['unit']}.`,
  outside_image: (v) => `The ${v['role']} shape leaves the image by ${v['by']} px. Cut it at the border.`,
  'equal.differs': (v) =>
    `${v['a']} and ${v['b']} must be equal but differ by ${v['off']} px (allowed: ${v['tolerance']} px).`,
  'attribute.missing': (v) => `The attribute ${v['attribute']} is not set.`,
  'attribute.unknown': (v) => `The policy has no attribute ${v['attribute']}.`,
  'attribute.forbidden': (v) => `A ${v['class']} has no attribute ${v['attribute']} in this policy.`,
  'attribute.value': (v) => `${v['value']} is not a value of the attribute ${v['attribute']}.`,
  duplicates: (v) =>
    `Two labels of one class overlap with IoU ${v['iou']} (more than ${v['limit']}): probably one object labelled twice.`,
  overlap: (v) =>
    `The ${v['role']} shapes overlap by ${percent(v['share'])} of the smaller one; rule ${v['rule']} allows ${percent(v['limit'])}.`,
  'contained.not': (v) => `The ${v['role']} shape does not lie inside the ${v['in_role']} shape of any ${v['in']}.`,
  'answer.usable': () => 'Say whether this image can be used.',
  'answer.coverage': (v) => `Say whether every ${v['id']} in the image is labelled.`,
  'answer.tag': (v) => `Choose the tag ${v['id']}.`,
  'answer.question': (v) => `About the image: ${v['id']}`,
  'answer.nothing_here': () => 'Nothing is labelled. Say that there is nothing to label here, or label it.',
  'answer.not_empty': (v) => `The image is said to hold nothing to label, but ${v['count']} labels are there.`,
  'answer.not_absent': (v) => `${v['class']} is said to be absent, but ${v['count']} are labelled.`,
  unreviewed: (v) =>
    `The ${v['role']} shape comes from ${v['origin'] === 'model' ? 'a model' : 'an import'} and nobody has looked at it. Accept or redraw it.`,
  'class.wrong': (v) => `${because(v)}this is a ${v['to']}, not a ${v['class']}.`,
  'class.not_specific': (v) => `${v['class']} is too general. Choose one of the classes below it: ${v['below']}.`,
  'look_alike.expected': (v) =>
    `A ${v['class']} that is only a look-alike (${v['look_alike']}) must be ${withReason(v)}.`,
  'equal.role': (v) =>
    `The ${v['a']} shape of a ${v['class']} must be the same as its ${v['b']} shape; they differ by ${v['off']} px (allowed: ${v['tolerance']} px).`,
  'size.large': (v) =>
    `${v['role']}.${v['side']} is ${v['value']} ${v['unit']}; rule ${v['rule']} wants at most ${v['most']} ${v['unit']}.`,
  aspect: (v) =>
    `Width / height of ${v['role']} is ${v['value']}; rule ${v['rule']} wants ${v['want']} ± ${v['tolerance']}.`,
  has_holes: (v) => `The ${v['role']} shape has ${v['count']} holes; it must have none.`,
  many_pieces: (v) => `The ${v['role']} shape has ${v['count']} pieces; it must be one.`,
  'band.above': (v) => `${because(v)}rule ${v['rule']} wants at most ${v['to']}.`,
  'draw.not': (v) => `Rule ${v['rule']} does not want the ${v['role']} shape here. Remove it.`,
  tolerance: (v) => `The ${v['role']} shape sticks out of the ${v['in_role']} shape by more than ${v['tolerance']} px.`,
  'shape_kind.differs': (v) =>
    `The ${v['a']} shape is a ${v['kind']} and the ${v['b']} shape a ${v['other']}; both must be of one kind.`,
  'field.missing': (v) => `${FIELDS[String(v['field'])] ?? v['field']} is not set.`,
  'agrees.differs': (v) =>
    `${v['name']} is stated as ${v['said']}, but ${v['of']} is ${v['value']}${v['want'] ? ` (${v['want']})` : ''}.`,
  'group.differs': (v) =>
    `The labels of group ${v['group']} differ in ${v['attribute']}: ${v['values']}. It must be the same on all.`,
  'link.unknown': (v) => `The policy has no link ${v['link']}.`,
  'link.class': (v) => `The link “${v['link']}” cannot lead from ${v['class']} to ${v['to']}.`,
  'link.gone': (v) => `The link “${v['link']}” leads to a label that is not there.`,
  'link.few': (v) => `“${v['link']}”: ${v['count']} of at least ${v['least']}. Link this label to ${v['to']}.`,
  'link.many': (v) => `“${v['link']}”: ${v['count']} of at most ${v['most']}.`,
  'link.many_from': (v) => `“${v['link']}”: ${v['count']} labels lead here, at most ${v['most']} may.`,
  'count.few': (v) => `${v['count']} labels (${v['of']}) of at least ${v['least']}, counted per ${v['parent']}.`,
  'count.many': (v) => `${v['count']} labels (${v['of']}) of at most ${v['most']}, counted per ${v['parent']}.`,
  'order.missing': () => 'The depth order is not set. Say what lies in front.',
  'order.same': (v) => `Two labels that overlap have the same depth order ${v['order']}. One of them is in front.`,
  'track.twice': (v) => `The track ${v['track']} is there twice in this image.`,
  'zone.inside': (v) =>
    `${percent(v['share'])} of the ${v['role']} shape lies in “${v['zone']}”; rule ${v['rule']} allows ${percent(v['limit'])}.`,
  'zone.unknown': (v) => `The policy has no zone ${v['zone']}.`,
  'ignored.inside': (v) =>
    `${percent(v['share'])} of the ${v['role']} shape lies on labels that are ignored for this class; rule ${v['rule']} allows ${percent(v['limit'])}.`,
  'applies_to.missing': () => 'Say for which classes this ignored label stands.',
  'applies_to.wrong': (v) => `This ignored label must stand for: ${v['want']}. It stands for: ${v['found']}.`,
  'keypoint.unknown': (v) => `The skeleton ${v['skeleton']} has no point ${v['point']}.`,
  provenance: (v) => `Made by ${MADE[String(v['how'])] ?? v['how']}; rule ${v['rule']} does not allow this.`,
  second_look: (v) => `Somebody else must look at this and agree: ${v['have']} of ${v['need']}.`,
  'answer.attribute': (v) => `The attribute ${v['id']} of the image is not set.`,

  'fix.set_disposition': (v) => `Mark as ${withReason(v)}`,
  'fix.set_class': (v) => `Make it a ${v['class']}`,
  'fix.set_level': (v) => `Set the level: ${v['level']}`,
  'fix.set_reason': (v) => `Set the reason: ${v['reason']}`,
  'fix.set_shape': (v) => `${WHY[String(v['why'])] ?? 'Change'}: ${v['role']}`,
  'fix.remove_role': (v) => `Remove the ${v['role']} shape`,
  'fix.remove': () => 'Remove the label',

  'asks.question': () => 'Answer the question',
  'asks.level': (v) => `State the level of ${v['scale']}`,
  'asks.attribute': (v) => `Set ${v['attribute']}`,
  'asks.evidence': () => 'Which evidence was seen?',
  'asks.role': (v) => `Draw the ${v['role']} shape`,
  'asks.reason': () => 'Choose a reason',
  'asks.lookAlike': () => 'What does it look like?',
  'asks.usable': () => 'Can this image be used?',
  'asks.coverage': (v) => `Is every ${v['class']} labelled?`,
  'asks.tag': (v) => `Choose ${v['group']}`,
  'asks.imageQuestion': () => 'Answer the question about the image',
  'asks.imageAttribute': (v) => `Set ${v['attribute']} of the image`,
  'asks.appliesTo': () => 'For which classes does it stand?',
  'asks.link': (v) => `Link it: ${v['link']}`,
  'asks.nothingHere': () => 'Is there nothing to label in this image?',
}
