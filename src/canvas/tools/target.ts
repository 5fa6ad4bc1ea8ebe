import type { ShapeKindId, Shape } from '../../core/geometry/shapes'
import type { Edit, Scene } from './tool'

/** The shape of one kind that the one selected, unlocked item has in the role being drawn. */
export function targetOf<K extends ShapeKindId>(
  scene: Scene,
  kind: K,
): (Edit & { readonly shape: Extract<Shape, { kind: K }> }) | undefined {
  const [id] = scene.selection
  const item = id === undefined || scene.selection.size > 1 ? undefined : scene.items.get(id)
  if (!item || item.locked) return undefined
  const shape = item.roles.find(({ role }) => role === scene.role)?.shape
  if (shape?.kind !== kind) return undefined
  return { id: item.id, role: scene.role, shape: shape as Extract<Shape, { kind: K }> }
}
