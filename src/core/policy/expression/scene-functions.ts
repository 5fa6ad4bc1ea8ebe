/** Functions of expressions that look at the image around a label: its links, its group, the zones it lies in. */
import type { Figure } from '../../geometry/figure'
import { kindOf, type Shape } from '../../geometry/shapes'
import type { Region } from '../../geometry/shapes/shape-kind'
import { sharedArea } from '../../geometry/sweep'
import type { ImageDocument, Zone } from '../../model/image'
import type { Scene, Subject } from './subject'
import type { Facet, Type, Value } from './types'

export type SceneParameter = 'shape' | 'number' | 'annotation' | 'zone' | 'link'
export interface SceneFunction {
  readonly parameters: readonly SceneParameter[]
  readonly optional?: number
  readonly type: Type
  /** About one label: the one judged, or `o` in `o.linked('rides')`. The others are about the image. */
  readonly ofLabel: boolean
  /** What is read of that label, and of a label given as an argument. */
  readonly reads: readonly Facet[]
  /** What is read of all others to find the labels that it answers with. */
  readonly around?: { readonly facets: readonly string[]; readonly linked?: boolean }
  run(args: readonly Value[], of: Subject | undefined, scene: Scene): Value
}

interface LinkIndex {
  readonly byId: ReadonlyMap<string, Subject>
  /** `<kind> <id>` → those that link to it. */
  readonly from: ReadonlyMap<string, readonly Subject[]>
  readonly groups: ReadonlyMap<string, readonly Subject[]>
}
/** A scene has a new list of subjects after each edit, so an index of an old list is never asked again. */
const indexes = new WeakMap<readonly Subject[], LinkIndex>()

function add(map: Map<string, Subject[]>, key: string, subject: Subject): void {
  const list = map.get(key)
  if (list) list.push(subject)
  else map.set(key, [subject])
}

/** Labels by id, by what they link to and by group; built once per state of the image. */
export function linksOf({ subjects }: Scene): LinkIndex {
  const known = indexes.get(subjects)
  if (known) return known
  const from = new Map<string, Subject[]>()
  const groups = new Map<string, Subject[]>()
  for (const s of subjects) {
    for (const link of s.annotation.links) add(from, `${link.kind} ${link.to}`, s)
    if (s.annotation.group !== undefined) add(groups, s.annotation.group, s)
  }
  const index = { byId: new Map(subjects.map((s) => [s.annotation.id as string, s])), from, groups }
  indexes.set(subjects, index)
  return index
}

const NOBODY: readonly Subject[] = []

/** The labels that this one links to by the kind of link; links into nowhere are left out. */
export function linkedTo(subject: Subject, kind: string, scene: Scene): readonly Subject[] {
  const { links } = subject.annotation
  if (links.length === 0) return NOBODY
  const { byId } = linksOf(scene)
  return links.flatMap((l) => (l.kind === kind ? (byId.get(l.to) ?? []) : []))
}
/** The labels that link to this one. */
export const linkedFrom = (subject: Subject, kind: string, scene: Scene): readonly Subject[] =>
  linksOf(scene).from.get(`${kind} ${subject.annotation.id}`) ?? NOBODY
/** The others of its group. */
export function groupMembers(subject: Subject, scene: Scene): readonly Subject[] {
  const { group } = subject.annotation
  return group === undefined ? NOBODY : (linksOf(scene).groups.get(group) ?? NOBODY).filter((s) => s !== subject)
}

const regions = new WeakMap<readonly Zone[], Map<string, Region>>()

/** All zones of a kind as one region. */
export function zoneRegion(doc: ImageDocument, kind: string): Region | undefined {
  const { zones } = doc
  if (!zones) return undefined
  const known = regions.get(zones) ?? new Map<string, Region>()
  regions.set(zones, known)
  let region = known.get(kind)
  if (!region) {
    region = zones.filter((z) => z.kind === kind).flatMap((z) => kindOf(z.shape).region(z.shape))
    known.set(kind, region)
  }
  return region
}

/** Share of a shape's area that lies in the region, 0…1; unknown for shapes without area. */
export function shareIn(figure: Figure, region: Region): number | undefined {
  if (region.length === 0) return 0
  const { area } = figure
  if (area === undefined || !(area > 0)) return undefined
  const shared = sharedArea([kindOf<Shape>(figure.shape).region(figure.shape), region])
  return shared === undefined ? undefined : Math.min(1, shared / area)
}

const list: Type = { is: 'list', of: { is: 'annotation' } }

export const SCENE_FUNCTIONS: ReadonlyMap<string, SceneFunction> = new Map<string, SceneFunction>([
  [
    'linked',
    {
      parameters: ['link'],
      type: list,
      ofLabel: true,
      reads: ['links'],
      around: { facets: [], linked: true },
      run: ([kind], of, scene) => of && linkedTo(of, kind as string, scene),
    },
  ],
  [
    'linked_from',
    {
      parameters: ['link'],
      type: list,
      ofLabel: true,
      reads: [],
      around: { facets: ['links'], linked: true },
      run: ([kind], of, scene) => of && linkedFrom(of, kind as string, scene),
    },
  ],
  [
    'group_members',
    {
      parameters: [],
      type: list,
      ofLabel: true,
      reads: ['group'],
      around: { facets: ['group'] },
      run: (_args, of, scene) => of && groupMembers(of, scene),
    },
  ],
  [
    'same_group',
    {
      parameters: ['annotation'],
      type: { is: 'bool' },
      ofLabel: true,
      reads: ['group'],
      run: ([other], of) => {
        const group = of?.annotation.group
        return group !== undefined && (other as Subject).annotation.group === group
      },
    },
  ],
  [
    // Either way round.
    'linked_with',
    {
      parameters: ['link', 'annotation'],
      type: { is: 'bool' },
      ofLabel: true,
      reads: ['links'],
      run([kind, other], of) {
        const [a, b] = [of?.annotation, (other as Subject).annotation]
        if (!a) return undefined
        const leads = (from: typeof b, to: string): boolean => from.links.some((l) => l.kind === kind && l.to === to)
        return leads(a, b.id) || leads(b, a.id)
      },
    },
  ],
  [
    'share_in_zone',
    {
      parameters: ['shape', 'zone'],
      type: { is: 'number', unit: 'share' },
      ofLabel: false,
      reads: ['image'],
      run: ([shape, kind], _of, { doc }) => shareIn(shape as Figure, zoneRegion(doc, kind as string) ?? []),
    },
  ],
  [
    'in_zone',
    {
      parameters: ['shape', 'zone', 'number'],
      optional: 1,
      type: { is: 'bool' },
      ofLabel: false,
      reads: ['image'],
      run([shape, kind, least], _of, { doc }) {
        const share = shareIn(shape as Figure, zoneRegion(doc, kind as string) ?? [])
        // All of it, up to the rounding of areas.
        return share === undefined ? undefined : share >= ((least as number | undefined) ?? 1) - 1e-9
      },
    },
  ],
])
