/**
 * `npm test`: the static checks, the build, and every test suite; ends with one line `N passed, N failed`. With
 * `-- --electron` the e2e specs also run on a real Electron, as CI does it, and count as failed where they can't. What needs
 * a real Keycloak is skipped where there can be none, unless `-- --keycloak` asks for it.
 */
import { getKeycloak } from '../src/standalone/keycloak/distribution.ts';
import { CHECKS } from './checks.ts';
import { countPlaywright, countVitest, runStages, type Stage } from './stages.ts';

const vitest = (name: string, project: string): Stage => ({
  name,
  command: 'vitest',
  args: ['run', '--project', project, '--reporter=dot', '--reporter=json', '--outputFile.json={report}'],
  count: countVitest,
});

const playwright = (name: string, command: string, ...args: string[]): Stage => ({
  name,
  command,
  args: [...args, '--reporter=dot,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: '{report}' },
  count: countPlaywright,
});

const onElectron = playwright('the console on a real Electron, end to end', 'node', 'e2e/electron/run.ts');

const withKeycloak: Stage = {
  ...vitest('what needs a real Keycloak', 'keycloak'),
  ...(!process.argv.includes('--keycloak') && { missing: whyNoKeycloak }),
};

async function whyNoKeycloak(): Promise<string | null> {
  const found = await getKeycloak({ tell: console.log });
  return 'why' in found ? found.why.message : null;
}

await runStages([
  ...CHECKS,
  { name: 'build', command: 'npm', args: ['run', '--silent', 'build'] },
  { name: 'what a package would hold', command: 'node', args: ['scripts/package.ts', '--check'] },
  vitest('unit and API tests', 'node'),
  vitest('the page’s parts in a browser', 'browser'),
  vitest('query plans at a million accounts', 'plans'),
  withKeycloak,
  playwright('the console in a browser, end to end', 'playwright', 'test'),
  ...(process.argv.includes('--electron') ? [onElectron] : []),
]);
