import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vitest/config'
import manifest from './package.json' with { type: 'json' }
import { contentSecurityPolicy } from './src/cli/serve/csp.mjs'

/** The strict policy stands in the built page itself, so that any static host serves it. (`vite dev` needs inline styles and a socket.) */
const strictCsp: Plugin = {
  name: 'groundrule-csp',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy('page') },
      injectTo: 'head-prepend',
    },
  ],
}

export default defineConfig({
  base: './',
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  plugins: [svelte(), strictCsp],
  worker: { format: 'es' },
  build: {
    outDir: 'dist/app',
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    // How long plugins took is no news to who runs `npm start`.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
