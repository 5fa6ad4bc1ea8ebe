import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { AT, documentOf, drawPatch } from '../../../tests/support/documents'
import type { ImageId } from '../../core/model/ids'
import { MemoryJournal } from '../memory/memory-journal'
import type { Journal, ProjectId, ProjectRecord, StoredPolicy } from '../ports'
import { IdbJournal } from './idb-journal'

const P = 'p' as ProjectId
const IMAGE = 'a/1.png' as ImageId
const SUMMARY = { path: IMAGE, state: 'working' as const, annotations: 1 }
const PROJECT: ProjectRecord = {
  id: P,
  name: 'photos',
  kind: 'folder',
  createdAt: AT,
  openedAt: AT,
  task: 'blood',
  date: '2026-11-24',
}
const POLICY: StoredPolicy = {
  id: 'blood',
  version: '1.0.0',
  digest: 'd1',
  status: 'published',
  text: 'id: blood',
  at: AT,
}

let count = 0
const journals: readonly [string, () => Journal][] = [
  ['in IndexedDB', () => new IdbJournal({ name: `test-${count++}` })],
  ['in memory', () => new MemoryJournal()],
]
const code = (result: { ok: boolean; problems?: readonly { code: string }[] }) => result.problems?.[0]?.code

for (const [where, make] of journals)
  describe(`a journal ${where}`, () => {
    it('gives back what was appended, in order', async () => {
      const journal = make()
      await journal.begin(P, documentOf())
      for (const seq of [1, 2, 3])
        expect(await journal.append(P, drawPatch(seq), SUMMARY, seq === 3)).toEqual({ ok: true, value: null })
      expect(await journal.load(P, IMAGE)).toEqual({
        ok: true,
        value: { start: documentOf(), log: [1, 2, 3].map((n) => drawPatch(n)) },
      })
      expect(await journal.summaries(P)).toEqual({ ok: true, value: [SUMMARY] })
      expect(await journal.images(P)).toEqual({ ok: true, value: [IMAGE] })
    })
    it('knows nothing of an image that was never begun, and takes no entry for it', async () => {
      const journal = make()
      expect(await journal.load(P, IMAGE)).toEqual({ ok: true, value: undefined })
      expect(code(await journal.append(P, drawPatch(1), SUMMARY))).toBe('storage.other-tab')
    })
    for (const seq of [1, 3])
      it(`refuses entry ${seq} where 2 is next`, async () => {
        const journal = make()
        await journal.begin(P, documentOf())
        await journal.append(P, drawPatch(1), SUMMARY)
        expect(
          code(
            await journal.append(P, { ...drawPatch(seq), cause: { ...drawPatch(1).cause, name: 'other' } }, SUMMARY),
          ),
        ).toBe('storage.other-tab')
        expect(await journal.load(P, IMAGE)).toMatchObject({ value: { log: [{ seq: 1 }] } })
      })
    it('takes an entry said again once', async () => {
      const journal = make()
      await journal.begin(P, documentOf())
      await journal.append(P, drawPatch(1), SUMMARY)
      expect((await journal.append(P, drawPatch(1), SUMMARY)).ok).toBe(true)
      expect(await journal.load(P, IMAGE)).toMatchObject({ value: { log: [{ seq: 1 }] } })
    })
    it('beginning again changes nothing; a start that is further on is taken', async () => {
      const journal = make()
      await journal.begin(P, documentOf())
      await journal.append(P, drawPatch(1), SUMMARY)
      await journal.begin(P, documentOf())
      expect(await journal.load(P, IMAGE)).toMatchObject({ value: { log: [{ seq: 1 }] } })
      await journal.begin(P, documentOf('a/1.png', 9))
      expect((await journal.append(P, drawPatch(10), SUMMARY)).ok).toBe(true)
      expect(await journal.load(P, IMAGE)).toMatchObject({ value: { start: { revision: 9 }, log: [{ seq: 10 }] } })
    })
    it('never overwrites a published policy', async () => {
      const journal = make()
      await journal.publishPolicy(POLICY)
      expect((await journal.publishPolicy(POLICY)).ok).toBe(true)
      expect(code(await journal.publishPolicy({ ...POLICY, digest: 'd2' }))).toBe('policy.version-exists')
      expect(await journal.policies()).toEqual({ ok: true, value: [POLICY] })
    })
    it('forgets a project with all that is its own, and nothing of another', async () => {
      const journal = make()
      await journal.putProject(PROJECT)
      for (const project of [P, 'q' as ProjectId]) await journal.begin(project, documentOf())
      await journal.forgetProject(P)
      expect(await journal.projects()).toEqual({ ok: true, value: [] })
      expect(await journal.images(P)).toEqual({ ok: true, value: [] })
      expect(await journal.images('q' as ProjectId)).toEqual({ ok: true, value: [IMAGE] })
    })
  })

it('a damaged entry is named and left as it is', async () => {
  const journal = new IdbJournal({ name: 'damaged' })
  await journal.begin(P, documentOf())
  await journal.append(P, drawPatch(1), SUMMARY)
  const db = await openDB('damaged')
  await db.put('log', { broken: true }, [P, IMAGE, 2])
  expect(await journal.load(P, IMAGE)).toMatchObject({
    ok: false,
    problems: [{ code: 'journal.invalid-entry', values: { seq: 2 } }],
  })
  expect(await db.get('log', [P, IMAGE, 2])).toEqual({ broken: true })
  db.close()
})
