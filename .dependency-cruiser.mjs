/**
 * Which folder may import which. A path tells where code runs and what it may touch; these rules keep that true.
 * The reasons stand in the messages, because they are what a developer reads when a rule stops them.
 */

/** Packages that only run in Node: they must not slip into code that runs everywhere. */
const ANYTHING_BUT_ZOD = '^(?!zod($|/))';

/** A rule: whatever lies in `from` may import, of our own code, only `allowed` (and itself). */
const only = (from, allowed, why) => ({
  name: `${from}-imports`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^(src|scripts|e2e|bench)/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
});

export default {
  forbidden: [
    only('contract', [], 'The contract runs everywhere: it may not know who uses it.'),
    {
      name: 'contract-zod-only',
      comment: 'The contract runs in Node, Electron and the page: zod only, no Node, DOM or Electron.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: '\\.test\\.ts$' },
      to: { path: `node_modules/${ANYTHING_BUT_ZOD.slice(1)}`, dependencyTypesNot: ['local'] },
    },
    {
      name: 'contract-no-node',
      comment: 'The contract runs in a sandboxed page too, where there is no Node.',
      severity: 'error',
      from: { path: '^src/(contract|words|renderer)/', pathNot: '\\.test\\.tsx?$|^src/renderer/testing/' },
      to: { dependencyTypes: ['core'] },
    },
    only(
      'client',
      ['contract'],
      'The client is derived from the contract alone; screens and processes are not its business.',
    ),
    only('verify', [], 'Whoever checks the ledger must not share code with whoever writes it.'),
    only('words', [], 'Words are data: they run everywhere.'),
    only(
      'api',
      ['contract', 'verify', 'words'],
      'The API decides for every console: it may not know the console, the command line or the demo. (Its tests may use the standalone’s PostgreSQL.)',
    ),
    {
      name: 'api-hash-only',
      comment: 'Whoever writes the ledger shares the two hashes with whoever checks it, and nothing else.',
      severity: 'error',
      from: { path: '^src/api/', pathNot: '\\.test\\.ts$|^src/api/testing/' },
      to: { path: '^src/verify/', pathNot: '^src/verify/hash\\.ts$' },
    },
    only(
      'main',
      ['contract', 'client', 'verify', 'words', 'preload'],
      'Main carries: it may not decide (api) nor show (renderer).',
    ),
    only('preload', ['contract'], 'The preload is a bridge and nothing else.'),
    only(
      'renderer',
      ['contract', 'words'],
      'The page shows: no token, no network, no Node, so nothing of main or the API.',
    ),
    only(
      'cli',
      ['contract', 'client', 'verify', 'api', 'words', 'standalone/postgres'],
      'The command uses the same client as the console. (A drill starts a restored PostgreSQL as the demo starts its own.)',
    ),
    only(
      'standalone',
      ['contract', 'client', 'api', 'words'],
      'The demo stands for other systems: it goes through the public surface.',
    ),
    only('chromium-shell', ['words'], 'The shell stands in for Electron: it knows nothing of Lockdesk.'),
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one: merge them, or find the third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tests-in-product',
      comment: 'Product code that needs test code is test code.',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.tsx?$|/testing(/|\\.ts$))' },
      to: { path: '(\\.test\\.tsx?$|/testing(/|\\.ts$))' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'Declare it in package.json, with its line in docs/dependencies.md.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ].map((rule) =>
    // Tests of the API and of the command run on the real PostgreSQL that the standalone starts.
    /^(api|cli|client|main)-imports$/.test(rule.name)
      ? { ...rule, from: { ...rule.from, pathNot: '(\\.test\\.ts$|/testing/)' } }
      : rule,
  ),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|node_modules|\\.lockdesk)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
