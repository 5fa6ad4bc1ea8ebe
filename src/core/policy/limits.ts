/** Limits on a policy, so that no document can hang or fill the validator. Each has a message and a test. */
export const POLICY_LIMITS = {
  /** Size of the text in UTF-8 bytes. */
  bytes: 1024 * 1024,
  /** Nesting of the YAML. */
  depth: 200,
  /** Aliases followed, and values after following them. Before the text is read its commas count too. */
  aliases: 100,
  nodes: 80_000,
  /** Lines of the YAML. */
  lines: 30_000,
  rules: 2_000,
  classes: 2_000,
  /** Characters of one expression, its syntax nodes, its nesting, and quantifiers inside quantifiers. */
  expressionLength: 16_384,
  expressionNodes: 20_000,
  expressionDepth: 100,
  quantifierDepth: 3,
  /** Evaluation steps of one expression on one annotation; beyond it the verdict is undecided. */
  steps: 1_000_000,
  /** Steps of all expressions in one check of a document (or one edit of it). */
  documentSteps: 10_000_000,
  /** Problems reported at once. */
  problems: 100,
} as const
