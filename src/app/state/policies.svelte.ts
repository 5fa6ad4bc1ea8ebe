import type { Problem, Result } from '../../core/model/problem'
import { fail, ok, problem } from '../../core/model/problem'
import type { Journal, StoredPolicy } from '../../storage/ports'

export interface PolicyEntry {
  readonly id: string
  readonly version: string
  readonly origin: 'shipped' | 'published'
  text(): Promise<string>
}

const shipped = import.meta.glob<string>(['/label-policies/*/*.yaml', '!**/clauses.yaml'], {
  query: '?raw',
  import: 'default',
})

const shippedEntries: readonly PolicyEntry[] = Object.entries(shipped).flatMap(([path, text]) => {
  const [, id, version] = /^\/label-policies\/([^/]+)\/([^/]+)\.yaml$/.exec(path) ?? []
  return id && version ? [{ id, version, origin: 'shipped' as const, text }] : []
})

/** The policy of the sample project, which is the starter policy too. */
const STARTER = 'blood-cells'

/** The policies one may label under: those that ship, and those published in this browser. Neither kind ever changes. */
export class PolicyLibrary {
  #published = $state.raw<readonly StoredPolicy[]>([])
  problem = $state.raw<Problem | undefined>(undefined)
  readonly #journal: Journal
  readonly entries: readonly PolicyEntry[] = $derived([
    ...shippedEntries,
    ...this.#published
      .filter((p) => p.status === 'published')
      .map((p): PolicyEntry => ({
        id: p.id,
        version: p.version,
        origin: 'published',
        text: () => Promise.resolve(p.text),
      })),
  ])
  readonly drafts = $derived(this.#published.filter((p) => p.status === 'draft'))

  constructor(journal: Journal) {
    this.#journal = journal
  }

  async load(): Promise<void> {
    const found = await this.#journal.policies()
    if (found.ok) this.#published = found.value
    else this.problem = found.problems[0]
  }

  find(id: string, version: string): PolicyEntry | undefined {
    return this.entries.find((e) => e.id === id && e.version === version)
  }

  /** The policy a new project starts with: the one that was used last would be a guess, so it is the sample's own. */
  get first(): PolicyEntry | undefined {
    return this.entries.find((e) => e.id === STARTER) ?? this.entries[0]
  }

  async publish(policy: StoredPolicy): Promise<Result<null>> {
    if (this.find(policy.id, policy.version))
      return fail(problem('policy.version-exists', {}, { id: policy.id, version: policy.version }))
    const done = await this.#journal.publishPolicy({ ...policy, status: 'published' })
    if (done.ok) await this.load()
    return done.ok ? ok(null) : done
  }

  async putDraft(policy: StoredPolicy): Promise<Result<null>> {
    const done = await this.#journal.putDraft(policy)
    if (done.ok) await this.load()
    return done
  }

  async removeDraft(id: string): Promise<Result<null>> {
    const done = await this.#journal.removeDraft(id)
    if (done.ok) await this.load()
    return done
  }
}
