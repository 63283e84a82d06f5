/** `npm test`: the static checks, the build, and every test suite; ends with one line `N passed, N failed`. */
import { CHECKS } from './checks.ts';
import { countPlaywright, countVitest, runStages, type Stage } from './stages.ts';

const vitest = (name: string, project: string): Stage => ({
  name,
  command: 'vitest',
  args: ['run', '--project', project, '--reporter=dot', '--reporter=json', '--outputFile.json={report}'],
  count: countVitest,
});

await runStages([
  ...CHECKS,
  { name: 'build', command: 'npm', args: ['run', '--silent', 'build'] },
  vitest('unit and API tests', 'node'),
  vitest('the page’s parts in a browser', 'browser'),
  vitest('query plans at a million accounts', 'plans'),
  {
    name: 'the console in a browser, end to end',
    command: 'playwright',
    args: ['test', '--reporter=dot,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: '{report}' },
    count: countPlaywright,
  },
]);
