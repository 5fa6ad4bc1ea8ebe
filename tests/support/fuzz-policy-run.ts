/** The program of `npm run fuzz:policy`: bundled and started by `fuzz-policy.mjs`. */
import '../../src/core/model/zod-setup'
import { fuzz, linesOf, shippedTexts } from './policy-fuzz'

const [root = '.', count = '100000', seed = '1', from = '0'] = process.argv.slice(2)
const figures = fuzz(shippedTexts(root), {
  count: Number(count),
  seed: Number(seed),
  from: Number(from),
  report: (done, f) => console.log(linesOf(done, Number(seed), f).join('\n')),
})
console.log(['', 'In all:', ...linesOf(Number(count), Number(seed), figures)].join('\n'))
process.exit(figures.faults.length === 0 ? 0 : 1)
