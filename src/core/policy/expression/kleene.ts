/** Kleene's three-valued logic; `undefined` is unknown. */
export type Truth = boolean | undefined

export const not = (a: Truth): Truth => (a === undefined ? undefined : !a)
export const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true
export const or = (a: Truth, b: Truth): Truth =>
  a === true || b === true ? true : a === undefined || b === undefined ? undefined : false
