import { StandaloneProblem } from '../src/standalone/say.ts';

const SHELLS = ['electron', 'chromium'] as const;
export type ShellName = (typeof SHELLS)[number];

/**
 * What the console is to run on, by LOCKDESK_SHELL; null where whatever can be had will do. Another name ends the command
 * with a sentence.
 */
export function wantedShell(): ShellName | null {
  const { LOCKDESK_SHELL: name } = process.env;
  if (!name) return null;
  const shell = SHELLS.find((known) => known === name);
  if (shell !== undefined) return shell;
  process.stderr.write(`${new StandaloneProblem('unknown_shell', { name }).message}\n`);
  process.exit(1);
}
