import type { FindingKey } from '../../core/model/finding'
import type { Values } from '../../core/model/problem'
import type { Message } from '../message'

const DEFECTS: Readonly<Record<string, string>> = {
  inverted: 'has its corners the wrong way round',
  'zero-area': 'has no area',
  'not-finite': 'has coordinates that are not numbers',
  'too-few-points': 'has fewer than three points',
  'self-crossing': 'crosses itself',
  'repeated-point': 'has the same point twice in a row',
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
  tag: (n) => `the tag ${n} is not set`,
  coverage: (n) => `nobody said whether all ${n} are labelled`,
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

  'fix.set_disposition': (v) => `Mark as ${withReason(v)}`,
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
  'asks.nothingHere': () => 'Is there nothing to label in this image?',
}
