/** What `lockdesk` does with its arguments. */
import { WrongUsage } from './arguments.ts';
import { runArchiveWal } from './backup/archive-wal.ts';
import { runBackup } from './backup/backup.ts';
import { runDrill } from './backup/drill.ts';
import { runRestore } from './backup/restore.ts';
import { ATTEND, runAttend } from './backup/throwaway-server.ts';
import { runImport } from './import/index.ts';
import { runExport } from './ledger/export.ts';
import { runKey } from './ledger/key.ts';
import { runProve } from './ledger/prove.ts';
import { runRotate } from './ledger/rotate.ts';
import { runVerify } from './ledger/verify.ts';
import { runErase, runHold } from './personal/account.ts';
import { runMark } from './personal/mark.ts';
import { runRotateKeys } from './personal/rotate.ts';
import { runRestoration } from './restoration/restoration.ts';
import { CliProblem, EXIT, words } from './say.ts';

/** @returns the exit code. @throws CliProblem, WrongUsage */
type Command = (args: string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  'import-attempts': (args) => runImport('import-attempts', args),
  'import-accounts': (args) => runImport('import-accounts', args),
  'ledger-key': runKey,
  'rotate-ledger-key': runRotate,
  'export-ledger': runExport,
  prove: runProve,
  verify: runVerify,
  'rotate-keys': runRotateKeys,
  erase: runErase,
  hold: runHold,
  'mark-account': runMark,
  backup: runBackup,
  restore: runRestore,
  drill: runDrill,
  'archive-wal': runArchiveWal,
  restoration: runRestoration,
  // For a drill, not for people.
  [ATTEND]: runAttend,
};

async function run([name = '', ...args]: string[]): Promise<number> {
  if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(`${words.usage}\n`);
    return EXIT.ok;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new WrongUsage();
    return await command(args);
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${words.usage}\n`);
      return EXIT.usage;
    }
    if (!(error instanceof CliProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

process.exitCode = await run(process.argv.slice(2));
