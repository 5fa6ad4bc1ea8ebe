import type { Command } from '../../core/history/commands'
import type { Fix } from '../../core/model/finding'
import type { Annotation } from '../../core/model/annotation'
import type { ShapeOrigin } from '../../core/model/annotation'

const ORIGINS: Record<Extract<Fix, { kind: 'set_shape' }>['why'], ShapeOrigin> = {
  clip: 'clipped',
  swap: 'drawn',
  copy: 'copied',
  derive: 'from visible',
}

/** The ordinary command a fix stands for. */
export function fixCommand(fix: Fix, annotation: Annotation | undefined): Command {
  switch (fix.kind) {
    case 'set_disposition':
      return {
        name: 'set disposition',
        ids: [fix.on],
        disposition: fix.disposition,
        ...(fix.reason !== undefined ? { reason: fix.reason } : {}),
        ...(fix.appliesTo !== undefined
          ? { appliesTo: fix.appliesTo === 'all' ? fix.appliesTo : [...fix.appliesTo] }
          : {}),
      }
    case 'set_class':
      return { name: 'set class', ids: [fix.on], class: fix.class }
    case 'set_level':
      return { name: 'set level', id: fix.on, scale: fix.scale, level: fix.level }
    case 'set_reason':
      return {
        name: 'set disposition',
        ids: [fix.on],
        disposition: annotation?.disposition ?? 'ignore',
        reason: fix.reason,
      }
    case 'set_shape':
      return { name: 'set shape', id: fix.on, role: fix.role, shape: fix.shape, origin: ORIGINS[fix.why] }
    case 'remove_role':
      return { name: 'remove role', id: fix.on, role: fix.role }
    case 'remove':
      return { name: 'remove', ids: [fix.on] }
  }
}
