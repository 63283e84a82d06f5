import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, ForwardedEvent } from '../../contract/console.ts';
import { Stream } from './stream.ts';

/** One connection to a server that the test plays. */
class Line {
  readonly lastEventId: string | null;
  #chunks: ((result: IteratorResult<Uint8Array>) => void) | null = null;
  #queue: Uint8Array[] = [];
  ended = false;

  constructor(lastEventId: string | null, signal: AbortSignal) {
    this.lastEventId = lastEventId;
    signal.addEventListener('abort', () => this.cut());
  }

  say(event: string, data: object, id?: number): void {
    const text = `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
    const bytes = new TextEncoder().encode(text);
    if (this.#chunks) this.#chunks({ value: bytes, done: false });
    else this.#queue.push(bytes);
    this.#chunks = null;
  }

  beat(): void {
    this.say('beat', { index: 0, at: new Date().toISOString() });
  }

  cut(): void {
    this.ended = true;
    this.#chunks?.({ value: undefined, done: true });
    this.#chunks = null;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: () => {
        const value = this.#queue.shift();
        if (value) return Promise.resolve({ value, done: false });
        if (this.ended) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve) => {
          this.#chunks = resolve;
        });
      },
    };
  }
}

let lines: Line[];
let reachable: boolean;
let stream: Stream;
let connections: Connection[];
let batches: ForwardedEvent[][];

const line = () => lines.at(-1) as Line;
const states = () => connections.map((connection) => connection.state).filter((state, i, all) => state !== all[i - 1]);
const changed = (index: number) =>
  line().say('account_changed', { index, account_id: 'd9a4b2a0-6f52-4b1e-9d0e-3c1f4f6a7b11', version: index }, index);

/** Passes the time of a connection that beats every two seconds. */
async function live(ms: number): Promise<void> {
  for (let t = 0; t < ms; t += 2000) {
    line().beat();
    await vi.advanceTimersByTimeAsync(Math.min(2000, ms - t));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  reachable = true;
  connections = [];
  batches = [];
  stream = new Stream(async (lastEventId, signal) => {
    if (!reachable) throw new Error('refused');
    lines.push(new Line(lastEventId, signal));
    return line();
  });
  stream.connectionChanged.add((connection) => connections.push(connection));
  stream.events.add((events) => batches.push(events));
});

afterEach(() => {
  stream.stop();
  vi.useRealTimers();
});

test('says with each message where the ledger stands, beats included', async () => {
  const stands: number[] = [];
  stream.stands.add((index) => stands.push(index));
  stream.start();
  await vi.advanceTimersByTimeAsync(0);
  line().beat();
  changed(4);
  await vi.advanceTimersByTimeAsync(0);
  expect(stands).toEqual([0, 4]);
});

describe('how fresh it is', () => {
  test('late after 5 s of silence, disconnected after 15 s with the time of the last that was heard', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    await live(10_000);
    expect(states()).toEqual(['connecting', 'live']);
    const heard = Date.now() - 2000;
    expect(connections.at(-1)).toMatchObject({ state: 'live', last_heard_at: new Date(heard).toISOString() });
    await vi.advanceTimersByTimeAsync(2_999);
    expect(stream.connection.state).toBe('live');
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.connection).toMatchObject({ state: 'late', last_heard_at: new Date(heard).toISOString() });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stream.connection).toMatchObject({ state: 'disconnected', last_heard_at: new Date(heard).toISOString() });
  });

  test('a silent connection is given up and made anew', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    await live(4000);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(lines).toHaveLength(2);
    await live(2000);
    expect(states()).toEqual(['connecting', 'live', 'late', 'disconnected', 'live']);
  });

  test('a cut that heals between two beats is not worth a word', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    await live(4000);
    line().cut();
    await vi.advanceTimersByTimeAsync(600);
    expect(lines).toHaveLength(2);
    await live(4000);
    expect(states()).toEqual(['connecting', 'live']);
  });

  test('a server that was never reached is connecting, then disconnected, never late', async () => {
    reachable = false;
    stream.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states()).toEqual(['connecting', 'disconnected']);
  });
});

describe('coming back', () => {
  test('waits longer each time, up to 15 s, never in step, and says when it tries next', async () => {
    reachable = false;
    stream.start();
    await vi.advanceTimersByTimeAsync(120_000);
    const waits = connections
      .filter(({ next_try_at }, i) => next_try_at !== null && next_try_at !== connections[i - 1]?.next_try_at)
      .map(({ next_try_at }) => Date.parse(String(next_try_at)));
    const gaps = waits.slice(1).map((at, i) => at - (waits[i] ?? 0));
    expect(gaps.at(0)).toBeLessThanOrEqual(1000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
    expect(Math.min(...gaps.slice(5))).toBeGreaterThanOrEqual(7_500);
    expect(new Set(gaps.slice(5)).size).toBeGreaterThan(1);
  });

  test('asks for what came after the last event', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(line().lastEventId).toBeNull();
    changed(41);
    changed(42);
    await vi.advanceTimersByTimeAsync(0);
    line().cut();
    await vi.advanceTimersByTimeAsync(1000);
    expect(line().lastEventId).toBe('42');
  });

  test('at once when a person asks for it', async () => {
    reachable = false;
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    reachable = true;
    expect(lines).toHaveLength(0);
    stream.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(lines).toHaveLength(1);
  });

  test('not after the session ended', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    stream.stop();
    expect(line().ended).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(1);
    expect(stream.connection.state).toBe('off');
  });
});

describe('what it passes on', () => {
  test('a busy second comes in ten messages at most, in order and complete', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    for (let index = 1; index <= 500; index += 1) {
      changed(index);
      await vi.advanceTimersByTimeAsync(2);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(batches.length).toBeLessThanOrEqual(11);
    expect(batches.flat().map(({ data }) => data.index)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  });

  test('neither beats, nor events of a later version, nor what is not as the contract says', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    line().beat();
    line().say('invented_later', { index: 1 }, 1);
    line().say('account_changed', { index: 'one' }, 2);
    line().say('reset', { index: 3, more: true }, 3);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([[{ event: 'reset', data: { index: 3 } }]]);
  });

  test('nothing of a session that has ended', async () => {
    stream.start();
    await vi.advanceTimersByTimeAsync(0);
    changed(1);
    await vi.advanceTimersByTimeAsync(50);
    stream.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(batches).toEqual([]);
  });
});
