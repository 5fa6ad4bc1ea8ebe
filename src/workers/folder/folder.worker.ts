import '../../core/model/zod-setup'
import { expose } from 'comlink'
import { FolderChecker } from './checker'

/** The day where the person is. */
const today = (): string => {
  const now = new Date()
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

expose(new FolderChecker(today))
