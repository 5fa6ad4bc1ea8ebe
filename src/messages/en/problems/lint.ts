import type { LintCode, Values } from '../../../core/model/problem'
import type { Message } from '../../message'

type Sentence = (v: Values) => string
const byReason =
  (sentences: Readonly<Record<string, Sentence>>, otherwise: Sentence): Message =>
  (v) =>
    (sentences[String(v['reason'])] ?? otherwise)(v)

const WHAT: Readonly<Record<string, string>> = {
  role: 'shape',
  'image-question': 'question about the image',
  evidence: 'evidence',
  tag: 'group of tags',
  definition: 'named expression',
}
const what: Sentence = (v) => WHAT[String(v['what'])] ?? String(v['what'])

const NOBODY: Readonly<Record<string, string>> = {
  role: 'no class needs this shape and no rule has it drawn',
  question: 'no rule asks this question',
  'image-question': 'no rule asks this question of the image',
  attribute: 'no rule wants this attribute filled in',
  scale: 'no rule wants a level of this scale',
  tag: 'no rule asks for this tag',
}

/** Remarks on a policy that compiles: what was found, then what can be done about it. */
export const lint: Record<LintCode, Message> = {
  'lint.contradiction': byReason(
    {
      two: (v) =>
        `${v['other']} wants ${v['otherThen']} and ${v['rule']} wants ${v['then']} of the same label (${v['example']}). Narrow one of the conditions.`,
      requirements: (v) =>
        `No label can satisfy both ${v['other']} and ${v['rule']} (for example ${v['example']}). Change one of the numbers, or bind different classes.`,
    },
    (v) =>
      `${v['other']} and ${v['rule']} leave a label no way out: each refuses what the other wants (${v['example']}). Narrow one of the conditions.`,
  ),
  'lint.unreachable': byReason(
    {
      'no-class': (v) => `${v['rule']} binds no class that can be drawn. Name other classes under “for”.`,
      dispositions: (v) =>
        `${v['rule']} looks only at dispositions that its other part leaves out, so it never says anything. Change “dispositions”.`,
      covered: (v) =>
        `${v['rule']} adds nothing: ${v['other']} already says the same of all these labels. Remove it, or change its condition.`,
      abstract: (v) =>
        `${v['class']} is abstract and no class is a kind of it, so nothing can be labelled as it. Add a class below it, or remove “abstract”.`,
    },
    (v) =>
      `${v['rule']} can never apply: its condition holds for no label of its classes. Look for a limit turned around, or a shape or answer that these classes do not have.`,
  ),
  'lint.class-verdict': byReason(
    {
      nothing: (v) => `Whatever a label of ${v['class']} is, it breaks a rule. Loosen one of the rules that bind it.`,
    },
    (v) =>
      `New labels of ${v['class']} start as ${v['disposition']}, but no label of it can be that without breaking a rule. Change its “disposition”, or the rule.`,
  ),
  'lint.unused': (v) => `The ${what(v)} ${v['name']} is used nowhere. Remove it, or write the rule that uses it.`,
  'lint.missing-name': (v) =>
    `The text of ${v['of']} speaks of “${v['name']}”, which this policy does not have.${v['suggestion'] ? ` Did you mean ${v['suggestion']}?` : ' Add it, or change the text.'}`,
  'lint.other-number': (v) =>
    `${v['rule']} says ${v['condition']}, but ${v['other']} (line ${v['line']}) says ${v['otherCondition']} of the same labels. Keep one of them.`,
  'lint.text-number': (v) =>
    `The sentence of ${v['rule']} says ${v['said']}; its expression says ${v['number']}. Make them the same.`,
  'lint.profile-input': (v) =>
    `The profile ${v['profile']} reads ${v['name']}, but ${NOBODY[String(v['what'])] ?? 'nobody provides it'}. Add such a rule, or ask with has(…) first.`,
  'lint.case-fails': (v) => `The case “${v['name']}” does not hold: ${v['differences']}. Change the rule or the case.`,
  'lint.constant': byReason(
    { never: (v) => `This never holds: ${v['condition']}. Look for a limit that is turned around.` },
    (v) => `This holds always, so it says nothing: ${v['condition']}. Remove it, or look for a wrong limit.`,
  ),
  'lint.untried-limit': (v) =>
    `No case of ${v['rule']} tries ${v['measure']} ${v['operator']} ${v['value']} from both sides (below: ${v['below']}, at: ${v['at']}, above: ${v['above']}). Add a case just beside ${v['value']}.`,
  'lint.language': (v) => `This text has no “${v['language']}”, which the other texts have. Add it.`,
  'lint.needless-question': (v) =>
    `${v['rule']} asks ${v['name']}, but no rule or profile reads the answer. Give “answers” their meaning, or drop the question.`,
  'lint.no-way-out': (v) =>
    `${v['rule']} stays undecided for a label of ${v['class']} without ${v['missing']}, with no question to settle it, and nobody may override it. Guard it with has(…), or say who may override.`,
  'lint.supersedes': byReason(
    { itself: (v) => `Version ${v['version']} supersedes itself. Name the version before it.` },
    (v) => `Version ${v['version']} supersedes ${v['supersedes']}, which is later. Name the version before it.`,
  ),
}
