import '../../core/model/zod-setup'
import { expose } from 'comlink'
import { Imaging } from './imaging'

expose(new Imaging())
