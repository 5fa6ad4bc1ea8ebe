/**
 * Tables as RFC 4180: comma, CRLF, quotes doubled, UTF-8 without a byte-order mark.
 * Text that a spreadsheet would take for a formula gets an apostrophe in front; so does text that begins with an
 * apostrophe itself. To undo: drop one leading apostrophe from every cell of text. Numbers and empty cells are never touched.
 */
export type Cell = string | number | boolean | undefined

/** Starts that Excel, LibreOffice or Google Sheets take for a formula, also after blanks; and the escape itself. Source: OWASP, CSV injection. */
const NEEDS_ESCAPE = /^(?:'|[\t\r\n]|[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/

export const escapeFormula = (text: string): string => (NEEDS_ESCAPE.test(text) ? `'${text}` : text)
export const undoEscape = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell)

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function cellText(cell: Cell): string {
  if (cell === undefined) return ''
  return quoted(typeof cell === 'string' ? escapeFormula(cell) : String(cell))
}

/** One record, with its CRLF. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`
