import type { Message } from '../../message'

export const storage: Record<string, Message> = {}
