/** The policy engine as it is built for Node, for the benchmark of the validator. */
import '../../../src/core/model/zod-setup'
export { compilePolicy } from '../../../src/core/policy/compile'
export { checkByHand } from '../support/by-hand'
export { checkStreetByHand } from '../support/street-by-hand'
