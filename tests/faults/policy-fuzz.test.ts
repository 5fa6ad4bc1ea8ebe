/** A few mutated policies with each test run; `npm run fuzz:policy` tries 100,000. */
import '../../src/core/model/zod-setup'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fuzz, LIMIT, linesOf, shippedTexts } from '../support/policy-fuzz'

const COUNT = 2_000
const SEED = 1

it(
  `${COUNT} mutated policies compile or are refused at their place, each within ${LIMIT} ms`,
  { timeout: 600_000 },
  () => {
    const figures = fuzz(shippedTexts(fileURLToPath(new URL('../..', import.meta.url))), {
      count: COUNT,
      seed: SEED,
      from: 0,
    })
    if (figures.faults.length > 0) console.log(linesOf(COUNT, SEED, figures).join('\n'))
    expect(figures.faults).toEqual([])
    // A sound mix: neither everything refused nor everything taken.
    expect(figures.compiled).toBeGreaterThan(COUNT / 20)
    expect(figures.refused).toBeGreaterThan(COUNT / 4)
  },
)
