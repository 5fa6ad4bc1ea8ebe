import type { Stage } from '../../canvas/stage-api'
import type { Finding } from '../../core/model/finding'
import type { AnnotationId, ImageId } from '../../core/model/ids'
import { problem, type Problem } from '../../core/model/problem'
import { dropped } from '../../storage/drop'
import { FilesSource } from '../../storage/files/files-source'
import { FolderSource } from '../../storage/folder/folder-source'
import type { ImageSource } from '../../storage/ports'
import { arrowOf, type ActionId } from '../keys/keymap'
import type { KeyDialog, PaletteSource } from '../keys/palette'
import { annotationNames, stageItem } from '../parts/annotation-look'
import { Findings } from '../state/findings.svelte'
import type { BundleInspection } from '../state/inspection.svelte'
import { Workbench } from '../state/workbench.svelte'

export type InspectView = 'report' | 'image' | 'sheet'

/** Screen pixels that an arrow key pans. */
const PAN = 40

/** What a person does in the inspect place, by mouse or by key. Nothing here changes the bundle. */
export class InspectPlace {
  readonly inspection: BundleInspection
  readonly bench = new Workbench()
  readonly findings = new Findings()
  view = $state<InspectView>('report')
  keyDialog = $state<KeyDialog | undefined>(undefined)
  /** Trouble with what was dropped or picked. */
  problem = $state.raw<Problem | undefined>(undefined)
  announcement = $state('')
  /** Tiles in a row of the contact sheet: an arrow key up or down moves by as many. */
  columns = $state(1)
  stage: Stage | undefined
  /** Opens the file dialog; set by the component that has one. */
  chooseBundle: () => void = () => undefined

  readonly policy = $derived.by(() => this.inspection.found?.policy)
  readonly document = $derived.by(() => this.inspection.image?.seen?.document)
  readonly names = $derived.by(() => annotationNames(this.document?.annotations ?? [], this.policy))
  readonly selected = $derived.by(() => this.document?.annotations.find((a) => a.id === this.bench.only))
  readonly items = $derived.by(() =>
    (this.document?.annotations ?? []).map((a) => stageItem(a, this.policy, this.findings.markOf(a.id), true)),
  )

  constructor(inspection: BundleInspection) {
    this.inspection = inspection
    this.bench.tool = 'select'
  }

  async open(bundle: Blob): Promise<void> {
    this.problem = undefined
    this.view = 'report'
    await this.inspection.open(bundle)
    if (this.inspection.phase === 'open' && this.inspection.current) this.go(this.inspection.current)
  }

  /** Makes an image the current one; its pixels are asked for, and those of its neighbours after it. */
  go = (path: ImageId | undefined): void => {
    if (path === undefined) return
    const { inspection } = this
    inspection.current = path
    this.bench.select([])
    this.bench.focusedFinding = undefined
    this.announcement = path
    this.findings.clear()
    const come = inspection.image?.seen?.findings ?? []
    this.findings.apply({ image: path, seq: 0, complete: true, gone: [], come, runs: 0 })
    void inspection.pixels?.show(path)
    inspection.pixels?.prefetch([inspection.neighbour(1), inspection.neighbour(-1)].filter((p) => p !== undefined))
  }

  /** Looks at an image: from the list or the contact sheet. */
  look = (path: ImageId): void => {
    this.view = 'image'
    this.go(path)
  }

  select(ids: readonly AnnotationId[]): void {
    this.bench.select(ids)
    const only = this.bench.only
    if (only) this.announcement = this.names.get(only) ?? only
  }

  subjectOf = (finding: Finding): string => finding.on.map((id) => this.names.get(id) ?? id).join(' · ')

  focusFinding = (finding: Finding): void => {
    this.bench.focusedFinding = finding.key
    this.bench.select(finding.on)
    const first = finding.on[0]
    if (first) this.stage?.reveal(first)
  }

  reveal = (id: AnnotationId): void => {
    this.select([id])
    this.stage?.reveal(id)
  }

  /** The next finding of this image; after its last one, the first of the next image that has any. */
  nextFinding = (): void => {
    const { list } = this.findings
    const next = list[list.findIndex((f) => f.key === this.bench.focusedFinding) + 1]
    const here = this.view === 'image'
    this.view = 'image'
    if (next) this.focusFinding(next)
    else {
      this.go(this.inspection.nextWithFindings())
      const first = this.findings.list[0]
      if (first) this.focusFinding(first)
    }
    if (!here) this.announcement = this.inspection.current ?? ''
  }

  #stepAnnotation(by: number): void {
    const all = this.document?.annotations ?? []
    const at = all.findIndex((a) => a.id === this.bench.selection.at(-1))
    const next = all[(Math.max(at, by > 0 ? -1 : 0) + by + all.length) % Math.max(1, all.length)]
    if (next) this.reveal(next.id)
  }

  #toggle(view: 'report' | 'sheet'): void {
    this.view = this.view === view ? 'image' : view
  }

  #arrow(event: KeyboardEvent, far: number): void {
    const [x, y] = arrowOf(event) ?? [0, 0]
    if (this.view === 'sheet') this.go(this.inspection.neighbour(x + y * this.columns))
    else this.stage?.panBy(-x * PAN * far, -y * PAN * far)
  }

  readonly #actions: Partial<Record<ActionId, () => void>> = {
    nextImage: () => this.go(this.inspection.neighbour(1)),
    previousImage: () => this.go(this.inspection.neighbour(-1)),
    nextFinding: () => this.nextFinding(),
    nextAnnotation: () => this.#stepAnnotation(1),
    previousAnnotation: () => this.#stepAnnotation(-1),
    zoomIn: () => this.stage?.zoomBy(1.25),
    zoomOut: () => this.stage?.zoomBy(1 / 1.25),
    fit: () => this.stage?.fit(),
    oneToOne: () => this.stage?.oneToOne(),
    cancel: () => (this.view === 'image' ? this.bench.select([]) : (this.view = 'image')),
    openTile: () => (this.view = 'image'),
    showReport: () => this.#toggle('report'),
    contactSheet: () => this.#toggle('sheet'),
    goToImage: () => (this.keyDialog = 'image'),
  }
  /** Commands that work without a bundle. */
  readonly #always: Partial<Record<ActionId, () => void>> = {
    openBundle: () => this.chooseBundle(),
    palette: () => (this.keyDialog = 'all'),
    keySettings: () => (this.keyDialog = 'settings'),
    help: () => (this.keyDialog = this.keyDialog ? undefined : 'help'),
  }

  act = (action: ActionId): void => {
    const always = this.#always[action]
    if (always) always()
    else if (this.inspection.found) this.#actions[action]?.()
  }

  /** Carries out the command of a key press; false when it means nothing here. */
  press(action: ActionId, event: KeyboardEvent): boolean {
    if (!this.#always[action] && !this.inspection.found) return false
    if (action === 'look') this.#arrow(event, 1)
    else if (action === 'lookFar') this.#arrow(event, 5)
    else if (action === 'pan') this.stage?.holdPan(true)
    else this.act(action)
    return true
  }

  /** What the command palette offers here. */
  get palette(): PaletteSource {
    const { found } = this.inspection
    const paths = this.inspection.shown.map((image) => image.path)
    return {
      place: 'inspect',
      can: (action) =>
        this.#always[action] !== undefined || (found !== undefined && (action !== 'openTile' || this.view === 'sheet')),
      run: this.act,
      ...(found && {
        images: {
          paths,
          current: this.inspection.current === undefined ? 0 : paths.indexOf(this.inspection.current),
          go: (path: string) => this.look(path as ImageId),
        },
      }),
    }
  }

  async lookIn(source: ImageSource): Promise<void> {
    this.problem = undefined
    await this.inspection.pixels?.lookIn(source)
  }

  /** The browser's folder picker, for reading. A cancelled picker is no problem. */
  async pickFolder(): Promise<void> {
    try {
      await this.#lookInHandle(await window.showDirectoryPicker({ id: 'groundrule-images', mode: 'read' }))
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        this.problem = problem('folder.denied', {}, { reason: String(error) })
    }
  }

  async #lookInHandle(handle: FileSystemDirectoryHandle): Promise<void> {
    // Nothing is written here, so the names of side files do not matter.
    const source = await FolderSource.open(handle, 'read', { task: 'inspect', date: '' })
    if (source.ok) await this.lookIn(source.value)
    else this.problem = source.problems[0]
  }

  async lookInFiles(files: FileList): Promise<void> {
    await this.lookIn(FilesSource.fromFiles([...files]))
  }

  /** Something was dropped on the page: a bundle, or the folder with its images. */
  async take(transfer: DataTransfer): Promise<void> {
    const what = await dropped(transfer)
    switch (what.kind) {
      case 'bundle':
        return this.open(what.file)
      case 'directory':
        return this.#lookInHandle(what.handle)
      case 'files':
        return this.lookIn(what.source)
      case 'problem':
        this.problem = what.problem
    }
  }
}
