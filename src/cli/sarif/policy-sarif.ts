import type { Log } from 'sarif'
import type { Language } from '../../messages'
import type { Told } from '../problem-lines'
import { driver, logOf, problemResult } from './parts'

/** Problems of policy files as a SARIF log. */
export function policySarif(all: readonly Told[], language: Language): Log {
  const codes = [...new Set(all.map((t) => t.problem.code))].sort()
  return logOf({
    tool: driver(codes.map((id) => ({ id }))),
    columnKind: 'utf16CodeUnits',
    results: all.map((t) => ({ ...problemResult(t, language), ruleIndex: codes.indexOf(t.problem.code) })),
  })
}
