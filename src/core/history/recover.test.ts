import { describe, expect, it } from 'vitest'
import { boxOf, documentOf, drawPatch } from '../../../tests/support/documents'
import { recover, recoverDocument, resolve, type StoredLog } from './recover'
import { replay } from './undo'

const logOf = (entries: number): StoredLog => ({
  start: documentOf(),
  log: Array.from({ length: entries }, (_, i) => drawPatch(i + 1)),
})
const after = (entries: number) => replay(logOf(entries).start, logOf(entries).log).document

describe('which copy counts', () => {
  it('nothing anywhere: nothing', () => expect(recover(undefined, undefined)).toEqual({ from: 'nothing' }))

  it('an evicted journal: the side file, and its revision goes on', () => {
    expect(recover(undefined, after(3))).toEqual({ from: 'side', stored: { start: after(3), log: [] } })
    expect(after(3).revision).toBe(3)
  })

  it('a side file that was lost: the journal, and the file is to be written', () =>
    expect(recover(logOf(3), undefined)).toMatchObject({ from: 'journal', sideStale: true }))

  for (const behind of [0, 1, 2])
    it(`a side file ${behind} entries behind: the journal`, () =>
      expect(recover(logOf(3), after(3 - behind))).toMatchObject({ from: 'journal', sideStale: behind > 0 }))

  it('a side file that was labelled on elsewhere and holds all of ours: the side file', () =>
    expect(recover(logOf(3), after(5))).toMatchObject({ from: 'side', stored: { start: { revision: 5 } } }))

  it('both went on from the same place: conflict, with both', () => {
    const side = { ...after(2), annotations: [boxOf('n1', 1), boxOf('other')], revision: 7 }
    expect(recover(logOf(3), side)).toMatchObject({ from: 'conflict', side, journal: logOf(3) })
    expect(recoverDocument(logOf(3), side)).toMatchObject({
      ok: false,
      problems: [{ code: 'sidefile.conflict', values: { journal: 3, side: 2 } }],
    })
  })

  it('one box moved elsewhere is a conflict, never a silent loss', () => {
    const moved = {
      ...after(3),
      annotations: after(3).annotations.map((a, i) => (i === 0 ? boxOf('n1', 99) : a)),
      revision: 9,
    }
    expect(recover(logOf(3), moved).from).toBe('conflict')
  })

  it.each([
    ['a zone', { zones: [{ id: 'z', kind: 'ego', shape: { kind: 'box' as const, x: 0, y: 0, w: 1, h: 1 } }] }],
    ['several tags', { answers: { ...documentOf().answers, tagSets: { weather: ['rain'] } } }],
    ['an attribute of the image', { answers: { ...documentOf().answers, attributes: { road: 'wet' } } }],
  ])('%s that the side file lacks is a conflict, never a silent loss', (_what, more) => {
    const stored: StoredLog = { start: { ...documentOf(), ...more }, log: [drawPatch(1)] }
    expect(recover(stored, { ...after(3), revision: 9 }).from).toBe('conflict')
    expect(recover(stored, { ...after(3), ...more, revision: 9 }).from).toBe('side')
  })

  it('a conflict decided for the side file goes on past both revisions', () => {
    const side = { ...documentOf(), annotations: [boxOf('other')], revision: 2 }
    const conflict = recover(logOf(5), side)
    if (conflict.from !== 'conflict') throw new Error(conflict.from)
    expect(resolve(conflict, 'side').start.revision).toBe(6)
    expect(resolve(conflict, 'journal')).toEqual(logOf(5))
  })
})
