import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRow, escapeFormula, undoEscape } from './csv'

describe('tables', () => {
  for (const start of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\ufeff=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
  ])
    it(`text that begins like ${JSON.stringify(start)} is no formula, and comes back exactly`, () => {
      expect(escapeFormula(start)).toBe(`'${start}`)
      expect(undoEscape(escapeFormula(start))).toBe(start)
    })

  it('leaves numbers as they are, also negative ones', () => {
    expect(csvRow([-1.5, 0.1 + 0.2, 1e-7, true, undefined])).toBe('-1.5,0.30000000000000004,1e-7,true,\r\n')
  })

  it('brings every text back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => undoEscape(escapeFormula(text)) === text))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', "'", '"', ',', '\r', '\n', ' ', 'a') }),
        (text) => undoEscape(escapeFormula(text)) === text,
      ),
    )
  })

  it('quotes commas, quotes and line ends as RFC 4180 says', () => {
    expect(csvRow(['a,b', 'say "x"', 'two\r\nlines', 'plain'])).toBe('"a,b","say ""x""","two\r\nlines",plain\r\n')
  })
})
