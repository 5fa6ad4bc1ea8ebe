import { causeArgs, reduce, type Command, type CommandContext } from '../../core/history/commands'
import type { Patch } from '../../core/history/patch'
import { append, nextSeq, redoPatch, replay, undoPatch, type ImageHistory } from '../../core/history/undo'
import type { PolicyRef } from '../../core/model/annotation'
import type { Instant, Person } from '../../core/model/ids'
import type { ImageDocument } from '../../core/model/image'
import { ok, type Problem, type Result } from '../../core/model/problem'

/** Readers of every patch: journal, validator, list. */
export interface PatchReaders {
  patched(patch: Patch, before: ImageDocument, after: ImageDocument): void
}

export interface SessionContext {
  readonly by: () => Person
  readonly now: () => Instant
  readonly policy: () => PolicyRef | undefined
}

/** One image being edited: its history, and the only way to change it. */
export class DocumentSession {
  #history = $state.raw<ImageHistory>() as ImageHistory
  readonly start: ImageDocument
  readonly #readers: PatchReaders
  readonly #context: SessionContext
  /** False while another tab holds the image, or the file is not the one that was labelled. */
  writable = $state(true)
  problem = $state.raw<Problem | undefined>(undefined)

  readonly document = $derived.by(() => this.#history.document)
  readonly canUndo = $derived.by(() => this.#history.undo.undo.length > 0 && this.editable)
  readonly canRedo = $derived.by(() => this.#history.undo.redo.length > 0 && this.editable)
  readonly editable = $derived.by(() => this.writable && this.#context.policy() !== undefined)

  constructor(start: ImageDocument, log: readonly Patch[], readers: PatchReaders, context: SessionContext) {
    this.start = start
    this.#readers = readers
    this.#context = context
    this.#history = replay(start, log)
  }

  get seq(): number {
    return nextSeq(this.#history) - 1
  }

  /** Carries out a command: one patch, told to every reader. A refusal is kept in `problem` and returned. */
  run(command: Command, how: CommandContext['how'] = 'hand'): Result<null> {
    const policy = this.#context.policy()
    if (!policy || !this.writable) return { ok: false, problems: [] }
    const by = this.#context.by()
    const at = this.#context.now()
    const ops = reduce(this.document, command, { by, at, policy, how })
    if (!ops.ok) {
      // Why an image cannot be finished stands beside the button all the time.
      if (command.name !== 'finish') this.problem = ops.problems[0]
      return ops
    }
    if (ops.value.length === 0) return ok(null)
    this.#take({
      image: this.document.image.path,
      seq: nextSeq(this.#history),
      ops: ops.value,
      cause: { name: command.name, args: causeArgs(command), by, at },
    })
    return ok(null)
  }

  /** Takes an entry that no command made (a migration, or its undoing); undefined when there is none to take. */
  record(make: (history: ImageHistory) => Patch | undefined): Patch | undefined {
    if (!this.writable) return undefined
    const patch = make(this.#history)
    if (patch) this.#take(patch)
    return patch
  }

  undo(): void {
    this.#takeBack(undoPatch)
  }
  redo(): void {
    this.#takeBack(redoPatch)
  }

  #takeBack(make: typeof undoPatch): void {
    if (!this.editable) return
    const patch = make(this.#history, { by: this.#context.by(), at: this.#context.now() })
    if (patch) this.#take(patch)
  }

  #take(patch: Patch): void {
    const before = this.document
    this.#history = append(this.#history, patch)
    this.problem = undefined
    this.#readers.patched(patch, before, this.document)
  }
}
