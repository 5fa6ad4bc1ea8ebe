import type { PolicyRef } from '../../core/model/annotation'
import type { Instant } from '../../core/model/ids'
import { i18n } from '../state/i18n.svelte'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A number of bytes in decimal units: 3.4 MB. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${i18n.number(value, power > 0 && value < 100 ? 1 : 0)} ${UNITS[power] ?? ''}`
}

/** An instant for people, in UTC, so that everyone who looks at the bundle reads the same. */
export function timeText(at: Instant): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const
  return `${new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en', format).format(new Date(at))} UTC`
}

export const policyText = ({ id, version }: Pick<PolicyRef, 'id' | 'version'>): string => `${id} ${version}`
