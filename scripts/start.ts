/**
 * `npm start [-- the options of npm run standalone]`: the whole system, and the console on it – in Electron, else in an
 * installed browser. Where no window can be shown, the system serves without one.
 */
import path from 'node:path';
import type { Standalone } from '../src/standalone/index.ts';
import { readOptions } from '../src/standalone/options.ts';
import { STAFF } from '../src/standalone/provider/staff.ts';
import { say } from '../src/standalone/say.ts';
import { buildConsole, isBuilt } from './build-console.ts';
import { hasDisplay, openConsole } from './open-console.ts';
import { runStandalone, tell } from './run-standalone.ts';

const args = process.argv.slice(2);

await runStandalone(args, async (system) => {
  const { dataDir } = readOptions(args);
  introduce(system);
  if (await build(path.join(dataDir, 'build.log'))) await show(system, path.join(dataDir, 'console'));
});

async function build(log: string): Promise<boolean> {
  if (await isBuilt()) return true;
  tell(say('start', 'building'));
  const built = await buildConsole(log);
  if (!built) tell(say('start', 'build_failed', { log }));
  return built;
}

async function show(system: Standalone, userData: string): Promise<void> {
  if (!hasDisplay()) {
    tell(say('start', 'no_display'));
    return;
  }
  const console = await openConsole({ ...system, userData, tell: (what) => tell(say('start', what)) });
  if (console === null) {
    tell(say('start', 'no_browser'));
    return;
  }
  system.whenClosing(() => console.close());
  void console.closed.then(() => tell(say('start', 'console_closed')));
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
