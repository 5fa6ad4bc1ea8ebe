/** The schema of labels with zod as it is by default in Node, with code generation; the product forgoes it (strict CSP). */
import { z } from 'zod'
import { ImageDocument } from '../../../src/core/model/image'

export { ImageDocument }
export const jsonSchema = (): unknown => z.toJSONSchema(ImageDocument, { io: 'input', target: 'draft-7' })
