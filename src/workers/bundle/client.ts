import { proxy, releaseProxy, wrap, type Remote } from 'comlink'
import type { ImageId } from '../../core/model/ids'
import { fail, problem, type Result } from '../../core/model/problem'
import { seam } from '../../storage/seam'
import type { BundleService, ExportDone, ExportFeed, ExportRequest, Inspection, JobProgress } from './service'

interface Running {
  readonly worker: Worker
  readonly service: Remote<BundleService>
  /** Rejects when the worker dies: comlink's own promises would then never settle. */
  readonly death: Promise<never>
}

class WorkerDied extends Error {}

const spawnWorker = (): Worker =>
  new Worker(new URL('./bundle.worker.ts', import.meta.url), { type: 'module', name: 'bundle' })

function start(spawn: () => Worker): Running {
  const worker = spawn()
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(new WorkerDied(event.message)))
    worker.addEventListener('messageerror', () => reject(new WorkerDied('message')))
  })
  death.catch(() => undefined)
  return { worker, service: wrap<BundleService>(worker), death }
}

/**
 * The page's side of the bundle worker. It starts with the first call; when it dies, the call that ran answers
 * `worker.failed` and the next one starts another.
 */
export class BundleClient implements BundleService {
  #running: Running | undefined

  constructor(readonly spawn: () => Worker = spawnWorker) {}

  async #call<T>(name: string, work: (service: Remote<BundleService>) => Promise<T>): Promise<T> {
    const running = (this.#running ??= start(this.spawn))
    try {
      return await Promise.race([seam(`bundle.${name}`, () => work(running.service)), running.death])
    } catch (error) {
      if (error instanceof WorkerDied) this.dispose()
      throw error
    }
  }

  async #result<T>(name: string, work: (service: Remote<BundleService>) => Promise<Result<T>>): Promise<Result<T>> {
    return this.#call(name, work).catch((error: unknown) =>
      fail(problem('worker.failed', undefined, { why: error instanceof Error ? error.message : String(error) })),
    )
  }

  export(request: ExportRequest, feed: ExportFeed, progress: (p: JobProgress) => void): Promise<Result<ExportDone>> {
    return this.#result('export', (service) => service.export(request, proxy(feed), proxy(progress)))
  }

  async cancel(): Promise<void> {
    if (this.#running) await this.#call('cancel', (service) => service.cancel())
  }

  inspect(bundle: Blob, progress: (p: JobProgress) => void): Promise<Result<Inspection>> {
    return this.#result('inspect', (service) => service.inspect(bundle, proxy(progress)))
  }

  pixels(path: ImageId): Promise<Result<Blob>> {
    return this.#result('pixels', (service) => service.pixels(path))
  }

  async close(): Promise<void> {
    if (this.#running) await this.#call('close', (service) => service.close())
  }

  /** Ends the worker. What it left in temporary storage is swept at the next start. */
  dispose(): void {
    this.#running?.service[releaseProxy]()
    this.#running?.worker.terminate()
    this.#running = undefined
  }
}
