/**
 * The YAML editor without a framework. It is mounted in a shadow root: there CodeMirror puts its rules into a constructed style
 * sheet, which the page's strict `style-src 'self'` allows; in the document it would add `<style>` elements, which it forbids.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionSource,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from '@codemirror/language'
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Text } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view'
import { theme } from './theme'

/** A remark at a place of the text; lines and columns count from 1. */
export interface Remark {
  readonly severity: 'error' | 'warning' | 'info'
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface Editor {
  readonly text: string
  /** Shows another text, with a history of its own. */
  open(text: string, readOnly: boolean, label: string): void
  /** Changes the text as one step that can be undone. */
  edit(text: string): void
  remark(remarks: readonly Remark[]): void
  jump(line: number, column: number): void
  phrases(words: Readonly<Record<string, string>>): void
  destroy(): void
}

/** Offset of a place; places beyond the text end at its end. */
function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines))
  return Math.min(at.from + Math.max(0, column - 1), at.to)
}

/** From the place to the end of the word there, or of one character, so that there is something to underline. */
function diagnosticOf(doc: Text, remark: Remark): Diagnostic {
  const from = offsetOf(doc, remark.line, remark.column)
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from)
  const length = /^[\p{L}\p{N}_.-]+/u.exec(rest)?.[0].length ?? Math.min(1, rest.length)
  return { from, to: from + length, severity: remark.severity, message: remark.message }
}

/** Only what differs between two texts, so that the cursor and the marks elsewhere stay. */
function differenceOf(before: string, after: string): { from: number; to: number; insert: string } {
  let start = 0
  const least = Math.min(before.length, after.length)
  while (start < least && before[start] === after[start]) start++
  let end = 0
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}

/** How long after a jump newly measured lines may still move the view, in milliseconds. */
const SETTLING = 2_000

export function createEditor(host: HTMLElement, complete: CompletionSource, onchange: (text: string) => void): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const words = new Compartment()
  let said: Readonly<Record<string, string>> = {}

  const stateOf = (text: string, readOnly: boolean, label: string): EditorState =>
    EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        foldGutter(),
        codeFolding(),
        history(),
        drawSelection(),
        rectangularSelection(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        yaml(),
        indentUnit.of('  '),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-multiline': 'true',
          tabindex: '0',
          spellcheck: 'false',
        }),
        words.of(EditorState.phrases.of(said)),
        EditorState.readOnly.of(readOnly),
        readOnly ? [] : [closeBrackets(), autocompletion({ override: [complete], icons: false })],
        keymap.of([
          { key: 'F8', run: nextDiagnostic },
          { key: 'Shift-F8', run: previousDiagnostic },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          // Escape, then Tab leaves the text (CodeMirror's own way out); the line under the editor says so.
          ...(readOnly ? [] : [indentWithTab]),
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString())
          const jumps = update.transactions.some(
            (t) => t.docChanged || t.scrollIntoView || t.isUserEvent('select.search'),
          )
          if (jumps) jumped = performance.now()
          const measured = update.heightChanged || update.geometryChanged
          if (jumps || (measured && performance.now() - jumped < SETTLING)) settle()
        }),
        // Whoever scrolls by hand is not pulled back.
        EditorView.domEventHandlers({ wheel: leave, touchmove: leave, mousedown: leave }),
      ],
    })

  let jumped = -Infinity
  const leave = (): void => {
    jumped = -Infinity
  }

  /** Long jumps go by estimated line heights and end short among wrapped lines; once those are measured, the cursor is brought in. */
  function settle(tries = 4): void {
    requestAnimationFrame(() => requestAnimationFrame(() => bringIn(tries)))
  }
  function bringIn(tries: number): void {
    const { top, bottom } = view.lineBlockAt(view.state.selection.main.head)
    const { scrollDOM } = view
    const { scrollTop, clientHeight } = scrollDOM
    if (tries === 0 || (bottom > scrollTop && top < scrollTop + clientHeight)) return
    scrollDOM.scrollTop = top - clientHeight / 2
    settle(tries - 1)
  }

  const view = new EditorView({ root, parent: root, state: stateOf('', true, '') })
  return {
    get text() {
      return view.state.doc.toString()
    },
    open(text, readOnly, label) {
      view.setState(stateOf(text, readOnly, label))
    },
    edit(text) {
      view.dispatch({ changes: differenceOf(view.state.doc.toString(), text), userEvent: 'input.studio' })
    },
    remark(remarks) {
      view.dispatch(
        setDiagnostics(
          view.state,
          remarks.map((r) => diagnosticOf(view.state.doc, r)).sort((a, b) => a.from - b.from),
        ),
      )
    },
    jump(line, column) {
      const at = offsetOf(view.state.doc, line, column)
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      view.focus()
      jumped = performance.now()
      settle()
    },
    phrases(next) {
      said = next
      view.dispatch({ effects: words.reconfigure(EditorState.phrases.of(next)) })
    },
    destroy: () => view.destroy(),
  }
}
