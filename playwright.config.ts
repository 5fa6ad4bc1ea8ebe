import { defineConfig } from '@playwright/test'

/** Everything that needs a browser. The specs start Chromium themselves (persistent profiles, real folders): see tests/support/chromium.ts. */
export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/artifacts',
  workers: process.env.CI ? 2 : 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  forbidOnly: true,
})
