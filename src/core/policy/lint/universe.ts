/** What values the names of a policy's expressions can have at all, and on what shapes and classes they depend. */
import type { Names } from '../expression/members'
import { SHAPE_MEMBERS } from '../expression/members'
import type { Type } from '../expression/types'
import { needOf, type Vocabulary } from '../vocabulary'
import type { Disposition } from '../../model/annotation'
import { EVERY_NUMBER, range, words, type Domain, type Fact, type Range } from './domain'
import { meetBoxes, type Box } from './formula'

const NOT_NEGATIVE = range(0, Infinity)
const SHARE = range(0, 1)
const COUNT = range(0, Infinity, false, false, true)
const BOOLS = words('true', 'false')

const MEASURES: Readonly<Record<string, Range>> = {
  width: NOT_NEGATIVE,
  height: NOT_NEGATIVE,
  area: NOT_NEGATIVE,
  aspect: NOT_NEGATIVE,
  share: NOT_NEGATIVE,
  pieces: COUNT,
  holes: COUNT,
  points: COUNT,
}
const PLAIN: Readonly<Record<string, Range>> = {
  occlusion: SHARE,
  truncation: SHARE,
  reviews: COUNT,
  'image.width': range(1, Infinity, false, false, true),
  'image.height': range(1, Infinity, false, false, true),
  'image.count': COUNT,
}
/** Names that always have a value. */
const SURE: ReadonlySet<string> = new Set([
  'class',
  'disposition',
  'reason',
  'reviews',
  'made.how',
  'made.by',
  'image.width',
  'image.height',
  'image.count',
  'image.nothing_here',
])
/** Known wherever the shape is drawn, whatever its kind. */
const ALWAYS_MEASURED = /^(.+)\.(width|height|left|top|right|bottom|kind)$/

export class Universe {
  readonly vocabulary: Vocabulary
  readonly names: Names

  constructor(vocabulary: Vocabulary, names: Names) {
    this.vocabulary = vocabulary
    this.names = names
  }

  /** The type of a name such as `full.height` or `answer.sure`; undefined where it is none of the policy's. */
  typeOf(key: string): Type | undefined {
    const [first = '', second, third] = key.split('.')
    if (second === undefined) return this.names.annotation.get(first)?.type
    const member =
      this.names.groups.get(first)?.get(second)?.type ?? this.names.imageGroups.get(first)?.get(second)?.type
    if (member) return third === undefined ? member : SHAPE_MEMBERS.get(third)?.type
    if (this.names.annotation.get(first)?.type.is !== 'shape') return undefined
    return SHAPE_MEMBERS.get(second === 'clipped' ? (third ?? '') : second)?.type
  }

  isSure(key: string): boolean {
    return SURE.has(key) || key.startsWith('zone.')
  }

  /** Every value a number may have. */
  numberOf(key: string): Range {
    const plain = PLAIN[key]
    if (plain) return plain
    const [group = '', id = ''] = key.split('.')
    if (group === 'rank') return range(0, (this.vocabulary.scales.get(id)?.levels.length ?? 1) - 1, false, false, true)
    if (group === 'zone') return COUNT
    if (group === 'attribute' || group === 'image_attribute') {
      const a = this.vocabulary.attributes.get(id)
      const [lo, hi] = a?.range ?? [-Infinity, Infinity]
      return range(lo, hi, false, false, a?.integer ?? false)
    }
    if (/^(iou|ioa|share_in_zone)\(/.test(key)) return SHARE
    if (/^distance\(/.test(key)) return NOT_NEGATIVE
    if (/^size\(|\.size\(\)$/.test(key)) return COUNT
    const measure = /\.([a-z]+)$/.exec(key)?.[1]
    return (measure === undefined ? undefined : MEASURES[measure]) ?? EVERY_NUMBER
  }

  /** Every word a text or truth value may have; undefined = any. */
  wordsOf(key: string): Domain | undefined {
    const type = this.typeOf(key)
    if (type?.is === 'bool') return BOOLS
    return type?.is === 'text' && type.set ? { is: 'words', only: type.set.names } : undefined
  }

  /** Shapes that must be drawn for the name to have a value. */
  rolesOf(key: string): readonly string[] {
    if (key === 'occlusion') return ['visible', 'full']
    if (key === 'truncation') return ['full']
    if (key.startsWith('(')) return []
    const [first = '', second = ''] = key.split('.')
    if (first === 'role' || first === 'origin') return [second]
    return this.vocabulary.roles.has(first) ? [first] : []
  }

  /** Whether a label of the class can have the name at all. */
  #possible(key: string, cls: string): boolean {
    const v = this.vocabulary
    const [group = '', id = ''] = key.split('.')
    const asked = (classes: ReadonlySet<string> | undefined): boolean => classes?.has(cls) ?? true
    if (group === 'answer') return asked(v.questions.get(id)?.classes)
    if (group === 'attribute') return asked(v.attributes.get(id)?.classes)
    if (group === 'level' || group === 'rank') return asked(v.scales.get(id)?.classes)
    const roles = v.classes.get(cls)?.roles
    return this.rolesOf(key).every((role) => (roles?.get(role)?.need ?? 'forbidden') !== 'forbidden')
  }

  /**
   * The box made complete for labels of a class: what the values of its names say of the shapes they are measured on.
   * undefined = no label of the class is like that.
   */
  onClass(box: Box, cls: string): Box | undefined {
    const classFact = box.get('class')
    if (classFact && !meetBoxes(box, new Map([['class', { values: words(cls) }]]))) return undefined
    const implied = new Map<string, Fact>([['class', { known: true, values: words(cls) }]])
    for (const [key, fact] of box) {
      if (key === 'class' || fact.known === false) continue
      // A value that is restricted need not be there: only known values imply something.
      if (fact.known !== true) continue
      if (!this.#possible(key, cls)) return undefined
      for (const role of this.rolesOf(key)) if (role !== key) implied.set(role, { known: true })
    }
    const whole = meetBoxes(box, implied)
    if (!whole) return undefined
    for (const [key, fact] of whole) {
      const measured = ALWAYS_MEASURED.exec(key)?.[1]
      if (fact.known === false && measured !== undefined && whole.get(measured)?.known === true) return undefined
    }
    return whole
  }

  /** What every finished label of the class and disposition has: the shapes it must have. */
  baseOf(cls: string, disposition: Disposition): Box {
    const base = new Map<string, Fact>([['disposition', { known: true, values: words(disposition) }]])
    for (const role of this.vocabulary.classes.get(cls)?.roles.values() ?? []) {
      const need = needOf(role, disposition)
      if (need !== 'optional') base.set(role.id, { known: need === 'required' })
    }
    return base
  }
}
