import type { Values } from '../core/model/problem'

/** A sentence that takes its names and numbers when it is shown. */
export type Message = (values: Values) => string
