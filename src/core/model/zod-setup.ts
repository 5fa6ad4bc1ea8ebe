/** Imported first by every entry (page, worker, CLI): the strict CSP forbids the code generation that zod probes for. */
import { z } from 'zod'
z.config({ jitless: true })
