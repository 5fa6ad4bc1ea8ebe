import type { ProblemCode } from '../../../core/model/problem'
import type { Values } from '../../../core/model/problem'
import type { Message } from '../../message'

type Sentence = (v: Values) => string
const hint: Sentence = (v) => (v['suggestion'] ? ` Did you mean ${v['suggestion']}?` : '')
const byReason =
  (sentences: Readonly<Record<string, Sentence>>, otherwise: Sentence): Message =>
  (v) =>
    (sentences[String(v['reason'])] ?? otherwise)(v)

const EXPECTED: Readonly<Record<string, string>> = {
  name: 'a name (a letter, then letters, digits, _ or -)',
  text: 'text, or text per language {en: …, zh: …}',
  options: 'a list of names, or names with titles',
  names: 'a name or a list of names',
  expression: 'an expression',
  version: "a version such as '1.2.0'",
  picture: "a picture file inside the policy's folder",
  band: '[name, from, to]',
  shapes: 'a shape or a list of shapes',
  color: "a colour such as '#e69f00'",
  range: '[from, to]',
  defects: 'true or a list of defects',
  classes: 'between 1 and 2000 classes',
  rules: 'at most 2000 rules',
  'required-answer': 'usable, exhaustive.<class>, tag.<group>, attribute.<id> or an image question',
  'most-specific': 'true, or {unless: …}',
  'applies-to': 'required, forbidden, all, or a list of classes',
  'case-shape': '[x, y, w, h], a list of points, or {polygon: …}, {rotated_box: …} …',
  fix: 'the name of a fix, or {set_class: …}, {clip: role}, {copy: role, to: role} …',
  outcome: 'a disposition, or {then: …, reason: …}',
  need: 'required, optional or forbidden, or one per disposition',
  edge: '[point, point]',
  cardinality: "'1..1', '0..1' or '0..*'",
  verdict: 'pass, fail or undecided, or {verdict: …, asks: …}',
  fields: 'attributes, level.<scale>, or: evidence, look_alike, track, group, order, applies_to',
  size: '[width, height]',
  expectation: '<rule>: pass | fail | undecided',
  record: 'a mapping',
  object: 'a mapping',
  array: 'a list',
  string: 'text (put it in quotes if it looks like a number or true/false)',
}
const WHAT: Readonly<Record<string, string>> = {
  'image-attribute': 'attribute of the image',
  'image-question': 'image question or answer',
  'look-alike': 'look-alike',
}
/** Types of expressions in words; names of the policy's lists (class, disposition …) stand for themselves. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'true or false',
  text: 'a text',
  number: 'a number',
  shape: 'a shape',
  list: 'a list',
  numbers: 'a list of numbers',
  bools: 'a list of true or false',
  shapes: 'a list of shapes',
  annotation: 'a label',
}
const typeWord = (type: unknown): string => TYPES[String(type)] ?? String(type ?? '')
const expected: Sentence = (v) => EXPECTED[String(v['expected'])] ?? String(v['expected'] ?? '')

export const policy: Record<Extract<ProblemCode, `policy.${string}`>, Message> = {
  'policy.too-large': (v) => `The policy is larger than ${Math.round(Number(v['limit']) / 1024)} KiB and was not read.`,
  'policy.yaml': byReason(
    {
      empty: () => 'The policy is empty.',
      'not-text': () => 'This is not text: a control character or a damaged byte stands here.',
      'duplicate-key': (v) =>
        `${v['found'] ?? 'This key'} stands twice in one mapping${v['line'] ? `, first in line ${v['line']}` : ''}. Remove one of them.`,
      encoding: (v) => `The file is ${v['found']}. Save it as UTF-8.`,
      'not-utf8': () => 'The file is not UTF-8: a byte that is no character stands here. Save it as UTF-8.',
      tab: () => 'Indent with spaces, not with tabs.',
      documents: () => 'A policy is one document: remove everything from the second --- on.',
      tag: (v) => `Tags (${v['found'] ?? '!…'}) are not allowed in a policy.`,
      alias: () => 'This alias (*) points to nothing before it.',
      aliases: (v) => `More than ${v['limit']} aliases (*). Write the values out.`,
      anchors: (v) => `More than ${v['limit']} anchors (&). Write the values out.`,
      lines: (v) => `More than ${v['limit']} lines. The policy is too large.`,
      nodes: (v) => `More than ${v['limit']} values. The policy is too large.`,
      depth: (v) => `Nested deeper than ${v['limit']} levels.`,
      cycle: () => 'This part contains itself.',
      number: (v) => `${v['found']} is not a plain number. Write it like 10 or 0.5, or put it in quotes if it is text.`,
      precision: (v) =>
        `${v['found']} would be read as ${v['read']}. Write fewer digits, or put it in quotes if it is text.`,
      scalar: (v) => `This kind of value is not allowed: ${v['found']}.`,
      directive: () => 'Directives (%) are not allowed: remove this line.',
      key: () => 'A key must be a plain name.',
      merge: () => 'Merge keys (<<) are not allowed. Write the values out.',
      'forbidden-key': (v) => `${v['found']} cannot be used as a key.`,
    },
    (v) =>
      /Nested mappings|Block collections|Implicit keys|Implicit map keys/.test(String(v['detail']))
        ? `The YAML cannot be read: ${v['detail']}. A text with a colon and a space in it needs quotes.`
        : `The YAML cannot be read: ${v['detail']}`,
  ),
  'policy.schema': byReason(
    {
      'unknown-key': (v) => `${v['found']} is not known here.${hint(v)} Known: ${v['expected']}.`,
      pattern: (v) => `The pattern '${v['found']}' cannot be used: ${v['detail']}.`,
      taken: (v) => `'${v['found']}' has a meaning already. Choose another name.`,
      unfit: (v) => `${v['key']} has no effect together with ${v['found']}. Write a rule of its own, or leave it out.`,
      missing: (v) =>
        `${v['key']} is missing here${v['expected'] && v['expected'] !== v['key'] ? `: ${expected(v)}` : ''}.`,
      value: (v) => `${v['found']} is not possible here.${hint(v)} Expected: ${v['expected']}.`,
      name: (v) => `'${v['found']}' is not a name. A name starts with a letter and has letters, digits, _ or -.`,
      too_small: (v) => `${v['found']} is too small or too short here: at least ${v['limit']}.`,
      too_big: (v) => `${v['found']} is too large or too long here: at most ${v['limit']}.`,
      cycle: (v) => `A class cannot be a kind of itself: ${v['found']}.`,
      either: (v) => `Use only one of: ${v['found']}.`,
    },
    (v) => `Expected ${expected(v)}; found ${v['found']}.`,
  ),
  'policy.unknown-name': (v) =>
    `There is no ${WHAT[String(v['what'])] ?? v['what']} '${v['name']}'.${hint(v)}${v['known'] ? ` Known: ${v['known']}.` : ' The policy lists none.'}`,
  'policy.expression': byReason(
    {
      'too-long': (v) => `The expression is longer than ${v['limit']} characters.`,
      'too-deep': () => 'The expression is too long or nested too deeply. Split it into several rules.',
      type: (v) => `Expected ${typeWord(v['expected'])}; this is ${typeWord(v['found'])}.`,
      'not-supported': (v) => `This cannot be used here: ${v['found']}.`,
      equals: () => 'Write == for “is equal”.',
      words: () => 'Write && for “and”, || for “or”, ! for “not”.',
      percent: () => 'Shares are numbers from 0 to 1: write 0.2 for 20 %.',
      unit: () => 'Numbers stand without a unit: sizes are pixels of the original image.',
      end: () => 'The expression ends too early.',
      chain: () => 'Write two comparisons, joined with &&: 0.2 < x && x < 0.5.',
      null: () => 'There is no null. Ask with has(…) whether something is known.',
      quotes: (v) => `Names of the policy stand in quotes: '${v['found']}'.`,
      measure: (v) => `Say of which shape: visible.${v['found']}, full.${v['found']} …`,
      'no-call': (v) => `Without parentheses: ${v['written']}.`,
      dashed: (v) => `In an expression a name with a dash is written ${v['written']}.`,
      'no-members': (v) => `A ${v['found']} has no ${v['name']}.`,
      arguments: (v) => `${v['name']} takes ${v['expected']} arguments; ${v['found']} are given.`,
      pattern: (v) =>
        v['fault'] === 'too-long'
          ? `The regular expression is longer than ${v['detail']} characters.`
          : v['fault'] === 'too-large'
            ? 'The regular expression repeats too much. Use smaller repeat counts.'
            : `The regular expression cannot be used: ${v['detail']}. Lookaround and back references are not available.`,
      quantifiers: (v) => `More than ${v['limit']} quantifiers inside each other.`,
    },
    (v) => `The expression cannot be read: ${v['detail']}`,
  ),
  'policy.duplicate-id': (v) =>
    v['reserved']
      ? `${v['id']} is the name of a built-in check. Give the rule another id.`
      : `Two rules have the id ${v['id']}. Give one another id.`,
  'policy.scale-gap': byReason(
    {
      gap: (v) => `The scale ${v['scale']} has a gap from ${v['from']} to ${v['to']} before ${v['band']}.`,
      overlap: (v) => `The bands of the scale ${v['scale']} overlap from ${v['from']} to ${v['to']} at ${v['band']}.`,
    },
    (v) => `The band ${v['band']} of the scale ${v['scale']} is empty: from ${v['from']} to ${v['to']}.`,
  ),
  'policy.case-failed': (v) => `The case "${v['name']}" fails: ${v['differences']}.`,
  'policy.timeout': (v) => `Reading the policy took longer than ${v['seconds']} s and was stopped. Simplify it.`,
  'policy.version-exists': (v) =>
    `Version ${v['version']} is not newer than the published ${v['published']}. Published versions do not change: choose a higher version.`,
  'policy.bump-too-small': (v) =>
    `This change needs a ${v['required']} step: at least version ${v['least']}, not ${v['version']}.`,
  'policy.not-loaded': () => 'No policy is loaded. Open a policy first.',
}
