/**
 * Regions cut and merged into new outlines, by Clipper2 (`clipper2-ts`). Areas never come from here: they are measured by the
 * sweep, which stays exact where the library loses parts of rings that touch and cross themselves (4 % of hostile scribbles on
 * a coarse grid). So every result is compared with the measured area, and one that differs is no result.
 */
import { differenceD, FillRule, intersectD, unionD, type PathsD } from 'clipper2-ts'
import { inRing } from './facts'
import { ringArea } from './shapes/polygon/polygon'
import type { Region, Ring } from './shapes/shape-kind'
import { ringLength } from './shapes/vertices'
import { sharedArea } from './sweep'

/** Decimals that are kept of a pixel, and the largest coordinate for which the library's whole numbers suffice. */
const DECIMALS = 6
const LARGEST = 1e8
/** Above this many corners it may take seconds (2,000 corners, all edges side by side: 0.3 s). */
const MOST_CORNERS = 2_000

const pathsOf = (rings: readonly Ring[]): PathsD => rings.map((ring) => ring.map(([x, y]) => ({ x, y })))

const usable = (region: Region): boolean =>
  region.flat(2).length <= MOST_CORNERS &&
  region.every((piece) =>
    piece.every((ring) => ring.every(([x, y]) => Math.abs(x) <= LARGEST && Math.abs(y) <= LARGEST)),
  )

/** Rings as the library gives them, outer ones positive, as pieces with their holes. */
function piecesOf(paths: PathsD): Region {
  const rings = paths.map((path): Ring => path.map(({ x, y }) => [x, y] as const)).filter((ring) => ring.length > 2)
  const outers = rings.filter((ring) => ringArea(ring) > 0).sort((a, b) => ringArea(a) - ringArea(b))
  const holes = new Map<Ring, Ring[]>(outers.map((outer) => [outer, []]))
  for (const hole of rings.filter((ring) => ringArea(ring) < 0)) {
    // A hole may touch its outer ring with a corner: most of its corners tell.
    const inside = (outer: Ring): boolean => 2 * hole.filter(([x, y]) => inRing(x, y, outer)).length > hole.length
    const outer = outers.find((o) => ringArea(o) > -ringArea(hole) && inside(o))
    if (outer) holes.get(outer)?.push(hole)
  }
  return outers.map((outer) => [outer, ...(holes.get(outer) ?? [])])
}

const lengthOf = (region: Region): number =>
  region.reduce((sum, piece) => sum + piece.reduce((s, ring) => s + ringLength(ring), 0), 0)

/** The result, if it has the area that was measured. */
function verified(result: Region, want: number | undefined): Region | undefined {
  const area = sharedArea([result])
  if (area === undefined || want === undefined) return undefined
  return Math.abs(area - want) <= 1e-9 * want + 2 * 10 ** -DECIMALS * lengthOf(result) ? result : undefined
}

function attempt(make: () => Region): Region | undefined {
  try {
    return make()
  } catch {
    // Numbers beyond the library's range.
    return undefined
  }
}

/** What a region has in common with a convex ring; undefined when the library cannot tell. */
export function cutByRing(region: Region, ring: Ring): Region | undefined {
  if (!usable(region)) return undefined
  const cut = attempt(() =>
    region.flatMap((piece) => piecesOf(intersectD(pathsOf(piece), pathsOf([ring]), FillRule.EvenOdd, DECIMALS))),
  )
  return cut && verified(cut, sharedArea([region, [[ring]]]))
}

/** The outlines of a region: outer rings positive, holes negative, nothing twice. */
function outlines(region: Region): PathsD {
  const paths = region.flatMap((piece) => unionD(pathsOf(piece), [], FillRule.EvenOdd, DECIMALS))
  return unionD(paths, [], FillRule.NonZero, DECIMALS)
}

/** The region with pieces that lie on each other joined; undefined when the library cannot tell. */
export function merged(region: Region): Region | undefined {
  if (!usable(region)) return undefined
  const all = attempt(() => piecesOf(outlines(region)))
  return all && verified(all, sharedArea([region]))
}

/** What of a region another one does not cover; undefined when the library cannot tell. */
export function subtracted(region: Region, minus: Region): Region | undefined {
  if (!usable(region) || !usable(minus)) return undefined
  const rest = attempt(() => piecesOf(differenceD(outlines(region), outlines(minus), FillRule.NonZero, DECIMALS)))
  const [whole, shared] = [sharedArea([region]), sharedArea([region, minus])]
  if (!rest || whole === undefined || shared === undefined) return undefined
  const area = sharedArea([rest])
  if (area === undefined) return undefined
  const slack = 1e-9 * whole + 2 * 10 ** -DECIMALS * (lengthOf(region) + lengthOf(minus))
  return Math.abs(area - (whole - shared)) <= slack ? rest : undefined
}
