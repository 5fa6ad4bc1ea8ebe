/** The benchmarks run at all, with tiny sizes: no figure is tested. */
import { expect, test } from 'vitest'
import { hasBccd } from '../support/bccd'
import { median, p95 } from './support/report'
import { bench as exportBench } from './export'
import { bench as validateBench } from './validate'

test('the middle and the 95th of a hundred are those by rank, whatever the order', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 100)
  expect([median(values), p95(values)]).toEqual([50, 95])
})

test.skipIf(!hasBccd)('the checks written by hand find what the validator finds', async () => {
  const { rows } = await validateBench({ count: 5000, cells: 5000, rounds: 1, browser: false })
  expect(rows.length).toBeGreaterThan(4)
})

test.skipIf(!hasBccd)('the benchmark of the export writes real bundles', async () => {
  const { rows } = await exportBench({ labelled: 3, files: 2, size: 4096, rounds: 1 })
  expect(rows.filter((row) => (row.ratio ?? 0) > 0).length).toBeGreaterThan(3)
})
