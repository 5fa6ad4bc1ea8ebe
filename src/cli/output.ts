import type { Outcome } from './outcome'

/** Writes a command's answer to stdout and sets the exit code. */
export function say({ exit, text }: Outcome): void {
  if (text !== '') process.stdout.write(`${text}\n`)
  process.exitCode = exit
}
