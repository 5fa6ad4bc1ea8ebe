import { execFileSync, spawnSync } from 'node:child_process'

/** A Python that has Pillow: the decoder of another house, to compare with. Undefined where there is none. */
export const pythonWithPillow: string | undefined = ['python3', '/usr/bin/python3'].find(
  (python) => spawnSync(python, ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0,
)

/** Runs a script with Pillow; `input` arrives as JSON on standard input, and what it prints is parsed as JSON. */
export function withPillow(script: string, input: unknown): unknown {
  if (!pythonWithPillow) throw new Error('no Python with Pillow')
  const prelude = 'import json, sys\nfrom PIL import Image\ninput = json.load(sys.stdin)\n'
  const printed = execFileSync(pythonWithPillow, ['-c', prelude + script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return JSON.parse(printed)
}
