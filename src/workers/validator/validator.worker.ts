import '../../core/model/zod-setup'
import { expose } from 'comlink'
import { Validator } from './validator'

expose(new Validator())
