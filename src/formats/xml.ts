/** XML as a tree of elements with their lines. Entities are those of XML itself; documents that declare others are refused. */
import { SaxesParser } from 'saxes'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** Text directly inside, without the white space around it. */
  readonly text: string
  /** 1-based line of the opening tag. */
  readonly line: number
}

interface Open {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
  line: number
}

export type XmlResult = { readonly root: Element } | { readonly fault: string; readonly line: number }

const DEEPEST = 200

/** Never throws: what is not well-formed is a fault with its line. */
export function parseXml(text: string): XmlResult {
  const parser = new SaxesParser()
  const stack: Open[] = []
  let root: Element | undefined
  let fault: { fault: string; line: number } | undefined
  const refuse = (why: string): void => {
    fault ??= { fault: why, line: parser.line }
  }
  let lineOfTag = 1
  parser.on('error', (error) => {
    refuse(error.message.replace(/^\d+:\d+: /, ''))
  })
  parser.on('opentagstart', () => {
    lineOfTag = parser.line
  })
  parser.on('opentag', (tag) => {
    if (stack.length >= DEEPEST) refuse(`elements are nested deeper than ${DEEPEST}`)
    else stack.push({ name: tag.name, attributes: { ...tag.attributes }, children: [], text: '', line: lineOfTag })
  })
  const addText = (more: string): void => {
    const top = stack.at(-1)
    if (top) top.text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = stack.pop()
    if (!closed) return
    const element: Element = { ...closed, text: closed.text.trim() }
    const parent = stack.at(-1)
    if (parent) parent.children.push(element)
    else root ??= element
  })
  parser.write(text.replace(/^\uFEFF/, '')).close()
  if (fault) return fault
  return root ? { root } : { fault: 'no element', line: 1 }
}

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((c) => c.name === name)
