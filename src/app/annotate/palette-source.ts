import { FULL, VISIBLE, type ClassId, type ImageId } from '../../core/model/ids'
import type { ActionId } from '../keys/keymap'
import type { PaletteEntry, PaletteSource, PaletteStart } from '../keys/palette'
import { keyOfDigit } from '../keys/keymap'
import { i18n } from '../state/i18n.svelte'
import { choicesOf, roleAsked } from './asks'
import type { Workplace } from './workplace.svelte'

const selected = (place: Workplace): boolean => place.editable && place.bench.selection.length > 0

/** When a command would do something; those that are not named always would. */
const WHEN: Partial<Record<ActionId, (place: Workplace) => boolean>> = {
  copyVisibleToFull: (p) => p.editable && p.selected?.roles[VISIBLE] !== undefined && !p.selected.roles[FULL],
  positive: selected,
  negative: selected,
  ignore: selected,
  skip: selected,
  delete: selected,
  nearer: (p) => p.editable && p.selected !== undefined,
  farther: (p) => p.editable && p.selected !== undefined,
  undo: (p) => p.project.session?.canUndo ?? false,
  redo: (p) => p.project.session?.canRedo ?? false,
  classByName: (p) => p.project.view !== undefined,
  nextAnnotation: (p) => (p.document?.annotations.length ?? 0) > 0,
  previousAnnotation: (p) => (p.document?.annotations.length ?? 0) > 0,
  selectAll: (p) => (p.document?.annotations.length ?? 0) > 0,
  nextFinding: (p) => p.project.findings.shown.length > 0,
  fix: (p) => {
    const finding = p.focusedFinding ?? p.project.findings.shown[0]
    return p.editable && finding !== undefined && (finding.fixes.length > 0 || roleAsked(finding.asks) !== undefined)
  },
  override: (p) => p.editable && (p.focusedFinding?.overridable ?? false),
  usable: (p) => p.editable,
  nothingHere: (p) => p.editable && p.document?.annotations.length === 0,
  finish: (p) => p.editable && p.project.findings.current,
  nextImage: (p) => p.project.images.neighbour(p.project.current, 1) !== undefined,
  previousImage: (p) => p.project.images.neighbour(p.project.current, -1) !== undefined,
  nextUnfinished: (p) => p.project.images.nextUnfinished(p.project.current) !== undefined,
}

const classes = (place: Workplace): readonly PaletteEntry[] =>
  (place.project.view?.classes ?? [])
    .filter((c) => !c.abstract)
    .map((c) => ({
      id: `class ${c.id}`,
      title: i18n.m.keys.palette.class(i18n.text(c.title)),
      also: c.id,
      ...(c.digit ? { key: keyOfDigit('pickClass', c.digit) } : {}),
      run: () => place.pickClass(c.id as ClassId),
    }))

function answers(place: Workplace): readonly PaletteEntry[] {
  const finding = place.focusedFinding
  const asks = finding?.asks
  if (!finding || !asks || !place.editable) return []
  return choicesOf(asks).map((choice, i) => ({
    id: `answer ${choice.id}`,
    title: i18n.m.keys.palette.answer(i18n.text(choice.title(i18n.m))),
    also: choice.id,
    ...(i < 9 ? { key: keyOfDigit('answer', String(i + 1)) } : {}),
    run: () => place.answer(finding, asks, choice.id),
  }))
}

/** What the command palette offers in the annotate place. */
export function paletteOf(place: Workplace): PaletteSource {
  return {
    place: 'annotate',
    can: (action) => WHEN[action]?.(place) ?? true,
    run: place.act,
    more: (start: PaletteStart) =>
      start === 'image' ? [] : start === 'class' ? classes(place) : [...answers(place), ...classes(place)],
    get images() {
      const paths = place.project.images.entries.map((entry) => entry.path)
      return {
        paths,
        current: place.project.current === undefined ? 0 : paths.indexOf(place.project.current),
        go: (path: string) => place.go(path as ImageId),
      }
    },
  }
}
