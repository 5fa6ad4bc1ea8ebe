import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy } from './csp.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.yaml': 'text/yaml; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

const HEADERS = {
  'Content-Security-Policy': contentSecurityPolicy('header'),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
}

/** The file a request names, or undefined when it is not a plain file below `root`. */
async function fileFor(root, url) {
  const path = normalize(join(root, decodeURIComponent(new URL(url, 'http://localhost').pathname)))
  if (path !== root && !path.startsWith(root + sep)) return undefined
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory())
    return fileFor(root, '/' + [path.slice(root.length + 1), 'index.html'].filter(Boolean).join('/'))
  return found?.isFile() ? { path, size: found.size } : undefined
}

/**
 * Serves a folder of static files on the loopback interface, with the strict headers.
 * @param {string} root absolute folder
 * @param {number} port 0 = any free port
 * @returns {Promise<{ server: import('node:http').Server, port: number }>}
 */
export function serve(root, port) {
  const server = createServer(async (request, response) => {
    const file = await fileFor(root, request.url ?? '/').catch(() => undefined)
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(file ? 405 : 404, HEADERS).end()
      return
    }
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': file.size,
    })
    if (request.method === 'HEAD') response.end()
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', () => {
      const address = server.address()
      resolve({ server, port: typeof address === 'object' && address ? address.port : port })
    })
  })
}
