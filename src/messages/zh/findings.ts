import type { Message } from '../message'

export const findings: Record<string, Message> = {}
