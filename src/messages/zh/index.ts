import type { ProblemCode } from '../../core/model/problem'
import type { Message } from '../message'
import { shell } from './shell'
import { start } from './start'
import { annotate } from './annotate'
import { keys } from './keys'
import { studio } from './studio'
import { exporting } from './export'
import { inspect } from './inspect'
import { images } from './problems/images'
import { storage } from './problems/storage'
import { policy } from './problems/policy'
import { bundle } from './problems/bundle'
import { lint } from './problems/lint'
import { formats } from './problems/formats'
import { work } from './problems/work'
import { findings } from './findings'
import { cli } from './cli'
import { guide } from './guide'
import { diff } from './diff'
import { versions } from './versions'
import { hand } from './hand'
import { shapes } from './shapes'

import type { Catalogue } from '../index'

export const zh: Catalogue = {
  shell,
  start,
  annotate,
  keys,
  studio,
  exporting,
  inspect,
  problems: { ...images, ...storage, ...policy, ...lint, ...bundle, ...formats, ...work } satisfies Record<
    ProblemCode,
    Message
  >,
  findings,
  cli,
  guide,
  diff,
  versions,
  hand,
  shapes,
}
