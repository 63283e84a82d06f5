/** `npm run pictures`: the tour in both languages on fresh systems; its pictures go into the README. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '../e2e/fixture/system.ts';
import { runTour } from './tour.ts';

const FOLDER = path.join(import.meta.dirname, '../docs/pictures');
/** Of each language, the steps that the README shows. */
const SHOWN = ['03-account', '04-unlock', '06-signed_in', '12-entry'];

// Nothing breaks these off: whoever ends the command ends them.
const { signal } = new AbortController();

for (const language of ['zh-CN', 'en'] as const) {
  const system = await startSystem();
  const made = await mkdtemp(path.join(tmpdir(), 'lockdesk-pictures-'));
  try {
    await runTour({ system, language, theme: 'light', folder: made, signal, tell: console.log });
    const kept = path.join(FOLDER, language);
    await mkdir(kept, { recursive: true });
    for (const name of SHOWN) await copyFile(path.join(made, `${name}.png`), path.join(kept, `${name}.png`));
  } finally {
    await system.close();
    await rm(made, { recursive: true, force: true });
  }
}
