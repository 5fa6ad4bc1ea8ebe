/** Text from a bundle on its way to a terminal or a log: nothing in it may move the cursor, hide text or turn its direction. */

const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** One line of text with every unsafe character shown as its escape. */
export const visible = (text: string): string => text.replace(UNSAFE, escaped)

/** JSON with line breaks of its own, and no unsafe character in its strings: the escapes are JSON's, so the value is the same. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value, undefined, 2).split('\n').map(visible).join('\n')
