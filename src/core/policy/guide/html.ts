/** A guide as one HTML page: no scripts, nothing fetched but the policy's own pictures, every text escaped. */
import type { Block, Example, Figure, Guide, Pictures, RuleEntry, Section } from './guide'
import { STYLE } from './style'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? '')
/** Text with code between backticks. */
const words = (text: string): string =>
  text
    .split('`')
    .map((part, i, all) =>
      i % 2 === 0 ? escaped(part) : i < all.length - 1 ? `<code>${escaped(part)}</code>` : `\`${escaped(part)}`,
    )
    .join('')
const target = (id: string): string => escaped(encodeURIComponent(id))
const link = (id: string, text: string): string => `<a href="#${target(id)}">${words(text)}</a>`
const n = (value: number): string => String(Number(value.toFixed(2)))

/** Addresses of pictures: as given in `pictures`, else relative to the policy's folder. */
export type PictureAddresses = ReadonlyMap<string, string>

class Page {
  readonly #pictures: PictureAddresses
  constructor(pictures: PictureAddresses) {
    this.#pictures = pictures
  }

  #picture(file: string, word: string, look: 'right' | 'wrong'): string {
    const address = this.#pictures.get(file) ?? file.split('/').map(encodeURIComponent).join('/')
    return `<figure class="picture ${look}"><img src="${escaped(address)}" alt="${escaped(`${word}: ${file}`)}"><figcaption>${words(word)}</figcaption></figure>`
  }

  #pictureRow({ right, wrong, words: w }: Pictures): string {
    return `<div class="pictures">${right.map((f) => this.#picture(f, w.right, 'right')).join('')}${wrong.map((f) => this.#picture(f, w.wrong, 'wrong')).join('')}</div>`
  }

  #rule(rule: RuleEntry): string {
    const marks = rule.marks.map((m) => ` <span class="mark">${words(m)}</span>`).join('')
    return `<li id="${escaped(rule.anchor)}" class="rule ${rule.severity}"><p><strong class="id">${words(rule.id)}</strong>${marks} ${words(rule.says)}</p>${
      rule.guide === undefined ? '' : `<p>${words(rule.guide)}</p>`
    }${rule.checks.map((c) => `<p class="check">${words(c)}</p>`).join('')}${rule.clarifications
      .map((c) => `<p class="clarification">${words(c)}</p>`)
      .join('')}${rule.pictures ? this.#pictureRow(rule.pictures) : ''}</li>`
  }

  /** @param title of the section that holds it: a table of the same name needs no caption */
  block(block: Block, title: string): string {
    switch (block.kind) {
      case 'text':
        return `<p>${words(block.text)}</p>`
      case 'list':
        return `<ul>${block.items.map((item) => `<li>${words(item)}</li>`).join('')}</ul>`
      case 'table':
        return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(block.caption)}"><table>${block.caption === title ? '' : `<caption>${words(block.caption)}</caption>`}<thead><tr>${block.head
          .map((h) => `<th scope="col">${words(h)}</th>`)
          .join('')}</tr></thead><tbody>${block.rows
          .map(
            (row) =>
              `<tr>${row.map((c, i) => (i === 0 ? `<th scope="row">${words(c)}</th>` : `<td>${words(c)}</td>`)).join('')}</tr>`,
          )
          .join('')}</tbody></table></div>`
      case 'rules':
        return `<ul class="rules">${block.rules.map((rule) => this.#rule(rule)).join('')}</ul>`
      case 'refs':
        return `<p class="lead">${words(block.lead)}</p><ul class="refs">${block.refs.map((ref) => `<li>${link(ref.anchor, ref.id)} ${words(ref.says)}</li>`).join('')}</ul>`
      case 'pictures':
        return this.#pictureRow(block.pictures)
      case 'examples':
        return `<ul class="examples">${block.examples.map(exampleHtml).join('')}</ul>`
    }
  }

  section(section: Section, level: number): string {
    const h = `h${Math.min(level, 6)}`
    const swatch =
      section.swatch === undefined ? '' : `<span class="swatch" style="background:${escaped(section.swatch)}"></span>`
    const mark = section.mark === undefined ? '' : ` <span class="mark">${words(section.mark)}</span>`
    return `<section id="${escaped(section.id)}"><${h}>${swatch}${words(section.title)}${mark}</${h}>${section.blocks
      .map((b) => this.block(b, section.title))
      .join('')}${section.sections.map((s) => this.section(s, level + 1)).join('')}</section>`
  }
}

/** A drawing: lines keep their width whatever the size of the image. */
export function figureSvg(figure: Figure, description: string): string {
  const { view, image, shapes } = figure
  // One unit of text: a fixed share of the drawing.
  const size = Math.max(view.width, view.height) / 22
  const drawn = shapes
    .map(
      (s) =>
        `<path class="${s.look}${s.isFilled ? ' filled' : ''}" style="--c:${escaped(s.color)}" d="${escaped(s.path)}"/>`,
    )
    .join('')
  const labels = shapes
    .filter((s) => s.label !== '')
    .map((s) => {
      const x = Math.max(s.at.x, view.x + size / 4)
      const y = Math.max(s.at.y - size / 3, view.y + size)
      return `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}">${escaped(s.label)}</text>`
    })
    .join('')
  return `<svg role="img" aria-label="${escaped(description)}" viewBox="${[view.x, view.y, view.width, view.height].map(n).join(' ')}"><rect class="frame" x="0" y="0" width="${n(image.width)}" height="${n(image.height)}"/>${drawn}${labels}</svg>`
}

function exampleHtml(e: Example): string {
  const verdicts = e.verdicts
    .map(
      (v) =>
        `<li class="${v.verdict}">${v.anchor === undefined ? words(v.rule) : link(v.anchor, v.rule)} ${words(v.word)}</li>`,
    )
    .join('')
  return `<li class="example ${e.verdict}">${figureSvg(e.figure, e.drawn)}<p><span class="word">${words(e.word)}</span> ${words(e.name)}</p><p class="drawn">${words(e.drawn)}</p>${verdicts === '' ? '' : `<ul class="verdicts">${verdicts}</ul>`}</li>`
}

function contents(sections: readonly Section[], deep: number): string {
  if (sections.length === 0 || deep === 0) return ''
  return `<ul>${sections.map((s) => `<li>${link(s.id, s.title)}${contents(s.sections, deep - 1)}</li>`).join('')}</ul>`
}

const LANGUAGE_TAGS: Readonly<Record<string, string>> = { zh: 'zh-Hans' }

/**
 * The whole guide as one page.
 * @param pictures where the policy's pictures are: `data:` addresses make the page whole by itself; those that are not
 *   listed are looked for beside the page, by the path that stands in the policy.
 */
export function guideHtml(guide: Guide, pictures: PictureAddresses = new Map()): string {
  const page = new Page(pictures)
  const { language, title, name, facts, intro, sections } = guide
  return `<!doctype html>
<html lang="${escaped(LANGUAGE_TAGS[language] ?? language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: file:">
<title>${escaped(`${title} · ${name}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${words(title)}</h1><p class="name">${words(name)}</p><ul class="facts">${facts.map((f) => `<li>${words(f)}</li>`).join('')}</ul>${intro
    .map((p) => `<p class="intro">${words(p)}</p>`)
    .join('')}</header>
<nav aria-label="${escaped(guide.contents)}"><h2>${words(guide.contents)}</h2>${contents(sections, 2)}</nav>
<main>
${sections.map((s) => page.section(s, 2)).join('\n')}
</main>
</body>
</html>
`
}
