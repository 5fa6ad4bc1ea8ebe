/**
 * Findings as SARIF 2.1.0, written as they come. Each stands at the line of its annotation in the label file; the box in
 * the image is an attachment with a rectangle, as the standard has it (section 3.21). A verdict that waits for an answer is of kind `open`.
 */
import { join } from 'node:path'
import type { Attachment, ReportingDescriptor, Result } from 'sarif'
import { kindOf } from '../../core/geometry/shapes'
import type { Annotation } from '../../core/model/annotation'
import type { Finding } from '../../core/model/finding'
import { PROBLEM_CODES } from '../../core/model/problem'
import { digestOf } from '../../core/policy/canonical'
import type { PolicyView, RuleView } from '../../core/policy/view'
import { BUILT_IN_IDS } from '../../core/rules/built_in/built_in'
import { LANGUAGES, textIn, type Language } from '../../messages'
import { findingText } from '../../messages/findings-say'
import { artifact, driver, problemResult, SARIF_SCHEMA, SARIF_VERSION } from '../sarif/parts'
import { visible } from '../terminal'
import { sentence } from './report-text'
import type { Checked, Report } from './run'

const LEVELS = { error: 'error', warning: 'warning', guidance: 'note' } as const

/** A rule's metadata: its own words in every language that the policy carries. */
function descriptor(rule: RuleView, language: Language): ReportingDescriptor {
  const says = textIn(rule.says, language)
  const texts = Object.fromEntries(
    LANGUAGES.map((l) => [l, textIn(rule.says, l)] as const).filter(([, text]) => text !== ''),
  )
  return {
    id: rule.id,
    ...(says === '' ? {} : { shortDescription: { text: says }, fullDescription: { text: says } }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      kind: rule.kind,
      text: texts,
      classes: [...rule.classes],
      override: rule.override,
      ...(rule.since === undefined ? {} : { since: rule.since }),
      meaning: rule.meaning,
    },
  }
}

/** Codes of what may be wrong with label files and images. */
const FILE_CODES = PROBLEM_CODES.filter((code) => /^(image|sidefile|folder|cli)\./.test(code))

const descriptors = (view: PolicyView, language: Language): ReportingDescriptor[] => [
  ...BUILT_IN_IDS.map((id) => ({ id, properties: { kind: 'built-in' } })),
  ...view.rules.map((rule) => descriptor(rule, language)),
  ...FILE_CODES.map((id) => ({ id, properties: { kind: 'file' } })),
]

/** The box around an annotation's shape: of `visible`, or of the first that it has. */
function rectangle(annotation: Annotation): { left: number; top: number; right: number; bottom: number } | undefined {
  const roles: Readonly<Record<string, Annotation['roles'][keyof Annotation['roles']]>> = annotation.roles
  const drawn = roles['visible'] ?? Object.values(roles)[0]
  if (!drawn) return undefined
  const { x0, y0, x1, y1 } = kindOf(drawn.shape).bounds(drawn.shape)
  return [x0, y0, x1, y1].every(Number.isFinite) ? { left: x0, top: y0, right: x1, bottom: y1 } : undefined
}

function attachment(root: string, checked: Checked, finding: Finding): Attachment[] {
  const { document } = checked.reading
  if (!document) return []
  const rectangles = document.annotations
    .filter((a) => finding.on.includes(a.id))
    .flatMap((a) => {
      const box = rectangle(a)
      return box ? [{ ...box, message: { text: `${a.class} #${a.id}` } }] : []
    })
  return [
    { artifactLocation: artifact(join(root, document.image.path)), ...(rectangles.length > 0 ? { rectangles } : {}) },
  ]
}

function locations(root: string, { reading }: Checked, finding: Finding): NonNullable<Result['locations']> {
  const [first] = finding.on
  const span = first === undefined ? undefined : reading.place(first)
  return [
    {
      physicalLocation: {
        artifactLocation: artifact(join(root, reading.file)),
        region: {
          startLine: span?.line ?? 1,
          ...(span?.column === undefined ? {} : { startColumn: span.column }),
          ...(span?.endLine === undefined ? {} : { endLine: span.endLine }),
        },
      },
      ...(finding.on.length > 0 ? { logicalLocations: finding.on.map((id) => ({ name: id, kind: 'object' })) } : {}),
    },
  ]
}

function result(
  root: string,
  checked: Checked,
  finding: Finding,
  baseline: 'none' | 'new' | 'accepted',
  view: PolicyView,
  language: Language,
): Result {
  const image = checked.reading.document?.image.path ?? ''
  const open = finding.verdict === 'undecided'
  return {
    ruleId: finding.rule,
    kind: open ? 'open' : 'fail',
    level: open ? 'none' : LEVELS[finding.severity],
    message: { text: sentence(finding, view, language) },
    locations: locations(root, checked, finding),
    attachments: attachment(root, checked, finding),
    partialFingerprints: { 'groundrule/v1': digestOf([image, finding.key]) },
    ...(baseline === 'none' ? {} : { baselineState: baseline === 'new' ? ('new' as const) : ('unchanged' as const) }),
    ...(baseline === 'accepted' ? { suppressions: [{ kind: 'external', status: 'accepted' }] } : {}),
    properties: {
      image,
      annotations: [...finding.on],
      verdict: finding.verdict,
      severity: finding.severity,
      text: Object.fromEntries(LANGUAGES.map((l) => [l, findingText(l, finding, view)])),
    },
  }
}

/** @param isCompared a baseline is at hand: what it does not know is new */
export function sarifReport(root: string, language: Language, isCompared: boolean): Report {
  let view: PolicyView | undefined
  let indices: ReadonlyMap<string, number> = new Map()
  let separator = '\n'
  const listed = (results: readonly Result[]): string =>
    results
      .map((r) => {
        const index = indices.get(r.ruleId ?? '')
        const text = `${separator}        ${visible(JSON.stringify(index === undefined ? r : { ...r, ruleIndex: index }))}`
        separator = ',\n'
        return text
      })
      .join('')
  return {
    begin({ policy, file, notes }) {
      view = policy.view
      const rules = descriptors(policy.view, language)
      indices = new Map(rules.map((rule, i) => [rule.id, i]))
      const { id, version, digest } = policy.view.ref
      const tool = { ...driver(rules), properties: { policy: { id, version, digest, file } } }
      const head = { $schema: SARIF_SCHEMA, version: SARIF_VERSION }
      return `${visible(JSON.stringify(head)).slice(0, -1)},\n  "runs": [\n    {\n      "tool": ${visible(JSON.stringify(tool))},\n      "columnKind": "utf16CodeUnits",\n      "results": [${listed(
        notes.map((problem) => problemResult({ problem, weight: 'warning' }, language)),
      )}`
    },
    image(checked) {
      const policy = view
      if (!policy) return ''
      return listed([
        ...checked.problems.map(({ problem, weight }) =>
          problemResult(
            {
              problem: {
                ...problem,
                place: { ...problem.place, file: join(root, problem.place?.file ?? checked.reading.file) },
              },
              weight,
            },
            language,
          ),
        ),
        ...checked.findings.map((f) => result(root, checked, f, isCompared ? 'new' : 'none', policy, language)),
        ...checked.accepted.map((f) => result(root, checked, f, 'accepted', policy, language)),
      ])
    },
    end({ byRule, byVersion, ...counts }, exit) {
      const invocation = {
        executionSuccessful: true,
        exitCode: exit,
        properties: {
          counts: { ...counts, byRule: Object.fromEntries(byRule), byPolicyVersion: Object.fromEntries(byVersion) },
        },
      }
      return `${separator === '\n' ? '' : '\n      '}],\n      "invocations": [${visible(JSON.stringify(invocation))}]\n    }\n  ]\n}\n`
    },
  }
}
