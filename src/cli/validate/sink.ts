import { once } from 'node:events'
import { catalogue, type Language } from '../../messages'
import type { Sink } from './run'

/** How often the progress line is drawn anew, in ms. */
const EVERY = 200

/** stdout for the report, waited for when the reader is slower; a progress line on stderr where that is a terminal. */
export function outputSink(language: Language): Sink & { done(): void } {
  const { cli } = catalogue(language)
  const isShown = process.stderr.isTTY === true
  let last = performance.now()
  let drawn = false
  const clear = (): void => {
    if (drawn) process.stderr.write('\r\u001b[K')
    drawn = false
  }
  return {
    async write(text) {
      if (text === '') return
      if (process.stdout.isTTY === true) clear()
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    },
    progress(counts) {
      if (!isShown || performance.now() - last < EVERY) return
      last = performance.now()
      drawn = true
      process.stderr.write(`\r\u001b[K${cli.validating({ images: counts.images, findings: counts.findings })}`)
    },
    done: clear,
  }
}
