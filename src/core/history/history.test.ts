import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AT, BY, boxOf, documentOf, POLICY } from '../../../tests/support/documents'
import { VISIBLE, type AnnotationId, type ClassId } from '../model/ids'
import type { ImageDocument } from '../model/image'
import { ImageDocument as DocumentSchema } from '../model/image'
import { causeArgs, reduce, type Command, type CommandContext } from './commands'
import { apply, inverse, Patch } from './patch'
import { sameLabels } from './recover'
import { append, historyOf, nextSeq, redoPatch, replay, undoPatch, type ImageHistory } from './undo'

const CONTEXT: CommandContext = { by: BY, at: AT, policy: POLICY, how: 'hand' }
const STAMP = { by: BY, at: AT }
const ids = Array.from({ length: 6 }, (_, i) => `n${i}` as AnnotationId)
const someId = fc.constantFrom(...ids)
const someIds = fc.uniqueArray(someId, { minLength: 1, maxLength: 4 })
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -500, max: 1500 })
const someClass = fc.constantFrom('rbc' as ClassId, 'wbc' as ClassId)
const box = fc.record({ kind: fc.constant('box' as const), x: number, y: number, w: number, h: number })

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    name: fc.constant('draw' as const),
    id: someId,
    class: someClass,
    role: fc.constant(VISIBLE),
    shape: box,
    origin: fc.constant('drawn' as const),
  }),
  fc.record({
    name: fc.constant('set shape' as const),
    id: someId,
    role: fc.constant(VISIBLE),
    shape: box,
    origin: fc.constant('drawn' as const),
  }),
  fc.record({
    name: fc.constant('set shapes' as const),
    edits: fc.array(fc.record({ id: someId, role: fc.constant(VISIBLE), shape: box }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ name: fc.constant('move' as const), ids: someIds, dx: number, dy: number }),
  fc.record({ name: fc.constant('remove' as const), ids: someIds }),
  fc.record({
    name: fc.constant('join' as const),
    id: someId,
    role: fc.constant(VISIBLE),
    shape: box,
    remove: someIds,
  }),
  fc.record({
    name: fc.constant('add' as const),
    annotations: someIds.map((list) =>
      list.map((id, i) => ({ ...boxOf(id), links: ids.slice(i).map((to) => ({ kind: 'part', to })) })),
    ),
  }),
  fc.record({ name: fc.constant('set class' as const), ids: someIds, class: someClass }),
  fc.record({
    name: fc.constant('set disposition' as const),
    ids: someIds,
    disposition: fc.constantFrom('positive' as const, 'ignore' as const),
  }),
  fc.record({
    name: fc.constant('set attribute' as const),
    id: someId,
    attribute: fc.constantFrom('a', 'b'),
    value: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({
    name: fc.constant('set coverage' as const),
    class: someClass,
    coverage: fc.constantFrom('partial' as const, 'exhaustive' as const),
  }),
  fc.record({ name: fc.constant('link' as const), id: someId, link: fc.constantFrom('rides', 'part'), to: someIds }),
  fc.record({
    name: fc.constant('set group' as const),
    ids: someIds,
    group: fc.option(fc.constantFrom('g', 'h'), { nil: undefined }),
  }),
  fc.record({
    name: fc.constant('set track' as const),
    id: someId,
    track: fc.option(fc.constantFrom('1', ''), { nil: undefined }),
  }),
  fc.record({ name: fc.constant('review' as const), ids: someIds, verdict: fc.constantFrom('agree', 'disagree') }),
  fc.record({
    name: fc.constant('set zones' as const),
    zones: fc.array(fc.record({ id: fc.constantFrom('y', 'z'), kind: fc.constant('ego'), shape: box }), {
      maxLength: 2,
    }),
  }),
  fc.record({ name: fc.constant('answer image' as const), answers: fc.record({ nothingHere: fc.boolean() }) }),
  fc.constant<Command>({ name: 'finish', findings: [], policy: POLICY }),
  fc.constant<Command>({ name: 'reopen', reason: 'again' }),
)

/** One more entry, or the same history when the command was refused. */
function run(history: ImageHistory, command: Command): ImageHistory {
  const ops = reduce(history.document, command, CONTEXT)
  if (!ops.ok || ops.value.length === 0) return history
  const image = history.document.image.path
  return append(history, {
    image,
    seq: nextSeq(history),
    ops: ops.value,
    cause: { name: command.name, args: causeArgs(command), by: BY, at: AT },
  })
}

function all(history: ImageHistory, next: typeof undoPatch): ImageHistory {
  for (let patch = next(history, STAMP); patch; patch = next(history, STAMP)) history = append(history, patch)
  return history
}

const runOf = (commands: readonly Command[], start: ImageDocument = documentOf()): ImageHistory =>
  commands.reduce(run, historyOf(start))
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('history', () => {
  it('undoing everything gives the first document back, redoing everything the last one', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 500, size: 'max' }), fc.nat(9), (commands, base) => {
        const start = documentOf('a/1.png', base)
        const end = runOf(commands, start)
        const back = all(end, undoPatch)
        expect(sameLabels(back.document, start)).toBe(true)
        expect(sameLabels(all(back, redoPatch).document, end.document)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('the log as stored (JSON, Zod) replays to the document, and undo goes on where it was', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: anyCommand },
            { weight: 1, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
          ),
          { maxLength: 60 },
        ),
        (steps) => {
          let history = historyOf(documentOf())
          for (const step of steps) {
            if (typeof step !== 'string') history = run(history, step)
            else {
              const patch = (step === 'undo' ? undoPatch : redoPatch)(history, STAMP)
              if (patch) history = append(history, patch)
            }
          }
          const again = replay(
            documentOf(),
            clone(history.log).map((patch) => Patch.parse(patch)),
          )
          expect(sameLabels(again.document, DocumentSchema.parse(clone(history.document)))).toBe(true)
          expect(again.undo).toEqual(history.undo)
          expect(sameLabels(all(again, undoPatch).document, documentOf())).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('every patch and its inverse cancel out', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 20 }), anyCommand, (commands, last) => {
        const { document } = runOf(commands)
        const ops = reduce(document, last, CONTEXT)
        if (ops.ok) expect(sameLabels(apply(apply(document, ops.value), inverse(ops.value)), document)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('ids stay unique whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        const { annotations } = runOf(commands).document
        expect(new Set(annotations.map((a) => a.id)).size).toBe(annotations.length)
      }),
      { numRuns: 200 },
    )
  })

  it('the revision counts the entries, undo included', () => {
    const drawn = runOf([{ name: 'add', annotations: [boxOf('n1')] }])
    const back = all(drawn, undoPatch)
    expect([drawn.document.revision, back.document.revision]).toEqual([1, 2])
  })

  it('removing several of many takes their links along, and undo puts all back in their places', () => {
    const linked = {
      ...boxOf('n3'),
      links: [
        { kind: 'part', to: 'n1' as AnnotationId },
        { kind: 'part', to: 'n4' as AnnotationId },
      ],
    }
    const start = {
      ...documentOf(),
      state: 'working' as const,
      annotations: [boxOf('n0'), boxOf('n1'), boxOf('n2'), linked, boxOf('n4')],
    }
    const removed = runOf([{ name: 'remove', ids: ['n1', 'n4', 'n2'] as AnnotationId[] }], start)
    expect(removed.document.annotations.map((a) => [a.id, a.links.length])).toEqual([
      ['n0', 0],
      ['n3', 0],
    ])
    expect(sameLabels(all(removed, undoPatch).document, start)).toBe(true)
  })

  it('joining keeps one label with the new shape and removes the others, links to them too', () => {
    const linked = { ...boxOf('n0' as AnnotationId), links: [{ kind: 'part', to: 'n1' as AnnotationId }] }
    const others = ['n1', 'n2'].map((id) => boxOf(id as AnnotationId))
    const start = runOf([{ name: 'add', annotations: [linked, ...others] }])
    const shape = { kind: 'box', x: 1, y: 2, w: 30, h: 40 } as const
    const [n0, n1] = ids as [AnnotationId, AnnotationId]
    const joined = runOf([{ name: 'join', id: n0, role: VISIBLE, shape, remove: [n1] }], start.document)
    expect(joined.document.annotations.map((a) => a.id)).toEqual(['n0', 'n2'])
    expect(joined.document.annotations[0]?.roles[VISIBLE]?.shape).toEqual(shape)
    expect(joined.document.annotations[0]?.links).toEqual([])
  })

  it('a command for an annotation that is not there is refused, and nothing changes', () => {
    const refused = reduce(
      documentOf(),
      { name: 'set class', ids: ['n9' as AnnotationId], class: 'rbc' as ClassId },
      CONTEXT,
    )
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: 'command.unknown-annotation', place: { file: 'a/1.png' } }],
    })
  })

  it('a patch for an annotation that is not there is a bug and throws', () => {
    const gone = boxOf('n9')
    expect(() => apply(documentOf(), [{ op: 'annotation', id: gone.id, index: 0, before: gone, after: null }])).toThrow(
      'n9',
    )
  })

  it('a finished image is sealed until it is reopened', () => {
    const finished = runOf([
      { name: 'add', annotations: [boxOf('n1')] },
      { name: 'finish', findings: [], policy: POLICY },
    ])
    expect(finished.document.state).toBe('finished')
    const sealed = reduce(finished.document, { name: 'remove', ids: ['n1' as AnnotationId] }, CONTEXT)
    expect(sealed).toMatchObject({ ok: false, problems: [{ code: 'command.finished-image' }] })
    expect(run(finished, { name: 'reopen', reason: 'more' }).document.state).toBe('working')
  })

  it('reopening an image that is not finished changes nothing', () => {
    expect(runOf([{ name: 'reopen', reason: 'x' }]).log).toEqual([])
  })
})
