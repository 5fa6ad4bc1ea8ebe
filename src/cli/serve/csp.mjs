const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
}

/**
 * The content security policy of the built page. A page's own `<meta>` cannot say `frame-ancestors`; a server's header can.
 * @param {'page' | 'header'} where
 * @returns {string}
 */
export function contentSecurityPolicy(where) {
  const parts = Object.entries(DIRECTIVES).map(([name, value]) => `${name} ${value}`)
  return [...parts, ...(where === 'header' ? ["frame-ancestors 'none'"] : [])].join('; ')
}
