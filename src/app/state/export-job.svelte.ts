import type { Problem } from '../../core/model/problem'
import type { ExportDone, ImagesAs, JobProgress } from '../../workers/bundle/service'
import type { Project } from './project.svelte'
import type { Services } from './services'

/** Seconds before a rate is told: an early one would be a guess. */
const SETTLE = 1

/** Count, rate and time left of a running job, from measured progress only. */
export class JobMeter {
  progress = $state.raw<JobProgress | undefined>(undefined)
  #begun = 0
  #phase = ''
  #from = 0
  rate = $state<number | undefined>(undefined)
  readonly left = $derived(
    this.progress && this.rate ? (this.progress.total - this.progress.done) / this.rate : undefined,
  )

  tell = (progress: JobProgress): void => {
    const now = performance.now() / 1000
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase
      this.#begun = now
      this.#from = progress.done
      this.rate = undefined
    } else if (now - this.#begun > SETTLE) this.rate = (progress.done - this.#from) / (now - this.#begun)
    this.progress = progress
  }
  reset(): void {
    this.progress = undefined
    this.rate = undefined
    this.#phase = ''
  }
}

/** One export, from the button to the file. */
export class ExportJob {
  readonly #project: Project
  readonly #services: Services
  readonly #meter = new JobMeter()
  problems = $state.raw<readonly Problem[]>([])
  done = $state.raw<ExportDone | undefined>(undefined)
  cancelled = $state(false)
  #running = false

  constructor(project: Project, services: Services) {
    this.#project = project
    this.#services = services
  }

  get progress(): JobProgress | undefined {
    return this.#meter.progress
  }
  get rate(): number | undefined {
    return this.#meter.rate
  }
  get left(): number | undefined {
    return this.#meter.left
  }
  get defaultName(): string {
    const { task, date } = this.#project.record
    return `${task}_${date}`
  }

  async start(choice: {
    readonly name: string
    readonly images: ImagesAs
    readonly include: 'finished' | 'all'
  }): Promise<void> {
    const project = this.#project
    this.problems = []
    this.cancelled = false
    this.#running = true
    await project.known()
    const paths = project.labelled(choice.include)
    this.#meter.tell({ phase: 'reading', done: 0, total: paths.length, bytes: 0 })
    await project.saver.settled()
    const result = await this.#services.bundle.export(
      {
        ...choice,
        policyText: project.policyText,
        ...(project.old.baseline ? { baseline: project.old.baseline } : {}),
        generator: { name: 'groundrule', version: __APP_VERSION__ },
      },
      {
        paths: () => Promise.resolve(paths),
        document: (path) => project.exportDocument(path),
        bytes: (path) => project.bytesOf(path),
      },
      this.#meter.tell,
    )
    this.#running = false
    this.#meter.reset()
    if (result.ok) this.done = result.value
    else if (result.problems[0]?.code === 'export.cancelled') this.cancelled = true
    else this.problems = result.problems
  }

  cancel(): void {
    if (this.#running) void this.#services.bundle.cancel()
  }
}
