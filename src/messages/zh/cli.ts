import type { Message } from '../message'

export const cli: Record<string, Message> = {}
