/** A small real policy for tests of other rooms: three classes with a box each, and a profile. */
import { compilePolicy } from '../../src/core/policy/compile'

export const POLICY_TEXT = `groundrule: 1
id: blood
version: 1.0.0
status: published
title: Blood cells
classes:
  red_cell: { title: Red cell, roles: { visible: { shape: box, need: required }, full: { shape: box } } }
  white_cell: { title: White cell, roles: { visible: { shape: box, need: required } } }
  platelet: { title: Platelet, roles: { visible: { shape: box, need: required } } }
profiles:
  train: { title: Training, positive_if: "visible.width >= 10000", else: ignore }
`

const known = new Map<string, ReturnType<typeof compilePolicy>>()

/** The policy compiler, which compiles each text once: tests of thousands of damaged bundles carry the same policy. */
export function compile(text: string): ReturnType<typeof compilePolicy> {
  const compiled = known.get(text) ?? compilePolicy(text)
  known.set(text, compiled)
  return compiled
}

const compiled = compile(POLICY_TEXT)
if (!compiled.ok) throw new Error(`the test policy must compile: ${JSON.stringify(compiled.problems)}`)
export const POLICY_REF = compiled.value.policy.view.ref
