/** The parts that every SARIF 2.1.0 log of ours has (OASIS standard, 2020). Types are those of its schema. */
import type { ArtifactLocation, Log, ReportingDescriptor, Result, Run } from 'sarif'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import manifest from '../../../package.json' with { type: 'json' }
import type { Problem } from '../../core/model/problem'
import { catalogue, type Language } from '../../messages'
import { problemText } from '../../messages/say'
import type { Told } from '../problem-lines'

export const SARIF_VERSION = '2.1.0'
export const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** A file as code-review tools want it: relative to where the command runs; a file address where it lies elsewhere. */
export function artifact(file: string): ArtifactLocation {
  const path = relative(process.cwd(), resolve(file))
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return { uri: pathToFileURL(resolve(file)).href }
  return { uri: path.split(sep).map(encodeURIComponent).join('/') }
}

/** Where a problem is; without a line, the whole file. */
function locations({ place }: Problem): Result['locations'] {
  if (place?.file === undefined) return []
  const { line, column } = place
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  return [
    {
      physicalLocation: { artifactLocation: artifact(place.file), ...region },
      ...(place.path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: place.path }] }),
    },
  ]
}

export function problemResult({ problem, weight }: Told, language: Language): Result {
  return {
    ruleId: problem.code,
    kind: 'fail',
    level: weight === 'info' ? 'note' : weight,
    message: { text: problemText(catalogue(language), problem) },
    locations: locations(problem),
    properties: { values: problem.values ?? {} },
  }
}

export const driver = (rules: ReportingDescriptor[]): Run['tool'] => ({
  driver: { name: 'Groundrule', version: manifest.version, semanticVersion: manifest.version, rules },
})

export const logOf = (run: Run): Log => ({ $schema: SARIF_SCHEMA, version: SARIF_VERSION, runs: [run] })
