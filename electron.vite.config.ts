import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { version } from './package.json' with { type: 'json' };
import { CONSOLE_OPERATIONS } from './src/contract/operations.ts';

// Electron 45: Node 24.18 and Chromium 152. electron-vite's own table ends at 44.
const NODE = 'node24.18';
const CHROME = 'chrome152';

// CommonJS with a name that says so, because package.json says `module`, a sandboxed preload can't be a module, and the
// boot file of a test build requires main.
const cjs = (input: string, codeSplitting: boolean) => ({
  rolldownOptions: {
    input,
    output: { format: 'cjs' as const, entryFileNames: 'index.cjs', chunkFileNames: '[name].cjs', codeSplitting },
  },
});

/** react-aria brings the few sentences of its own in 34 languages; the console speaks two. */
const twoLanguages: Plugin = {
  name: 'two-languages',
  load: {
    filter: { id: /react-aria.*\/intl\/.*(?!en-US|zh-CN)[a-z]{2}-[A-Z]{2}\.mjs$/ },
    handler: () => 'export default {};',
  },
};

/** Main asks by `fetch` alone: axios's way over Node's sockets would bring TLS and HTTP/2 with it, and its own weight. */
const fetchAlone: Plugin = {
  name: 'fetch-alone',
  load: { filter: { id: /axios\/lib\/adapters\/http\.js$/ }, handler: () => 'export default null;' },
};

export default defineConfig(({ command }) => {
  // Whose work is built in, and under which terms: for the notices of a package.
  const license = { fileName: 'licenses.json' };
  const common = { minify: true, sourcemap: command === 'serve', license };
  return {
    main: {
      plugins: [fetchAlone],
      // With all it needs: the package then ships no node_modules.
      build: { ...common, ...cjs('src/main/index.ts', true), target: NODE, externalizeDeps: false },
    },
    preload: {
      build: { ...common, ...cjs('src/preload/index.ts', false), target: NODE, externalizeDeps: false },
      // The names alone: importing the table would bring every schema into the preload.
      define: {
        CONSOLE_OPERATION_NAMES: JSON.stringify(CONSOLE_OPERATIONS),
        CONSOLE_VERSION: JSON.stringify(version),
      },
    },
    renderer: {
      plugins: [react(), twoLanguages],
      build: {
        ...common,
        target: CHROME,
        cssTarget: CHROME,
        cssMinify: 'lightningcss',
        // Nothing as a data: URI, so that the policy needs to allow none.
        assetsInlineLimit: 0,
        // What the first picture needs is one file; the rest comes once that is painted.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'start', tags: ['$initial'] },
                // Together, so that no chunk makes a schema before it is settled that none may try to evaluate text.
                { name: 'schemas', test: /node_modules\/zod\/|\/no-eval\.ts$/ },
              ],
            },
          },
        },
      },
    },
  };
});
