import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, LANGUAGES } from '../../messages'
import { ActiveKeys } from './active.svelte'
import { chordOf, overlap, parseChord, refusal, showChord, type KeyPress } from './chord'
import { clashes, holders } from './clash'
import { COMMANDS, type ActionId } from './commands'
import { familyOfCommand, readKeys, writeKeys } from './keys-file'
import { findImages, fuzzyScore, rank } from './palette'
import { keymapOf, PRESETS } from './presets'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a chord', () => {
  it('is the letter with its modifiers, whatever the case', () => {
    expect(chordOf(press('b'))).toBe('B')
    expect(chordOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+Z')
    expect(chordOf(press('k', { metaKey: true }))).toBe('Ctrl+K')
  })
  it('takes a digit by its place, so that it works on every layout and with Shift', () => {
    expect(chordOf({ ...press('!'), code: 'Digit1', shiftKey: true })).toBe('Shift+1')
    expect(chordOf({ ...press('&'), code: 'Digit1' })).toBe('1')
  })
  it('takes other characters as typed, Shift being part of them, and their wide forms', () => {
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?')
    expect(chordOf(press('。'))).toBe('.')
    expect(chordOf(press('【'))).toBe('[')
  })
  it('falls back to the place of the key for other scripts and input methods', () => {
    expect(chordOf({ ...press('и'), code: 'KeyB' })).toBe('B')
    expect(chordOf({ ...press('Process'), code: 'KeyN' })).toBe('N')
  })
  it('is nothing for a modifier alone', () => {
    expect(chordOf(press('Shift', { shiftKey: true }))).toBeUndefined()
  })
  it('overlaps with the family that holds it', () => {
    expect(overlap('Ctrl+3', 'Ctrl+Digit')).toBe(true)
    expect(overlap('Ctrl+Arrow', 'Ctrl+ArrowLeft')).toBe(true)
    expect(overlap('3', 'Ctrl+Digit')).toBe(false)
  })
  it('is refused where it is misspelt', () => {
    for (const text of ['', 'ctrl+A', 'a', 'Shift+Ctrl+A', 'Ctrl+', 'Shift+?', 'AB', 'F13'])
      expect(parseChord(text), text).toBeUndefined()
    for (const text of ['Ctrl++', '+', 'Ctrl+Alt+Shift+Arrow', 'F1']) expect(parseChord(text), text).toBeDefined()
  })
})

describe.each(PRESETS)('the preset %s', (preset) => {
  const keymap = keymapOf(preset)
  it('gives no key two meanings in one place', () => expect(clashes(keymap)).toEqual([]))
  it('gives every command a key that reaches the page and can be written', () => {
    for (const { action } of COMMANDS) {
      expect(keymap[action].length, action).toBeGreaterThan(0)
      for (const key of keymap[action]) {
        expect(parseChord(key), key).toBeDefined()
        expect(refusal(key), key).toBeUndefined()
      }
    }
  })
  it('keeps any digit and any arrow for the commands that take them', () => {
    for (const { action } of COMMANDS)
      for (const key of keymap[action]) {
        const found = parseChord(key)?.key
        expect(found === 'Digit' || found === 'Arrow' ? found : undefined, `${action} ${key}`).toBe(
          familyOfCommand(action),
        )
      }
  })
})

describe('the table of commands', () => {
  it('has each command once, with a title in every language', () => {
    const ids = COMMANDS.map((c) => c.action)
    expect(new Set(ids).size).toBe(ids.length)
    for (const language of LANGUAGES)
      expect(new Set(Object.keys(catalogue(language).keys.action))).toEqual(new Set<string>(ids))
  })
})

describe('keys of other tools', () => {
  const meaning = (preset: (typeof PRESETS)[number], event: KeyPress): ActionId | undefined => {
    const keys = new ActiveKeys()
    keys.use(preset)
    return keys.meaning(event, 'annotate')
  }
  it('CVAT: F and D for images, N draws, Ctrl and a digit for the class', () => {
    expect(meaning('cvat', press('f'))).toBe('nextImage')
    expect(meaning('cvat', press('d'))).toBe('previousImage')
    expect(meaning('cvat', press('n'))).toBe('drawAgain')
    expect(meaning('cvat', press('2', { ctrlKey: true }))).toBe('pickClass')
    expect(meaning('cvat', press('2'))).toBeUndefined()
  })
  it('Label Studio: Ctrl and an arrow for images, while the other arrows move', () => {
    expect(meaning('label_studio', press('ArrowRight', { ctrlKey: true }))).toBe('nextImage')
    expect(meaning('label_studio', press('ArrowRight'))).toBe('nudge')
    expect(meaning('label_studio', press('r'))).toBe('toolBox')
  })
  it('labelme: Ctrl+R draws boxes, Ctrl+J edits, A and D go through the images', () => {
    expect(meaning('labelme', press('r', { ctrlKey: true }))).toBe('toolBox')
    expect(meaning('labelme', press('j', { ctrlKey: true }))).toBe('toolSelect')
    expect(meaning('labelme', press('a'))).toBe('previousImage')
  })
})

describe('changing keys', () => {
  it('names the commands of the same place that have the key, by family too', () => {
    const keymap = keymapOf('groundrule')
    expect(holders(keymap, 'toolBox', 'P')).toEqual(['toolPolygon'])
    expect(holders(keymap, 'toolBox', '5')).toEqual(['pickClass'])
    expect(holders(keymap, 'toolBox', 'G')).toEqual([]) // the contact sheet is in another place
    expect(holders(keymap, 'help', 'Ctrl+S')).toEqual(['savePolicy'])
  })
  it('gives a key to one command by taking it from the other', () => {
    const keys = new ActiveKeys()
    keys.give('toolBox', 'P')
    expect(keys.map.toolBox).toEqual(['B', 'P'])
    expect(keys.map.toolPolygon).toEqual([])
    keys.reset('toolPolygon')
    expect(keys.map.toolPolygon).toEqual(['P'])
    expect(keys.map.toolBox).toEqual(['B'])
    expect(keys.changes).toEqual({})
  })
  it('never leaves a clash, whatever is given, removed, reset and chosen', () => {
    const actions = COMMANDS.filter((c) => familyOfCommand(c.action) === undefined).map((c) => c.action)
    const chords = [
      'B',
      'P',
      'N',
      'F',
      'D',
      '3',
      'Ctrl+3',
      'ArrowLeft',
      'Ctrl+ArrowLeft',
      'Escape',
      '+',
      'Ctrl+E',
      'F9',
    ]
    const step = fc.oneof(
      fc.record({
        do: fc.constant('give' as const),
        action: fc.constantFrom(...actions),
        chord: fc.constantFrom(...chords),
      }),
      fc.record({ do: fc.constant('reset' as const), action: fc.constantFrom(...actions) }),
      fc.record({ do: fc.constant('clear' as const), action: fc.constantFrom(...actions) }),
      fc.record({ do: fc.constant('use' as const), preset: fc.constantFrom(...PRESETS) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const keys = new ActiveKeys()
        for (const s of steps) {
          if (s.do === 'give') keys.give(s.action, s.chord)
          else if (s.do === 'reset') keys.reset(s.action)
          else if (s.do === 'clear') keys.set(s.action, [])
          else if (s.do === 'use') keys.use(s.preset)
          expect(clashes(keys.map)).toEqual([])
        }
        expect(readKeys(writeKeys(keys))).toEqual({ ok: true, value: { preset: keys.preset, changes: keys.changes } })
      }),
      { numRuns: 25 },
    )
  })
})

describe('a file of keys', () => {
  const file = (changes: unknown, preset: unknown = 'groundrule') =>
    JSON.stringify({ format: 'groundrule-keys/1', preset, changes })
  const trouble = (text: string) => {
    const read = readKeys(text)
    return read.ok ? undefined : read.trouble
  }
  it('is refused whole, with the reason', () => {
    expect(trouble('{')).toEqual({ is: 'not JSON' })
    expect(trouble('{}')).toMatchObject({ is: 'not keys', place: 'format' })
    expect(trouble(file({ toolBox: ['ctrl+b'] }))).toMatchObject({ is: 'not keys', place: 'changes.toolBox.0' })
    expect(trouble(file({ fly: ['B'] }))).toMatchObject({ is: 'not keys' })
    expect(trouble(file({ toolBox: ['Arrow'] }))).toMatchObject({ is: 'not keys' })
    expect(trouble(file({ pickClass: ['1'] }))).toMatchObject({ is: 'not keys' })
    expect(trouble(file({ toolBox: ['Ctrl+W'] }))).toEqual({ is: 'refused', chord: 'Ctrl+W' })
    expect(trouble(file({ toolBox: ['P'] }))).toEqual({ is: 'clash', chord: 'P', actions: ['toolBox', 'toolPolygon'] })
    expect(trouble(file({}, 'vim'))).toMatchObject({ is: 'not keys', place: 'preset' })
  })
  it('stored before a command was new gives way to what the person chose', () => {
    const read = readKeys(file({ toolBox: ['P'] }), 'let through')
    const keys = new ActiveKeys()
    if (read.ok) keys.use(read.value.preset, read.value.changes)
    expect(keys.map.toolBox).toEqual(['P'])
    expect(keys.map.toolPolygon).toEqual([])
  })
})

describe('the palette', () => {
  const entry = (id: string, title: string) => ({ id, title, also: id, run: () => undefined })
  const all = [entry('zoomIn', 'Zoom in'), entry('toolBox', 'Draw boxes'), entry('positive', '标为正例')]
  it('finds by letters in order, by id and in Chinese', () => {
    expect(rank('drbo', all).map((e) => e.id)).toEqual(['toolBox'])
    expect(rank('zoomi', all)[0]?.id).toBe('zoomIn')
    expect(rank('正例', all).map((e) => e.id)).toEqual(['positive'])
    expect(rank('qqq', all)).toEqual([])
  })
  it('puts a whole word before letters strewn about', () => {
    const whole = fuzzyScore('box', 'Draw boxes') ?? 0
    expect(whole).toBeGreaterThan(fuzzyScore('box', 'Back over x') ?? 0)
  })
  it('goes to an image by number first, then by name; without a query from the current one on', () => {
    const paths = ['a/7.png', 'a/12.png', 'b/2.png']
    expect(findImages('2', paths, 0)).toEqual([1, 2])
    expect(findImages('b/', paths, 0)).toEqual([2])
    expect(findImages('', paths, 1)).toEqual([1, 2])
    expect(findImages('99', paths, 0)).toEqual([])
  })
})

it('a key cap shows a digit in place of its family', () => {
  expect(showChord('Ctrl+Digit', '3')).toBe('Ctrl 3')
  expect(showChord('Shift+Arrow')).toBe('Shift ← ↑ ↓ →')
})
