import { defineConfig } from '@playwright/test';

// The workstations stand where the offices do. Elsewhere "today" is another day for some hours, in which the reports' rollups, by
// the offices' days, have nothing of it yet.
process.env.TZ = 'Asia/Shanghai';

/** The person's view of the whole: real API, real database, real provider, the built console. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  // Two cores; each worker has a whole system of its own.
  workers: 2,
  // A race is a fault to be found, not one to be tried again.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: { locale: 'zh-CN' },
});
