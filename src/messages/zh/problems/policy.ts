import type { Message } from '../../message'

export const policy: Record<string, Message> = {}
