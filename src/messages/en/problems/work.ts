import type { Message } from '../../message'

export const work: Record<string, Message> = {}
