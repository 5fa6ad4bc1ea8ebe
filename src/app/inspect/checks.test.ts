import { describe, expect, it } from 'vitest'
import { bccdImages, hasBccd } from '../../../tests/support/bccd'
import { goodBundle, verify } from '../../../tests/support/bundles'
import { POLICY_REF } from '../../../tests/support/policy'
import { changed, entriesOf, pack, reseal, type Entries } from '../../../tests/support/tamper'
import { bytesSource } from '../../bundle/hash'
import type { ManifestFile } from '../../bundle/manifest'
import type { InspectedImage, Inspection } from '../../workers/bundle/service'
import { checksOf, findingTotals, type CheckId, type Outcome } from './checks'
import { listedImages, NO_FILTER, passes } from './filter'

/** What the bundle worker answers for a bundle. */
async function inspect(file: Uint8Array<ArrayBuffer>): Promise<Inspection> {
  const images: InspectedImage[] = []
  const { manifest, policyText, policy, problems } = await verify(bytesSource(file), {
    visit: (document, findings, image) =>
      images.push({ path: document.image.path, document, findings, pixels: image.carried }),
  })
  if (!manifest) throw new Error('no manifest')
  return { manifest, policyText: policyText ?? '', policy: policy?.view, problems, images }
}

const outcomes = (inspection: Inspection): Partial<Record<CheckId, Outcome>> =>
  Object.fromEntries(
    checksOf(inspection).flatMap(({ id, outcome }) => (outcome === 'good' ? [] : [[id, outcome] as const])),
  )

const entryOf = (entries: Entries, role: ManifestFile['role']): string => {
  const prefix = { policy: 'policy/', annotations: 'annotations/', 'images-table': 'tables/images', image: 'images/' }
  return entries.find(([name]) => name.startsWith(prefix[role as 'policy']))?.[0] ?? ''
}

describe.skipIf(!hasBccd)('what was checked of a bundle', async () => {
  if (!hasBccd) return
  const { file } = await goodBundle(bccdImages(3, POLICY_REF))
  const entries = await entriesOf(file)
  const table = entryOf(entries, 'images-table')
  const document = entryOf(entries, 'annotations')

  it('is all good in a bundle as it was written', async () => {
    const inspection = await inspect(file)
    expect(outcomes(inspection)).toEqual({})
    expect(findingTotals(inspection)).toEqual({ findings: 0, blocking: 0, images: 0 })
  })

  it('names the hash when a table was changed, and nothing else', async () => {
    const bad = await pack(changed(entries, table, (t) => t.replace('640', '641')))
    expect(outcomes(await inspect(bad))).toEqual({ hashes: 'bad' })
  })

  it('names the tables when a table was changed and the manifest was made to fit', async () => {
    const bad = await pack(await reseal(changed(entries, table, (t) => t.replace('640', '641'))))
    expect(outcomes(await inspect(bad))).toEqual({ tables: 'bad' })
  })

  it('does not call counts and tables good when a document could not be read', async () => {
    const bad = await pack(changed(entries, document, (t) => t.replace('640', '641')))
    expect(outcomes(await inspect(bad))).toEqual({
      hashes: 'bad',
      documents: 'not made',
      counts: 'not made',
      tables: 'not made',
    })
  })

  it('does not call the policy good when its text was changed', async () => {
    const bad = await pack(changed(entries, entryOf(entries, 'policy'), (t) => t.replace('published', 'retired')))
    expect(outcomes(await inspect(bad))).toMatchObject({ hashes: 'bad', policy: 'not made' })
  })

  it('blames the manifest for a digest that does not fit', async () => {
    const bad = await pack(changed(entries, 'manifest.json', (t) => t.replace('"name":"blood"', '"name":"other"')))
    expect(outcomes(await inspect(bad))).toEqual({ manifest: 'bad' })
  })

  it('still lists an image whose document cannot be read', async () => {
    const bad = await pack(changed(entries, document, (t) => t.replace('640', '641')))
    const listed = listedImages(await inspect(bad))
    expect(listed.map((image) => image.seen !== undefined)).toEqual([false, true, true])
  })

  it('filters by class and disposition of one and the same annotation', async () => {
    const [first] = listedImages(await inspect(file))
    const cls = first?.seen?.document.annotations[0]?.class
    if (!first || !cls) throw new Error('no annotation')
    expect(passes(first, { ...NO_FILTER, class: cls, disposition: 'positive' })).toBe(true)
    expect(passes(first, { ...NO_FILTER, class: cls, disposition: 'ignore' })).toBe(false)
    expect(passes(first, { ...NO_FILTER, findings: 'some' })).toBe(false)
    expect(passes(first, { ...NO_FILTER, name: 'BLOODIMAGE' })).toBe(true)
  })
})
