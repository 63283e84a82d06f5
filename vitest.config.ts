import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chooseBrowser, NoBrowserError } from './src/chromium-shell/browser.ts';

/** Long loops (1,000 kills, 10,000 edits) run by `npm run soak`; elsewhere each runs fifty rounds with a printed seed. */
const soak = process.env.LOCKDESK_SOAK === '1';

/** The same Chromium as the shell's, so far as its sandbox is to be had. Without any, only the browser's tests can't run. */
const { env, ...browser } = await chooseBrowser(true).catch((error: unknown) => {
  if (error instanceof NoBrowserError) return { env: {} };
  throw error;
});

export default defineConfig({
  test: {
    // Two cores: a PostgreSQL, the API and a test runner share them.
    maxWorkers: 2,
    testTimeout: soak ? 3_600_000 : 180_000,
    hookTimeout: 120_000,
    // What is waited for comes when the machine has time for it; a second is short for two cores.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/renderer/**', '**/*.plans.test.ts', '**/*.keycloak*.test.ts'],
          globalSetup: ['./src/standalone/testing.ts'],
        },
      },
      {
        extends: true,
        test: {
          // A million accounts and entries: apart from the others, so that their timing does not meet its load.
          name: 'plans',
          include: ['src/**/*.plans.test.ts'],
          // Filled once, for one file after the other.
          globalSetup: ['./src/api/testing/large-database.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          // On a real Keycloak, which takes both cores to start: `npm test` runs them where there is Java and Maven.
          name: 'keycloak',
          include: ['src/**/*.keycloak.test.ts', ...(soak ? ['src/**/*.keycloak-soak.test.ts'] : [])],
          globalSetup: ['./src/standalone/testing.ts', './src/standalone/keycloak/testing/index.ts'],
          fileParallelism: false,
        },
      },
      {
        extends: true,
        plugins: [react()],
        // What the page imports is known beforehand: found one by one, it would load the page again in mid-test.
        optimizeDeps: { entries: ['src/renderer/testing/page.ts', 'src/renderer/testing/open-page.tsx'] },
        test: {
          name: 'browser',
          // A page that breaks answers nothing: its tests are not to be waited for as long as a database under load.
          testTimeout: 30_000,
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1366, height: 768 },
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...browser,
                env: { ...process.env, ...env },
                args: ['--disable-background-networking', '--disable-component-update', '--no-first-run'],
              },
            }),
          },
        },
      },
    ],
  },
});
