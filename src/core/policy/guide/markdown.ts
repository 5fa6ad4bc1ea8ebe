/** A guide as Markdown (CommonMark with tables): nothing in a policy's text can become markup. */
import type { Block, Example, Guide, Pictures, RuleEntry, Section } from './guide'

const ESCAPED = /[\\*_{}[\]<>#+|~!&]/g
/** Text as text: code between backticks stays code, everything that could be markup is escaped, line breaks become spaces. */
export function plain(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      .split('`')
      .map((part, i, all) =>
        i % 2 === 1 && i < all.length - 1
          ? `\`${part}\``
          : `${i % 2 === 1 ? '\\`' : ''}${part.replace(ESCAPED, '\\$&')}`,
      )
      .join('')
      // At the beginning of a line these would make lists.
      .replace(
        /^(\s*)([-=]|\d+[.)])/,
        (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
      )
  )
}

/** In a cell of a table: a bar ends a cell even inside code. */
const cell = (text: string): string => plain(text).replace(/(^|[^\\])\|/g, '$1\\|')
const anchor = (id: string): string => `<a id="${id}"></a>`
const link = (id: string, target: string): string => `[${plain(id)}](#${encodeURIComponent(target)})`

function picturesText({ right, wrong, words }: Pictures): string[] {
  const image = (word: string) => (file: string) =>
    `${word}: ![${plain(`${word}: ${file}`)}](${file.split('/').map(encodeURIComponent).join('/')})`
  return [...right.map(image(words.right)), ...wrong.map(image(words.wrong))]
}

function ruleText(rule: RuleEntry): string {
  const marks = rule.marks.length > 0 ? ` (${rule.marks.map(plain).join(', ')})` : ''
  const lines = [
    `${anchor(rule.anchor)}**${plain(rule.id)}**${marks} ${plain(rule.says)}`.trimEnd(),
    ...(rule.guide === undefined ? [] : [plain(rule.guide)]),
    ...rule.checks.map((check) => `*${plain(check)}*`),
    ...rule.clarifications.map((c) => `> ${plain(c)}`),
    ...(rule.pictures ? picturesText(rule.pictures) : []),
  ]
  return `- ${lines.join('\n\n  ')}`
}

function exampleText(e: Example): string {
  const verdicts = e.verdicts.map(
    (v) => `${v.anchor === undefined ? plain(v.rule) : link(v.rule, v.anchor)} ${plain(v.word)}`,
  )
  return `- **${plain(e.word)}**: ${plain(e.name)}. ${plain(e.drawn)}${verdicts.length > 0 ? ` → ${verdicts.join(', ')}` : ''}`
}

function blockText(block: Block, title: string): string {
  switch (block.kind) {
    case 'text':
      return plain(block.text)
    case 'list':
      return block.items.map((item) => `- ${plain(item)}`).join('\n')
    case 'table':
      return [
        ...(block.caption === title ? [] : [`**${plain(block.caption)}**`, '']),
        `| ${block.head.map(cell).join(' | ')} |`,
        `|${block.head.map(() => ' --- |').join('')}`,
        ...block.rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
      ].join('\n')
    case 'rules':
      return block.rules.map(ruleText).join('\n')
    case 'refs':
      return `${plain(block.lead)}\n\n${block.refs.map((ref) => `- ${link(ref.id, ref.anchor)} ${plain(ref.says)}`).join('\n')}`
    case 'pictures':
      return picturesText(block.pictures).join('\n\n')
    case 'examples':
      return block.examples.map(exampleText).join('\n')
  }
}

function sectionText(section: Section, level: number): string {
  const mark = section.mark === undefined ? '' : ` (${plain(section.mark)})`
  return [
    `${anchor(section.id)}\n\n${'#'.repeat(Math.min(level, 6))} ${plain(section.title)}${mark}`,
    ...section.blocks.map((block) => blockText(block, section.title)),
    ...section.sections.map((s) => sectionText(s, level + 1)),
  ].join('\n\n')
}

function contents(sections: readonly Section[], deep: number, indent = ''): string[] {
  return sections.flatMap((s) => [
    `${indent}- ${link(s.title, s.id)}`,
    ...(deep > 1 ? contents(s.sections, deep - 1, `${indent}  `) : []),
  ])
}

/** The whole guide as one Markdown text. */
export function guideMarkdown(guide: Guide): string {
  const parts = [
    `# ${plain(guide.title)}`,
    `${plain(guide.name)} · ${guide.facts.map(plain).join(' · ')}`,
    ...guide.intro.map(plain),
    `**${plain(guide.contents)}**`,
    contents(guide.sections, 2).join('\n'),
    ...guide.sections.map((s) => sectionText(s, 2)),
  ]
  return `${parts.join('\n\n')}\n`
}
