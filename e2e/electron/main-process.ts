import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import type { Console } from '../fixture/index.ts';

/** The console's main process. */
export function mainOf({ electron }: Console): ElectronApplication {
  if (electron === null) throw new Error('only a real Electron has a main process of its own');
  return electron;
}

/** What the console wrote into its log so far. */
export const logOf = ({ userData }: Console): Promise<string> => readFile(path.join(userData, 'console.log'), 'utf8');

/** How often it noted an event. */
export async function countOf(console: Console, event: string): Promise<number> {
  return (await logOf(console)).split(` ${event} `).length - 1;
}

export const windowsOf = (console: Console): Promise<number> =>
  mainOf(console).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
