/**
 * `npm start [-- the options of npm run standalone, and a link]`: the whole system, and the console on it – in Electron, else in an
 * installed browser, else – no display, or no browser – as a tour, after which the system goes on serving. LOCKDESK_SHELL
 * asks for one of the two.
 */
import { hasBundledChromium } from '../src/chromium-shell/bundled-chromium.ts';
import { LINK_SCHEME } from '../src/contract/link.ts';
import { filesOf } from '../src/standalone/data-dir.ts';
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
import { wantedShell } from './wanted-shell.ts';

type Files = ReturnType<typeof filesOf>;

/** Links are the console's to follow, everything else is the system's. */
const isLink = (argument: string): boolean => argument.startsWith(`${LINK_SCHEME}:`);
const links = process.argv.slice(2).filter(isLink);
const args = process.argv.slice(2).filter((argument) => !isLink(argument));
const shell = wantedShell();

await runStandalone(args, async (system) => {
  const files = filesOf(readOptions(args).dataDir);
  const closing = new AbortController();
  const showing = introduceAndShow(system, files, closing.signal);
  system.whenClosing(async () => {
    closing.abort();
    await showing.catch(() => {});
  });
  await showing;
});

async function introduceAndShow(system: Standalone, files: Files, signal: AbortSignal): Promise<void> {
  introduce(system);
  if (await build(files.buildLog, signal)) await show(system, files, signal);
}

async function build(log: string, signal: AbortSignal): Promise<boolean> {
  if (await isBuilt()) return true;
  tell(say('start', 'building'));
  const built = await buildConsole(log, signal);
  if (!built && !signal.aborted) tell(say('start', 'build_failed', { log }));
  return built;
}

async function show(system: Standalone, files: Files, signal: AbortSignal): Promise<void> {
  const withoutWindow = async () => {
    if (shell === 'electron') tell(say('start', 'only_electron'));
    else await tour(system, files.tour, signal);
  };
  if (!hasDisplay()) {
    if (shell === 'electron') tell(say('start', 'electron_needs_display'));
    return withoutWindow();
  }
  const { api, issuer } = system;
  const console = await openConsole({
    shell,
    api,
    issuer,
    userData: files.console,
    links,
    signal,
    tell: (what) => tell(say('start', what)),
  });
  if (console === null) return withoutWindow();
  signal.addEventListener('abort', () => void console.close());
  const inOrder = await console.closed;
  if (!signal.aborted) tell(say('start', inOrder ? 'console_closed' : 'console_failed'));
}

/** Where no window can be shown, the console goes through its job by itself, once. */
async function tour(system: Standalone, folder: string, signal: AbortSignal): Promise<void> {
  const language = terminalLanguage(process.env);
  const words = tourWords(language);
  if (!hasBundledChromium) {
    tell(say('start', 'no_browser'));
    return;
  }
  tell(`${words.began}\n${words.shell}`);
  try {
    const file = await runTour({ system, language, theme: 'light', folder, signal, tell });
    tell(fill(words.done, { file }));
  } catch (error) {
    if (signal.aborted) return;
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
