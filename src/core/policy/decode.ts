/** The bytes of a policy file as text: UTF-8 only, and the first byte that is not is named. */
import { fail, ok, problem, type Place, type Problem, type Result } from '../model/problem'
import { POLICY_LIMITS } from './limits'

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((b, i) => bytes[i] === b)

/** UTF-16 and UTF-32 by their byte order mark, or by the zero bytes that plain letters have in them. */
function otherEncoding(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff)) return 'UTF-32'
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return 'UTF-16'
  const [a, b, c, d] = bytes
  if (a === 0 && b === 0 && c === 0 && d) return 'UTF-32'
  return bytes.length >= 4 && ((a === 0 && b && c === 0 && d) || (a && b === 0 && c && d === 0)) ? 'UTF-16' : undefined
}

/** Length of the longest beginning that is valid UTF-8, at most a whole character short of it. */
function validLength(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length]
  const isGood = (n: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, n), { stream: true })
      return true
    } catch {
      return false
    }
  }
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1
    if (isGood(middle)) good = middle
    else bad = middle
  }
  return good
}

function placeOf(bytes: Uint8Array): Place {
  // As a stream: the beginning of a character that goes wrong later is left out.
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, validLength(bytes)), { stream: true }).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Text of a policy file. A byte order mark is left out; anything but UTF-8 is refused with the place of the first wrong byte. */
export function decodePolicy(bytes: Uint8Array): Result<string> {
  const refuse = (found: Problem): Result<never> => fail(found)
  if (bytes.length > POLICY_LIMITS.bytes)
    return refuse(problem('policy.too-large', { line: 1, column: 1 }, { limit: POLICY_LIMITS.bytes }))
  const other = otherEncoding(bytes)
  if (other) return refuse(problem('policy.yaml', { line: 1, column: 1 }, { reason: 'encoding', found: other }))
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refuse(problem('policy.yaml', placeOf(bytes), { reason: 'not-utf8' }))
  }
}
