import '../../core/model/zod-setup'
import { expose } from 'comlink'
import { toExactPng } from '../../imaging/png'
import { BundleWorker } from './bundle-service'

const service = new BundleWorker(toExactPng, crypto.randomUUID())
expose(service)
// What earlier exports left behind goes now, without anybody waiting for it; an export that needs the space says why it has none.
service.begin().catch(() => undefined)
