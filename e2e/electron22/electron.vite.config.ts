/** The console's own build, lowered for Electron 22: Node 16.17 and Chromium 108, and what they lack loaded first. */
import path from 'node:path';
import { defineConfig, mergeConfig } from 'electron-vite';
import config from '../../electron.vite.config.ts';

const NODE = { build: { target: 'node16.17' } };
const CHROME = { build: { target: 'chrome108', cssTarget: 'chrome108' } };

const prelude = path.join(import.meta.dirname, 'prelude/index.ts');

/** Puts an import before all others of a file. */
const first = (file: string, imported: string) => ({
  name: 'electron22-prelude',
  enforce: 'pre' as const,
  transform: {
    filter: { id: new RegExp(`/${file}$`) },
    handler: (code: string) => `import ${JSON.stringify(imported)};\n${code}`,
  },
});

export default defineConfig((env) =>
  mergeConfig(config(env), {
    main: { ...NODE, plugins: [first('src/main/index.ts', prelude)] },
    preload: NODE,
    renderer: { ...CHROME, plugins: [first('src/renderer/main.tsx', 'core-js/stable')] },
  }),
);
