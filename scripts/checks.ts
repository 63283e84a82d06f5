import type { Stage } from './stages.ts';

/** The static checks, cheapest first. `npm run format` mends what the first one finds. */
export const CHECKS: readonly Stage[] = [
  {
    name: 'format and lint',
    command: 'biome',
    args: ['check', '--error-on-warnings', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.'],
  },
  {
    name: 'directions of imports',
    command: 'depcruise',
    args: ['src', '--config', '.dependency-cruiser.mjs', '--output-type', 'err'],
  },
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the page', command: 'tsc', args: ['-p', 'src/renderer/tsconfig.json'] },
  { name: 'types of the preload', command: 'tsc', args: ['-p', 'src/preload/tsconfig.json'] },
  { name: 'types of the Chromium shell', command: 'tsc', args: ['-p', 'src/chromium-shell/tsconfig.json'] },
  { name: 'types of the scripts', command: 'tsc', args: ['-p', 'scripts/tsconfig.json'] },
  { name: 'types of the e2e specs', command: 'tsc', args: ['-p', 'e2e/tsconfig.json'] },
  { name: 'types of the bench', command: 'tsc', args: ['-p', 'bench/tsconfig.json'] },
  {
    name: 'promises, and words where they belong',
    command: 'oxlint',
    args: ['--type-aware', 'src', 'scripts', 'e2e', 'bench'],
  },
  { name: 'size', command: 'node', args: ['scripts/checks/size.ts'] },
  { name: 'dead code', command: 'knip', args: [] },
];
