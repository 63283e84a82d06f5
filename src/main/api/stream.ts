import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Connection, ConnectionState, ForwardedEvent } from '../../contract/console.ts';
import { STREAM_EVENTS, type StreamEvent } from '../../contract/stream.ts';
import { Listeners } from '../listeners.ts';
import { note } from '../log.ts';
import { backoffMs, pause } from './backoff.ts';

/** Opens the stream after an event id; resolves when the answer has begun. Ends or throws when the connection does. */
export type OpenStream = (lastEventId: string | null, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

/** A beat comes every 2 s. */
const LATE_MS = 5_000;
const DISCONNECTED_MS = 15_000;
/** A connection that neither answers nor beats for this long is given up. */
const GIVE_UP_MS = 15_000;
/** While all is well the page is told no oftener that something was heard. */
const TELL_MS = 1_500;
const RETRY = { firstMs: 500, mostMs: 15_000 };
/** The page gets at most one message in this time, however busy the night is. */
const BATCH_MS = 100;

/** Follows the API's stream while a session lasts: comes back by itself, and says how fresh what it told is. */
export class Stream {
  readonly connectionChanged = new Listeners<Connection>();
  readonly events = new Listeners<ForwardedEvent[]>();
  /** Index of the ledger's last entry, with each message, beats included. */
  readonly stands = new Listeners<number>();
  readonly #open: OpenStream;
  #connection: Connection = connection('off');
  #running: AbortController | null = null;
  #retryNow: AbortController | null = null;
  #silentSince = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #batch: ForwardedEvent[] = [];
  #batchTimer: NodeJS.Timeout | undefined;

  constructor(open: OpenStream) {
    this.#open = open;
  }

  get connection(): Connection {
    return this.#connection;
  }

  start(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    this.#silentSince = Date.now();
    this.#set(connection('connecting'));
    this.#watch();
    void this.#follow(this.#running.signal);
  }

  stop(): void {
    if (this.#running === null) return;
    this.#running.abort();
    this.#running = null;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    this.#batch = [];
    this.#set(connection('off'));
  }

  /** Ends the wait for the next attempt. */
  reconnect(): void {
    this.#retryNow?.abort();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let lastEventId: string | null = null;
    for (let failures = 0; !signal.aborted; ) {
      const attempt = new AbortController();
      const giveUp = () => attempt.abort();
      signal.addEventListener('abort', giveUp);
      let timer = setTimeout(giveUp, GIVE_UP_MS);
      try {
        const parser = createParser({
          onEvent: (message) => {
            lastEventId = message.id ?? lastEventId;
            this.#take(message);
          },
        });
        const decoder = new TextDecoder();
        for await (const bytes of await this.#open(lastEventId, attempt.signal)) {
          if (signal.aborted) return;
          clearTimeout(timer);
          timer = setTimeout(giveUp, GIVE_UP_MS);
          failures = 0;
          this.#heard();
          parser.feed(decoder.decode(bytes, { stream: true }));
        }
      } catch (error) {
        if (!signal.aborted) note('stream_lost', { error: error instanceof Error ? error.name : 'unknown' });
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      }
      if (signal.aborted) return;
      failures += 1;
      await this.#wait(backoffMs(failures, RETRY), signal);
    }
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#retryNow = new AbortController();
    const retryNow = this.#retryNow;
    const stop = () => retryNow.abort();
    signal.addEventListener('abort', stop);
    this.#set({ ...this.#connection, next_try_at: new Date(Date.now() + ms).toISOString() });
    await pause(ms, retryNow.signal);
    signal.removeEventListener('abort', stop);
    if (!signal.aborted) this.#set({ ...this.#connection, next_try_at: null });
  }

  #heard(): void {
    this.#silentSince = Date.now();
    const live = this.#connection.state === 'live' ? this.#connection : connection('live');
    const told = live.last_heard_at === null ? 0 : Date.parse(live.last_heard_at);
    if (this.#silentSince - told >= TELL_MS) this.#set({ ...live, last_heard_at: iso(this.#silentSince) });
    this.#watch();
  }

  /** Judges by silence alone: a connection that came back within the time between beats was never away. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    const { state, last_heard_at } = this.#connection;
    const silent = Date.now() - this.#silentSince;
    const judged = silent >= DISCONNECTED_MS ? 'disconnected' : silent >= LATE_MS ? 'late' : 'live';
    // What never was live can't be late: it goes on connecting until it counts as disconnected.
    if (judged !== state && (judged === 'disconnected' || (judged === 'late' && state === 'live'))) {
      const heard = state === 'live' ? iso(this.#silentSince) : last_heard_at;
      this.#set({ ...this.#connection, state: judged, since: iso(Date.now()), last_heard_at: heard });
    }
    if (judged === 'disconnected') return;
    this.#watchdog = setTimeout(() => this.#watch(), (judged === 'live' ? LATE_MS : DISCONNECTED_MS) - silent);
  }

  #take({ event, data }: EventSourceMessage): void {
    const parsed = parse(event, data);
    if (parsed === null) return;
    this.stands.tell(parsed.data.index);
    if (parsed.event === 'beat') return;
    this.#batch.push(parsed);
    this.#batchTimer ??= setTimeout(() => {
      const batch = this.#batch;
      this.#batch = [];
      this.#batchTimer = undefined;
      this.events.tell(batch);
    }, BATCH_MS);
  }

  #set(connection: Connection): void {
    this.#connection = connection;
    this.connectionChanged.tell(connection);
  }
}

/** Null for events that this version does not know, and for what is not as the contract says. */
function parse(event: string | undefined, data: string): StreamEvent | null {
  if (event === undefined || !isKnown(event)) return null;
  try {
    const parsed = STREAM_EVENTS[event].safeParse(JSON.parse(data));
    return parsed.success ? ({ event, data: parsed.data } as StreamEvent) : null;
  } catch {
    return null;
  }
}

function isKnown(event: string): event is keyof typeof STREAM_EVENTS {
  return Object.hasOwn(STREAM_EVENTS, event);
}

function connection(state: ConnectionState): Connection {
  return { state, since: iso(Date.now()), last_heard_at: null, next_try_at: null };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
