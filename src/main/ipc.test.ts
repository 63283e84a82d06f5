import { expect, test } from 'vitest';
import * as z from 'zod';
import { Gate, isOwnPage, type Sender } from './ipc.ts';

const ORIGIN = 'app://console';
const frame = (url: string, parent: Sender['senderFrame'] = null) => ({ url, parent }) as Sender['senderFrame'];
const own = frame(`${ORIGIN}/index.html`);

const SENDERS: [string, Sender['senderFrame'], boolean][] = [
  ['the page itself', own, true],
  ['the page with a route in its hash', frame(`${ORIGIN}/index.html#/accounts`), true],
  ['a frame that has gone', null, false],
  ['a frame of our own origin inside the page', frame(`${ORIGIN}/index.html`, own), false],
  ['a frame of another origin inside the page', frame('https://example.org/', own), false],
  ['another host of our scheme', frame('app://other/index.html'), false],
  ['a host that begins like ours', frame('app://console.example.org/'), false],
  ['a host that ends like ours', frame('app://evil-console/'), false],
  ['our host with a port', frame('app://console:8080/'), false],
  ['our host as a user name', frame('app://console@example.org/'), false],
  ['our host by another scheme', frame('https://console/index.html'), false],
  ['a scheme that begins like ours', frame('app2://console/'), false],
  ['a file', frame('file:///app/console/index.html'), false],
  ['a data address', frame('data:text/html,app://console/'), false],
  ['a blob of our origin', frame(`blob:${ORIGIN}/d2a1`), false],
  ['an empty document', frame('about:blank'), false],
  ['a document from srcdoc', frame('about:srcdoc'), false],
  ['the development server of a built console', frame('http://localhost:5173/'), false],
  ['no address at all', frame(''), false],
];

test.each(SENDERS)('a message from %s', (_who, senderFrame, trusted) => {
  expect(isOwnPage({ senderFrame }, ORIGIN)).toBe(trusted);
});

type Handler = (event: never, ...args: unknown[]) => unknown;

function gateWith(run: (input: { id: number }) => unknown) {
  const handlers = new Map<string, Handler>();
  const gate = new Gate({ handle: (channel, handler) => void handlers.set(channel, handler) }, ORIGIN);
  gate.handle('it', z.strictObject({ id: z.number() }), run);
  return (senderFrame: Sender['senderFrame'], given: unknown) => handlers.get('it')?.({ senderFrame } as never, given);
}

test('the handler runs for the own page with valid input, and for nobody else', async () => {
  const seen: unknown[] = [];
  const send = gateWith((input) => seen.push(input));
  await send(own, { id: 7 });
  await expect(send(frame('https://example.org/'), { id: 8 })).rejects.toThrow('refused');
  for (const given of [undefined, null, 'id', { id: '7' }, { id: 7, more: true }]) {
    await expect(send(own, given)).rejects.toThrow('refused');
  }
  expect(seen).toEqual([{ id: 7 }]);
});

test('what goes wrong inside crosses without a word of it', async () => {
  const send = gateWith(() => {
    throw new Error('/home/clerk/secret token=abc');
  });
  await expect(send(own, { id: 1 })).rejects.toThrow(/^failed$/);
});
