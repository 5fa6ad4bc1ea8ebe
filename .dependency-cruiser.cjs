/** Who may import whom: see docs/architecture.md. A room may import itself and what its line lists. */
const rooms = {
  core: [],
  messages: ['core'],
  formats: ['core'],
  bundle: ['core'],
  imaging: ['core/model', 'core/geometry'],
  storage: ['core/model', 'core/history'],
  workers: ['core', 'formats', 'bundle', 'imaging', 'storage'],
  canvas: ['core/model', 'core/geometry', 'core/history'],
  cli: ['core', 'formats', 'bundle', 'imaging', 'storage', 'messages'],
}
const tests = '[.]test[.]ts$'

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room} may import only itself${allowed.length ? ', ' + allowed.join(', ') : ''}`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: tests },
  to: { path: '^(src|tests|label-policies)/', pathNot: [room, ...allowed].map((r) => `^src/${r}/`) },
}))

/** A library is seen only in the rooms named. */
const seenIn = (name, library, places) => ({
  name: `${name}-place`,
  comment: `${name} is seen only in ${places.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: [...places.map((p) => `^src/${p}/`), tests] },
  to: { path: `node_modules/${library}/` },
})

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'nobody-imports-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: '^src/app/' },
    },
    { name: 'app-not-cli', severity: 'error', from: { path: '^src/app/' }, to: { path: '^src/cli/' } },
    {
      name: 'app-heavy-work-through-clients',
      comment: 'the page reaches imaging and bundle code only through the worker clients (types excepted)',
      severity: 'error',
      from: { path: '^src/app/', pathNot: tests },
      to: { path: '^src/(imaging|bundle)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment: 'no Node built-ins and no browser libraries in the core',
      severity: 'error',
      from: { path: '^src/(core|messages)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    seenIn('svelte', 'svelte', ['app']),
    seenIn('fabric', 'fabric', ['canvas']),
    seenIn('comlink', 'comlink', ['workers']),
    seenIn('idb', 'idb', ['storage']),
    seenIn('zod', 'zod', [
      'core/model',
      'core/geometry',
      'core/policy',
      'core/rules',
      'core/history',
      'formats',
      'bundle',
      'storage',
      'app/keys',
    ]),
    seenIn('cel', '@marcbachmann/cel-js', ['core/policy']),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'dist|test-results' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
}
