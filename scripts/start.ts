/**
 * `npm start [-- the options of npm run standalone]`: the whole system, and the console on it – in Electron, else in an
 * installed browser, else – no display, or no browser – as a tour, after which the system goes on serving.
 */
import path from 'node:path';
import { hasBundledChromium } from '../src/chromium-shell/bundled-chromium.ts';
import type { Standalone } from '../src/standalone/index.ts';
import { readOptions } from '../src/standalone/options.ts';
import { STAFF } from '../src/standalone/provider/staff.ts';
import { say } from '../src/standalone/say.ts';
import { fill } from '../src/words/fill.ts';
import { terminalLanguage } from '../src/words/terminal.ts';
import { buildConsole, isBuilt } from './build-console.ts';
import { hasDisplay, openConsole } from './open-console.ts';
import { runStandalone, tell } from './run-standalone.ts';
import { runTour, tourWords } from './tour.ts';

const args = process.argv.slice(2);

await runStandalone(args, async (system) => {
  const { dataDir } = readOptions(args);
  introduce(system);
  if (await build(path.join(dataDir, 'build.log'))) await show(system, dataDir);
});

async function build(log: string): Promise<boolean> {
  if (await isBuilt()) return true;
  tell(say('start', 'building'));
  const built = await buildConsole(log);
  if (!built) tell(say('start', 'build_failed', { log }));
  return built;
}

async function show(system: Standalone, dataDir: string): Promise<void> {
  if (!hasDisplay()) return tour(system, path.join(dataDir, 'tour'));
  const userData = path.join(dataDir, 'console');
  const console = await openConsole({ ...system, userData, tell: (what) => tell(say('start', what)) });
  if (console === null) return tour(system, path.join(dataDir, 'tour'));
  system.whenClosing(() => console.close());
  void console.closed.then(() => tell(say('start', 'console_closed')));
}

/** Where no window can be shown, the console goes through its job by itself, once. */
async function tour(system: Standalone, folder: string): Promise<void> {
  const language = terminalLanguage(process.env);
  const words = tourWords(language);
  if (!hasBundledChromium) {
    tell(say('start', 'no_browser'));
    return;
  }
  tell(`${words.began}\n${words.shell}`);
  try {
    const file = await runTour({ system, language, theme: 'light', folder, tell });
    tell(fill(words.done, { file }));
  } catch (error) {
    const [problem = ''] = String(error instanceof Error ? error.message : error).split('\n');
    tell(fill(words.failed, { problem, dir: folder }));
  }
}

/** Where everything is, and who one can be. */
function introduce({ api, issuer, citizens, staffPassword }: Standalone): void {
  const people = STAFF.map(({ name, username, roles, office }) =>
    say('start', 'person', {
      name,
      username,
      role: roles.map((role) => say('roles', role)).join(' '),
      office: office.name,
    }),
  );
  tell(
    [
      '',
      say('start', 'addresses', { api, issuer, citizens }),
      say('start', 'people', { password: staffPassword }),
      ...people,
      say('start', 'how_to_end'),
      '',
    ].join('\n'),
  );
}
