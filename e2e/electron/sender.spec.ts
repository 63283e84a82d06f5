/**
 * Promise 28, item 17: main answers its own page and nobody else. Each stranger has a preload that can send anything to
 * main, which the console gives to no page of its own.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Console, expect, test } from '../fixture/index.ts';
import { chosenElectron } from './chosen.ts';
import { countOf, mainOf } from './main-process.ts';

const PRELOAD = `const { ipcRenderer } = require('electron');
window.ask = (channel, input) => ipcRenderer.invoke(channel, input).then(() => 'answered', (error) => error.message);`;

/** A window of the same program with that preload; settles when its page is there. */
async function openStranger(console: Console, url: string): Promise<number> {
  const preload = path.join(chosenElectron()?.folder ?? '', 'stranger.cjs');
  await writeFile(preload, PRELOAD, { mode: 0o644 });
  return mainOf(console).evaluate(
    async ({ BrowserWindow }, { url, preload }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, contextIsolation: false, nodeIntegrationInSubFrames: true },
      });
      await window.loadURL(url);
      return window.id;
    },
    { url, preload },
  );
}

/** What main answers to a frame of a window: its main frame, or the one that a script makes in it first. */
const answerTo = (console: Console, id: number, makeFrame = '') =>
  mainOf(console).evaluate(
    async ({ BrowserWindow }, { id, makeFrame }) => {
      const contents = BrowserWindow.fromId(id)?.webContents;
      await contents?.executeJavaScript(`new Promise((resolve) => { ${makeFrame || 'resolve()'} })`);
      const frame = makeFrame ? contents?.mainFrame.frames[0] : contents?.mainFrame;
      return frame?.executeJavaScript(`window.ask('session:state', undefined)`);
    },
    { id, makeFrame },
  );

const PAGE = 'app://console/index.html';
const REFUSED = /refused$/;

/** An empty frame would get no preload. */
const FRAME = `
  const frame = document.createElement('iframe');
  frame.onload = () => resolve();
  frame.srcdoc = '<p>hello</p>';
  document.body.append(frame);`;

test('its own page is answered, also in another window: the strangers below could be too', async ({ console }) => {
  expect(await answerTo(console, await openStranger(console, PAGE))).toBe('answered');
});

test('a frame inside its own page is refused', async ({ console }) => {
  const id = await openStranger(console, PAGE);
  expect(await answerTo(console, id, FRAME)).toMatch(REFUSED);
  expect(await countOf(console, 'sender_refused')).toBe(1);
});

test('a foreign origin is refused', async ({ console, system }) => {
  const refused = ['data:text/html,<p>hello</p>', 'about:blank', system.citizens];
  for (const url of refused) {
    expect(await answerTo(console, await openStranger(console, url)), url).toMatch(REFUSED);
  }
  expect(await countOf(console, 'sender_refused')).toBe(refused.length);
});

test('a frame of a foreign page is refused', async ({ console, system }) => {
  const id = await openStranger(console, system.citizens);
  expect(await answerTo(console, id, FRAME)).toMatch(REFUSED);
});
