import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Builds the command line into one self-contained file for Node: it runs without node_modules. */
export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/cli/groundrule.ts',
    outDir: 'dist/cli',
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'groundrule.js', chunkFileNames: '[name]-[hash].js' } },
  },
})
