import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotationSpans } from './json-places'

/** Offset of a 1-based line and column. */
const offset = (text: string, line: number, column = 1): number =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, l) => sum + l.length + 1, 0) +
  column -
  1

describe('the place of an annotation in its file', () => {
  it('is the line and column where its object begins', () => {
    const text = '{\n  "annotations": [\n    {"id": "a"},\n    {\n      "id": "b"\n    }\n  ]\n}'
    expect(annotationSpans(text)).toEqual([
      { line: 3, column: 5, endLine: 3 },
      { line: 4, column: 5, endLine: 6 },
    ])
  })

  it('is not taken from a list of the same name further inside, nor from a text', () => {
    const text = '{"image": {"annotations": [1, 2]}, "note": "\\"annotations\\": [3]", "annotations": [ {} ]}'
    expect(annotationSpans(text)).toEqual([{ line: 1, column: text.lastIndexOf('{}') + 1, endLine: 1 }])
  })

  it('is that of the last list where the key stands twice, as JSON has it, and of an escaped key', () => {
    const text = '{"annotations": [{}],\n"\\u0061nnotations": [{},\n{}]}'
    expect(annotationSpans(text).map((s) => s.line)).toEqual([2, 3])
  })

  it('holds for any JSON, however it is laid out', () => {
    const anyDocument = fc.record({
      image: fc.jsonValue(),
      annotations: fc.array(fc.jsonValue()),
      more: fc.jsonValue(),
    })
    fc.assert(
      fc.property(anyDocument, fc.constantFrom(0, 1, 2), (doc, indent) => {
        const text = JSON.stringify(doc, undefined, indent)
        const spans = annotationSpans(text)
        expect(spans).toHaveLength(doc.annotations.length)
        spans.forEach((span, i) => {
          const from = offset(text, span.line, span.column)
          expect(text.slice(from, from + laidOut(doc.annotations[i], indent).length)).toBe(
            laidOut(doc.annotations[i], indent),
          )
        })
      }),
      { numRuns: 300 },
    )
  })

  it('never throws on what is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\ \n1a') }), (text) => {
        expect(Array.isArray(annotationSpans(text))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

/** A value as it is laid out inside a list of the document. */
function laidOut(value: unknown, indent: number): string {
  const text = JSON.stringify({ annotations: [value] }, undefined, indent)
  return text.slice(text.indexOf('[') + 1, text.lastIndexOf(']')).trim()
}
