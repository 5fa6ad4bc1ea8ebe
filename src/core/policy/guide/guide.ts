/** The readable guide as plain data: made from a policy, turned into Markdown or HTML. Text in backticks is code. */
import type { Verdict } from '../../model/finding'

export interface Guide {
  /** `en`, `zh` … */
  readonly language: string
  readonly title: string
  /** `blood-cells 1.0.0` */
  readonly name: string
  /** Under the title: status, what it supersedes, digest. */
  readonly facts: readonly string[]
  readonly intro: readonly string[]
  readonly contents: string
  readonly sections: readonly Section[]
}

export interface Section {
  /** Unique in the guide; letters, digits, `_` and `-`. */
  readonly id: string
  readonly title: string
  /** CSS colour of a class. */
  readonly swatch?: string
  /** A short word behind the title, e.g. `only groups others`. */
  readonly mark?: string
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly head: readonly string[]
      /** The first cell of a row names the row. */
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'rules'; readonly rules: readonly RuleEntry[] }
  | { readonly kind: 'refs'; readonly lead: string; readonly refs: readonly RuleRef[] }
  | { readonly kind: 'pictures'; readonly pictures: Pictures }
  | { readonly kind: 'examples'; readonly examples: readonly Example[] }

export interface Pictures {
  readonly right: readonly string[]
  readonly wrong: readonly string[]
  readonly words: { readonly right: string; readonly wrong: string }
}

/** A rule in full: the lead's own words first, then what is checked, in words. */
export interface RuleEntry {
  readonly id: string
  /** Id of its element. */
  readonly anchor: string
  readonly says: string
  /** Longer text of the policy. */
  readonly guide?: string
  /** Generated sentences: what is checked. */
  readonly checks: readonly string[]
  /** Severity, override, since. */
  readonly marks: readonly string[]
  readonly severity: 'error' | 'warning' | 'guidance'
  readonly clarifications: readonly string[]
  readonly pictures?: Pictures
}

/** A rule that stands in full elsewhere in the guide. */
export interface RuleRef {
  readonly id: string
  readonly anchor: string
  readonly says: string
}

/** A case of the policy as a small drawing with its verdicts. */
export interface Example {
  readonly name: string
  readonly verdict: 'right' | 'wrong' | 'asks'
  /** The verdict in a word. */
  readonly word: string
  /** What is drawn, in words: also the drawing's text alternative. */
  readonly drawn: string
  readonly verdicts: readonly {
    readonly rule: string
    readonly anchor?: string
    readonly verdict: Verdict
    readonly word: string
  }[]
  readonly figure: Figure
}

/** A drawing in image pixels. */
export interface Figure {
  readonly image: { readonly width: number; readonly height: number }
  /** The part of the plane that is shown. */
  readonly view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly shapes: readonly FigureShape[]
}
export interface FigureShape {
  /** SVG path data. */
  readonly path: string
  readonly color: string
  /** Inferred (`full`) shapes are dashed. */
  readonly look: 'solid' | 'dashed' | 'dotted'
  readonly isFilled: boolean
  /** Beside the shape, at its top left. */
  readonly label: string
  readonly at: { readonly x: number; readonly y: number }
}
