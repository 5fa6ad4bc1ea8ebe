import type { Message } from '../../message'

export const images: Record<string, Message> = {}
