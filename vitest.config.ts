import { defineConfig } from 'vitest/config';

/** Long loops (1,000 kills, 10,000 edits) run by `npm run soak`; elsewhere each runs fifty rounds with a printed seed. */
const soak = process.env.LOCKDESK_SOAK === '1';

export default defineConfig({
  test: {
    // Two cores: a PostgreSQL, the API and a test runner share them.
    maxWorkers: 2,
    testTimeout: soak ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/renderer/**', '**/*.plans.test.ts'],
          globalSetup: ['./src/standalone/testing.ts'],
        },
      },
      {
        extends: true,
        test: {
          // A million accounts: apart from the others, so that their timing does not meet its load.
          name: 'plans',
          include: ['src/**/*.plans.test.ts'],
          globalSetup: ['./src/standalone/testing.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
