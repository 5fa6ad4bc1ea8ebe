import type { Message } from '../../message'

export const bundle: Record<string, Message> = {}
