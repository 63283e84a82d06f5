import { chmod } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';

const FILE = 'out/cli/index.js';

/** npm does so where it installs a command; whoever calls the file by its path needs it too. */
const executable: Plugin = { name: 'executable', writeBundle: () => chmod(FILE, 0o755) };

/** `lockdesk` as JavaScript. Packages stay where npm puts them. */
export default defineConfig({
  plugins: [executable],
  build: {
    ssr: 'src/cli/index.ts',
    outDir: 'out/cli',
    target: 'node24',
    rolldownOptions: { output: { chunkFileNames: '[name].js' } },
  },
});
