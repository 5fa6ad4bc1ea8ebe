/**
 * The parts of SARIF 2.1.0 (OASIS, 2020) that Groundrule writes, as a JSON Schema: names, types, allowed words, what is
 * required, and no other property. Written after sections 3.13 to 3.52 of the standard; `@types/sarif` checks the same names at compile time.
 */
const text = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1 } },
  required: ['text'],
  additionalProperties: false,
}
const bag = { type: 'object' }
const level = { enum: ['none', 'note', 'warning', 'error'] }
const artifactLocation = {
  type: 'object',
  properties: { uri: { type: 'string', pattern: "^[!#$%&'()*+,\\-./0-9:;=?@A-Z_a-z~]+$" } },
  required: ['uri'],
  additionalProperties: false,
}
const line = { type: 'integer', minimum: 1 }
const location = {
  type: 'object',
  properties: {
    physicalLocation: {
      type: 'object',
      properties: {
        artifactLocation,
        region: {
          type: 'object',
          properties: { startLine: line, startColumn: line, endLine: line },
          required: ['startLine'],
          additionalProperties: false,
        },
      },
      required: ['artifactLocation'],
      additionalProperties: false,
    },
    logicalLocations: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, fullyQualifiedName: { type: 'string' }, kind: { type: 'string' } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
}
const rectangle = {
  type: 'object',
  properties: {
    left: { type: 'number' },
    top: { type: 'number' },
    right: { type: 'number' },
    bottom: { type: 'number' },
    message: text,
  },
  required: ['left', 'top', 'right', 'bottom'],
  additionalProperties: false,
}
const rule = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1 },
    shortDescription: text,
    fullDescription: text,
    defaultConfiguration: { type: 'object', properties: { level }, additionalProperties: false },
    properties: bag,
  },
  required: ['id'],
  additionalProperties: false,
}
const result = {
  type: 'object',
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
    level,
    message: text,
    locations: { type: 'array', items: location },
    attachments: {
      type: 'array',
      items: {
        type: 'object',
        properties: { artifactLocation, rectangles: { type: 'array', items: rectangle } },
        required: ['artifactLocation'],
        additionalProperties: false,
      },
    },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    suppressions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
        },
        required: ['kind'],
        additionalProperties: false,
      },
    },
    properties: bag,
  },
  required: ['message'],
  additionalProperties: false,
  // Section 3.27.10: a level only where something failed.
  if: { properties: { kind: { const: 'fail' } } },
  else: { properties: { level: { const: 'none' } } },
}

export const SARIF_SHAPE = {
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          tool: {
            type: 'object',
            properties: {
              driver: {
                type: 'object',
                properties: {
                  name: { type: 'string' },
                  version: { type: 'string' },
                  semanticVersion: { type: 'string' },
                  rules: { type: 'array', items: rule, uniqueItems: true },
                },
                required: ['name'],
                additionalProperties: false,
              },
              properties: bag,
            },
            required: ['driver'],
            additionalProperties: false,
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: { type: 'array', items: result },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              properties: { executionSuccessful: { type: 'boolean' }, exitCode: { type: 'integer' }, properties: bag },
              required: ['executionSuccessful'],
              additionalProperties: false,
            },
          },
        },
        required: ['tool'],
        additionalProperties: false,
      },
    },
  },
  required: ['version', 'runs'],
  additionalProperties: false,
}
