/** The console as people get it: packed, with every fuse as it is set for them. Playwright gets hold of its page alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readFuses, wrongFuses } from '../../scripts/packaging/fuses.ts';
import { console as words } from '../../src/words/zh-CN/console.ts';
import { pageAgain } from '../fixture/electron.ts';
import { expect, test } from '../fixture/index.ts';
import { type ChosenElectron, chosenElectron } from './chosen.ts';
import { handOver } from './ordinary-user.ts';

let program: ChildProcess | null = null;
let said: string;

test.afterEach(async () => {
  if (program?.exitCode === null && program.signalCode === null) {
    program.kill();
    await once(program, 'exit');
  }
});

function chosen(): ChosenElectron {
  const chosen = chosenElectron();
  if (chosen === null) throw new Error('not on Electron');
  return chosen;
}

/** Starts it with these arguments before its own, and waits for its page. */
async function startShipped(args: string[], env: Record<string, string> = {}): Promise<Page> {
  const { folder, shipped } = chosen();
  const userData = await mkdtemp(path.join(folder, 'shipped-data-'));
  const nobodyListens = 'http://127.0.0.1:9';
  await writeFile(path.join(userData, 'lockdesk.json'), JSON.stringify({ api: nobodyListens, issuer: nobodyListens }));
  await handOver(userData);
  const own = [`--user-data-dir=${userData}`, '--remote-debugging-port=0'];
  program = spawn(shipped.program, [...args, ...own], {
    env: { ...process.env, ...chosen().env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  said = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  let page: Page | null = null;
  await expect(async () => {
    page = await pageAgain(userData);
  }).toPass({ timeout: 30_000 });
  if (page === null) throw new Error('no page');
  return page;
}

const expectItsPage = async (page: Page) => {
  await expect(page).toHaveURL(/^app:\/\/console\/index\.html/);
  await expect(page.getByRole('heading', { name: words.signin.who })).toBeVisible();
};

test('it starts from its archive', async () => {
  await expectItsPage(await startShipped([]));
});

test('no debugger gets into main', async () => {
  await expectItsPage(await startShipped(['--inspect=0']));
  expect(said).toMatch(/^DevTools listening on /m);
  expect(said).not.toContain('Debugger listening');
});

test('it runs nobody’s script in its name', async () => {
  await expectItsPage(await startShipped(['-p', '"ran as Node"'], { ELECTRON_RUN_AS_NODE: '1' }));
  expect(said).not.toContain('ran as Node');
});

test('no fuse that its Electron has stands otherwise than it was set', async () => {
  const read = await readFuses(chosen().shipped.binary);
  expect(read.size).toBeGreaterThan(6);
  expect(wrongFuses(read).filter((sentence) => !sentence.includes('unknown to this Electron'))).toEqual([]);
});
