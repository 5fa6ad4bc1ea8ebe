/** What the vocabulary itself says of labels: values of attributes, equal roles, look-alikes per class, links, zones, keypoints. */
import type { AttributeValue } from '../../model/annotation'
import type { ClassId, RoleId } from '../../model/ids'
import { boundsOf } from '../../geometry/overlap'
import { linkedFrom, linksOf } from '../../policy/expression/scene-functions'
import type { Scene, Subject } from '../../policy/expression/subject'
import { aroundFacet } from '../../policy/expression/types'
import type { AttributeInfo, LinkInfo, Vocabulary } from '../../policy/vocabulary'
import { attributeField, filledIn } from '../attribute/attribute'
import { expects, setDisposition } from '../disposition'
import { appliesHere, askAttribute, judgeExpression, shown, TRUE, type Judge } from '../judge'
import { facets, union, type Aim, type Draft, type Drafts, type ImageCheck, type OwnCheck } from '../rule-kind'
import { copyRole } from '../stated-fix'
import type { BuiltIn } from './built_in'

export interface AttributeCheck {
  readonly classes: ReadonlySet<string> | undefined
  fits(value: AttributeValue): boolean
}

function fitsNumber(value: AttributeValue, a: AttributeInfo): boolean {
  if (typeof value !== 'number' || !Number.isFinite(value) || (a.integer && !Number.isInteger(value))) return false
  return !a.range || (value >= a.range[0] && value <= a.range[1])
}

/** Whether a value is one of the attribute; `unknown` is always an answer: somebody looked. */
function fits(value: AttributeValue, a: AttributeInfo): boolean {
  if (value === 'unknown') return true
  const isOption = (one: AttributeValue): boolean => a.options.some((o) => o.id === one)
  switch (a.type) {
    case 'enum':
      if (!a.many) return isOption(value)
      return Array.isArray(value) && value.every(isOption) && new Set(value).size === value.length
    case 'bool':
      return typeof value === 'boolean'
    case 'number':
      return fitsNumber(value, a)
    case 'text':
      return typeof value === 'string' && [...value].length <= (a.max ?? Infinity) && (a.matches?.(value) ?? true)
  }
}

export const attributeChecks = (v: Vocabulary): ReadonlyMap<string, AttributeCheck> =>
  new Map(
    [...v.attributes.values()]
      .filter((a) => a.scope !== 'image')
      .map((a) => [a.id, { classes: a.classes, fits: (value) => fits(value, a) }]),
  )

/** Values of attributes that are said of the image. */
export function imageAttributes(v: Vocabulary): ImageCheck {
  return {
    reads: facets('image'),
    check: ({ doc: { answers } }) =>
      answers.attributes &&
      Object.entries(answers.attributes).flatMap(([id, value]): Draft[] => {
        const info = v.attributes.get(id)
        const known = info?.scope === 'image'
        if (known && fits(value, info)) return []
        return [
          {
            verdict: 'fail',
            message: known ? 'attribute.value' : 'attribute.unknown',
            values: { attribute: id, value: String(value) },
            because: [{ name: `image_attribute.${id}`, value: Array.isArray(value) ? value.join(', ') : value }],
            part: `image.${id}`,
          },
        ]
      }),
  }
}

/** `required_when` of attributes. */
function requiredAttributes(v: Vocabulary): OwnCheck[] {
  return [...v.attributes.values()].flatMap((a) => {
    const condition = v.required.get(a.id)
    if (!condition || a.scope === 'image') return []
    const judge = judgeExpression(condition, v)
    return [filledIn([attributeField(a.id, v)], judge, condition.reads)]
  })
}

/** `required_when` of attributes of the image; an image that cannot be used is not asked. */
function requiredOfImage(v: Vocabulary): ImageCheck | undefined {
  const required = [...v.attributes.values()].flatMap((a) => {
    const condition = a.scope === 'image' ? v.required.get(a.id) : undefined
    return condition ? [{ id: a.id, condition, judge: judgeExpression(condition, v) }] : []
  })
  if (required.length === 0) return undefined
  return {
    reads: union(facets('image'), ...required.map((r) => r.condition.reads)),
    check(scene) {
      const { answers } = scene.doc
      if (answers.usable === 'no') return undefined
      return required.flatMap(({ id, judge }): Draft[] => {
        if (answers.attributes?.[id] !== undefined || !appliesHere(v, `attribute.${id}`, undefined, scene)) return []
        const judged = judge(undefined, scene)
        if (judged.truth === 'undecided') return [{ ...judged.draft, part: `required.${id}` }]
        if (judged.truth !== true) return []
        const asks = askAttribute(v, id)
        return [
          {
            verdict: 'undecided',
            message: 'answer.attribute',
            values: { id },
            because: [...judged.inputs(), { name: `image_attribute.${id}` }],
            ...(asks ? { asks } : {}),
            part: `required.${id}`,
          },
        ]
      })
    },
  }
}

/** Attributes of a group are the same on all its labels; the finding stands at the image, about those that differ. */
function sameInGroup(v: Vocabulary): ImageCheck | undefined {
  const shared = [...v.attributes.values()].filter((a) => a.scope === 'group')
  if (shared.length === 0) return undefined
  return {
    reads: facets('count', aroundFacet({ facets: ['group', 'attributes', 'class'] })),
    check(scene) {
      return [...linksOf(scene).groups].flatMap(([group, members]) =>
        shared.flatMap(({ id, classes }): Draft[] => {
          const said = members.filter((s) => classes?.has(s.annotation.class) ?? true)
          const values = new Set(said.map((s) => String(s.annotation.attributes[id] ?? '–')))
          return values.size <= 1
            ? []
            : [
                {
                  verdict: 'fail',
                  message: 'group.differs',
                  values: { group, attribute: id, values: [...values].sort().join(' / ') },
                  because: [{ name: `attribute.${id}`, value: [...values].sort().join(' / ') }],
                  about: said,
                  part: `group.${id}`,
                },
              ]
        }),
      )
    },
  }
}

/** Largest difference of two roles' bounds, side by side. */
function difference(subject: Subject, a: string, b: string): number | undefined {
  const [p, q] = [subject.figure(a)?.shape, subject.figure(b)?.shape]
  if (!p || !q) return undefined
  const [s, t] = [boundsOf(p), boundsOf(q)]
  return Math.max(Math.abs(s.x0 - t.x0), Math.abs(s.y0 - t.y0), Math.abs(s.x1 - t.x1), Math.abs(s.y1 - t.y1))
}

/** Roles that must equal another one (CTP-4); one finding where each of two names the other. */
function equalRoles(v: Vocabulary): OwnCheck | undefined {
  if (![...v.classes.values()].some((c) => [...c.roles.values()].some((r) => r.equal !== undefined))) return undefined
  return {
    reads: facets('class', 'roles'),
    ofSoundness: true,
    check(subject): Drafts {
      const { class: cls } = subject.annotation
      const roles = [...(v.classes.get(cls)?.roles.values() ?? [])]
      return roles.flatMap((role): Draft[] => {
        const { id, equal, tolerance } = role
        if (equal === undefined || (roles.find((r) => r.id === equal)?.equal === id && equal < id)) return []
        const off = difference(subject, id, equal)
        if (off === undefined || off <= tolerance) return []
        return [
          {
            verdict: 'fail',
            message: 'equal.role',
            values: { a: id, b: equal, class: cls, off: shown(off), tolerance },
            because: [{ name: `${id} − ${equal}`, value: off, against: `≤ ${tolerance}`, unit: 'px' }],
            fixes: copyRole(subject, equal, id),
            part: id,
          },
        ]
      })
    },
  }
}

const declared =
  (kind: string): Judge =>
  ({ annotation }) => ({
    truth: annotation.declared.lookAlike === kind,
    inputs: () => [{ name: 'look_alike', value: kind }],
  })

/** What a class says of its look-alikes is a ground for the reason that it gives. */
export function lookAlikeAims(v: Vocabulary): Aim[] {
  return [...v.classes.values()].flatMap((c) =>
    [...c.lookAlikes].map(([kind, { then, reason }]) => ({
      then,
      reason,
      classes: new Set([c.id]),
      judge: declared(kind),
      reads: facets('declared', 'class'),
      reports: false,
    })),
  )
}

/** A declared look-alike has the disposition that its class says (VOC-15, CTP-2, NS-8 differ). */
function lookAlikes(v: Vocabulary): OwnCheck | undefined {
  if (![...v.classes.values()].some((c) => c.lookAlikes.size > 0)) return undefined
  return {
    reads: facets('class', 'disposition', 'reason', 'declared'),
    ofSoundness: true,
    check(subject, scene): Drafts {
      const { class: cls, disposition, declared: said } = subject.annotation
      const outcome = said.lookAlike === undefined ? undefined : v.classes.get(cls)?.lookAlikes.get(said.lookAlike)
      if (!outcome || outcome.then === disposition || disposition === 'skip') return undefined
      const draft = expects(subject, scene, () => TRUE, outcome.then, outcome.reason, [disposition])
      return (
        draft && {
          ...draft,
          message: 'look_alike.expected',
          values: {
            class: cls,
            look_alike: said.lookAlike ?? '',
            disposition: outcome.then,
            reason: outcome.reason ?? '',
          },
          because: [{ name: 'look_alike', value: said.lookAlike ?? '' }],
          fixes: [setDisposition(subject, outcome.then, outcome.reason)],
        }
      )
    },
  }
}

function linkDraft(message: Draft['message'], link: string, rest: Draft['values'], part: string): Draft {
  return { verdict: 'fail', message, values: { link, ...rest }, because: [{ name: link, ...countOf(rest) }], part }
}
const countOf = (values: Draft['values']): { value?: number } =>
  typeof values?.['count'] === 'number' ? { value: values['count'] } : {}

/** Kinds and ends of the links that a label carries. */
function ends(subject: Subject, scene: Scene, v: Vocabulary): Draft[] {
  const { links, class: cls } = subject.annotation
  return links.flatMap((link, i): Draft[] => {
    const info = v.links.get(link.kind)
    if (!info) return [linkDraft('link.unknown', link.kind, {}, `unknown.${i}`)]
    const target = linksOf(scene).byId.get(link.to)
    if (!target) return [linkDraft('link.gone', link.kind, {}, `gone.${i}`)]
    const to = target.annotation.class
    return info.from.has(cls) && info.to.has(to)
      ? []
      : [linkDraft('link.class', link.kind, { class: cls, to }, `class.${i}`)]
  })
}

/** How many links of each kind a label carries, and how many arrive. */
function cardinalities(subject: Subject, scene: Scene, infos: readonly LinkInfo[], v: Vocabulary): Draft[] {
  const { class: cls, disposition, links } = subject.annotation
  return infos.flatMap((info): Draft[] => {
    const found: Draft[] = []
    if (info.from.has(cls)) {
      const count = links.filter((l) => l.kind === info.id).length
      const to = [...info.to].filter((id) => v.classes.get(id)?.abstract === false)
      if (count < info.least && disposition === 'positive')
        found.push({
          ...linkDraft('link.few', info.id, { count, least: info.least, to: to.join(', ') }, `few.${info.id}`),
          asks: { kind: 'link', link: info.id, title: info.title, to },
        })
      if (count > info.most) found.push(linkDraft('link.many', info.id, { count, most: info.most }, `many.${info.id}`))
    }
    if (info.to.has(cls) && (info.inverseLeast > 0 || info.inverseMost < Infinity)) {
      const count = linkedFrom(subject, info.id, scene).length
      if (count > info.inverseMost)
        found.push(linkDraft('link.many_from', info.id, { count, most: info.inverseMost }, `from.${info.id}`))
      if (count < info.inverseLeast && disposition === 'positive') {
        const values = { count, least: info.inverseLeast, to: [...info.from].join(', ') }
        found.push(linkDraft('link.few', info.id, values, `fewfrom.${info.id}`))
      }
    }
    return found
  })
}

function links(v: Vocabulary): OwnCheck {
  const infos = [...v.links.values()]
  return {
    reads: facets('class', 'disposition', 'links', aroundFacet({ facets: ['class', 'links'], linked: true })),
    ofSoundness: infos.length === 0,
    check(subject, scene) {
      if (infos.length === 0 && subject.annotation.links.length === 0) return undefined
      return [...ends(subject, scene, v), ...cardinalities(subject, scene, infos, v)]
    },
  }
}

/** Zones of kinds that the policy has, in shapes that it allows. */
function zones(v: Vocabulary): ImageCheck {
  return {
    reads: facets('image'),
    check: ({ doc }) =>
      doc.zones?.flatMap((zone): Draft[] => {
        const info = v.zones.get(zone.kind)
        if (!info)
          return [
            {
              verdict: 'fail',
              message: 'zone.unknown',
              values: { zone: zone.kind },
              because: [{ name: 'zone', value: zone.kind }],
              part: `unknown.${zone.id}`,
            },
          ]
        const { kind } = zone.shape
        return info.shapes.includes(kind)
          ? []
          : [
              {
                verdict: 'fail',
                message: 'shape.kind',
                values: { role: zone.kind, kind, allowed: info.shapes.join(', ') },
                because: [{ name: `${zone.kind}.kind`, value: kind }],
                part: `shape.${zone.id}`,
              },
            ]
      }),
  }
}

/** Keypoints that the role's skeleton does not have. */
function keypoints(v: Vocabulary): OwnCheck | undefined {
  if (v.skeletons.size === 0) return undefined
  return {
    reads: facets('class', 'roles'),
    ofSoundness: true,
    check({ annotation }): Drafts {
      return [...(v.classes.get(annotation.class as ClassId)?.roles.values() ?? [])].flatMap((role): Draft[] => {
        const shape = annotation.roles[role.id as RoleId]?.shape
        const skeleton = role.skeleton === undefined ? undefined : v.skeletons.get(role.skeleton)
        if (shape?.kind !== 'keypoints' || !skeleton) return []
        return shape.points
          .filter((p) => !skeleton.points.some((known) => known.id === p.name))
          .map((p) => ({
            verdict: 'fail',
            message: 'keypoint.unknown',
            values: { skeleton: skeleton.id, point: p.name },
            because: [{ name: role.id, value: p.name }],
            part: `${role.id}.${p.name}`,
          }))
      })
    },
  }
}

/** All checks that follow from the vocabulary; several may bear one id, told apart by the parts of their findings. */
export function vocabularyChecks(v: Vocabulary): BuiltIn[] {
  const own = (id: string, check: OwnCheck | undefined): BuiltIn[] => (check ? [{ id, own: check }] : [])
  const image = (id: string, check: ImageCheck | undefined): BuiltIn[] => (check ? [{ id, image: check }] : [])
  return [
    ...requiredAttributes(v).map((check): BuiltIn => ({ id: 'attribute', own: check })),
    ...image('attribute', sameInGroup(v)),
    ...image('attribute', requiredOfImage(v)),
    ...own('equal', equalRoles(v)),
    ...own('shape', keypoints(v)),
    ...own('look_alikes', lookAlikes(v)),
    ...own('links', links(v)),
    ...image('zones', zones(v)),
  ]
}
