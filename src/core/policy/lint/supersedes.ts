/** A version that supersedes itself or a later one. */
import type { Lint } from './lint'

const parts = (version: string): number[] => version.split('.').map(Number)

function compare(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)]
  for (let i = 0; i < 3; i++) if (x[i] !== y[i]) return (x[i] ?? 0) - (y[i] ?? 0)
  return 0
}

export const supersedes: Lint = {
  code: 'lint.supersedes',
  *run(cx) {
    const { supersedes: before, version } = cx.document
    if (before === undefined) return
    const order = compare(before, version)
    if (order >= 0)
      yield {
        place: cx.locate.value(['supersedes']),
        values: { reason: order === 0 ? 'itself' : 'later', version, supersedes: before },
      }
  },
}
