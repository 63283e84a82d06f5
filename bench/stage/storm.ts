/** The API with another stream: everything is handed on, but what the consoles hear comes from here, at any rate. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ENDPOINTS, type LockedAccount, STREAM_BEAT_MS, type StreamEvent } from '../../src/contract/index.ts';

/** As an evening of guessing at many accounts would bring them, many times over. */
const AT_ONCE = 400;
const PAUSE_MS = 100;

export interface Storm extends AsyncDisposable {
  url: string;
  /** Brings so many events to whoever listens: locks that fall and end again, accounts that change. */
  bring(events: number, rows: readonly LockedAccount[]): Promise<void>;
}

export async function startStorm(api: string): Promise<Storm> {
  const listeners = new Set<ServerResponse>();
  let index = 1_000_000_000;
  const tell = (messages: readonly StreamEvent[]) => {
    const text = messages
      .map(({ event, data }) => `id: ${data.index}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      .join('');
    for (const listener of listeners) listener.write(text);
  };
  const beat = setInterval(
    () => tell([{ event: 'beat', data: { index, at: new Date().toISOString() } }]),
    STREAM_BEAT_MS,
  );

  const server = createServer((asked, answer) => {
    if (asked.url !== ENDPOINTS.stream.path) return handOn(api, asked, answer);
    answer.writeHead(200, { 'content-type': ENDPOINTS.stream.produces });
    listeners.add(answer);
    answer.once('close', () => listeners.delete(answer));
    tell([{ event: 'beat', data: { index, at: new Date().toISOString() } }]);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bring: async (events, rows) => {
      for (let brought = 0; brought < events; brought += AT_ONCE, await delay(PAUSE_MS)) {
        const messages: StreamEvent[] = [];
        while (messages.length < Math.min(AT_ONCE, events - brought)) {
          const row = rows[index % rows.length];
          if (!row) throw new Error('no row to tell of');
          messages.push(...lifeOf(row, () => index++));
        }
        tell(messages);
      }
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(beat);
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    },
  };
}

/** A new lock of a citizen, its end, and the account's next version. */
function lifeOf(row: LockedAccount, next: () => number): StreamEvent[] {
  const at = new Date().toISOString();
  const lock = { ...row.lock, id: crypto.randomUUID(), started_at: at };
  const ended = { ...lock, ended: { at, by: 'unlocked' as const } };
  return [
    { event: 'locked', data: { index: next(), row: { ...row, lock } } },
    { event: 'lock_ended', data: { index: next(), row: { ...row, lock: ended }, entry_id: crypto.randomUUID() } },
    { event: 'account_changed', data: { index: next(), account_id: row.account_id, version: 2 } },
  ];
}

function handOn(api: string, asked: IncomingMessage, answer: ServerResponse): void {
  const onward = request(
    new URL(asked.url ?? '/', api),
    { method: asked.method, headers: { ...asked.headers, host: new URL(api).host } },
    (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    },
  );
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
