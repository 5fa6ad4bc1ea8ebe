import './zod-setup'
import { describe, expect, it } from 'vitest'
import { ImageDocument } from './image'

const SHA = 'a'.repeat(64)
/** A document as the first version stored it. */
const FIRST = {
  groundrule: 1,
  image: {
    path: 'a/b.png',
    sha256: SHA,
    bytes: 10,
    width: 640,
    height: 480,
    stored: { width: 640, height: 480 },
    orientation: 1,
    format: 'png',
    bitDepth: 8,
    lossy: false,
    frames: 1,
    lineage: [],
  },
  answers: { tags: { light: 'day' }, questions: { searched: 'yes' }, nothingHere: false },
  coverage: { car: 'exhaustive' },
  annotations: [
    {
      id: 'x',
      class: 'car',
      disposition: 'ignore',
      reason: 'small',
      appliesTo: 'all',
      roles: { visible: { shape: { kind: 'box', x: 1, y: 2, w: 3, h: 4 }, origin: 'drawn' } },
      declared: { levels: { occ: 'low' }, evidence: ['head'] },
      attributes: { posture: 'upright', speed: 3, seen: true },
      answers: { sure: 'yes' },
      links: [{ kind: 'rides', to: 'y' }],
      order: 2,
      overrides: [{ rule: 'R', reason: 'r', by: '', at: '2026-01-01T00:00:00.000Z', meaning: SHA }],
      made: { by: '', at: '2026-01-01T00:00:00.000Z', how: 'hand', policy: { id: 'p', version: '1.0.0', digest: SHA } },
    },
  ],
  state: 'working',
}

describe('a stored document', () => {
  it('of the first version is read unchanged: nothing is added to it', () => {
    expect(ImageDocument.parse(FIRST)).toEqual(FIRST)
  })
  it('keeps zones, groups, tracks, reviews and several options through storing and reading', () => {
    const doc = {
      ...FIRST,
      answers: { ...FIRST.answers, tagSets: { weather: ['rain', 'fog'] }, attributes: { road: 'wet' } },
      annotations: FIRST.annotations.map((a) => ({
        ...a,
        group: 'g',
        track: '7',
        attributes: { sides: ['left', 'right'] },
        reviews: [{ by: 'bo', at: '2026-01-02T00:00:00.000Z', verdict: 'agree' }],
        overrides: a.overrides.map((o) => ({ ...o, as: 'lead', until: '2027-01-31' })),
      })),
      zones: [{ id: 'z', kind: 'ego_vehicle', shape: { kind: 'box', x: 0, y: 0, w: 9, h: 9 }, note: 'bonnet' }],
      reviews: [{ by: 'bo', at: '2026-01-02T00:00:00.000Z', verdict: 'disagree' }],
    }
    expect(ImageDocument.parse(JSON.parse(JSON.stringify(doc)))).toEqual(doc)
  })
})
