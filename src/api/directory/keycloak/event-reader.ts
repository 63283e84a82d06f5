import type { KeycloakClient } from './client.ts';
import { FOLLOWED_EVENTS } from './rights.ts';
import type { KeycloakEvent } from './shapes.ts';

const PAGE = 500;
/** Read at once of what is long ago: after an absence there may be more than fits in memory. */
const PAGES_MAX = 4;
/** Of what is newer than this all is read at once: some of it may still be to come. */
const RECENT_MS = 120_000;

/** An event is there when its request is over, and may then be older than others that were read before. */
const OVERLAP_MS = 10_000;
/** Where nothing happens the cursor moves with our own clock, which may be ahead of the server's by so much. */
const CLOCKS_APART_MS = 60_000;

/** Reads a realm's events in their order, again and again over the last ones, and gives each once. */
export class EventReader {
  readonly #client: Pick<KeycloakClient, 'events'>;
  /** Times of events that were given, by what tells them apart. */
  readonly #given = new Map<string, number>();
  #from: Date;

  constructor(client: Pick<KeycloakClient, 'events'>, from: Date) {
    this.#client = client;
    this.#from = from;
  }

  /** Whoever begins here later misses none of those that were not given yet. */
  get from(): Date {
    return this.#from;
  }

  /**
   * @param now by our clock
   * @returns those not given before, and whether there are more to be read at once
   */
  async next(now: Date): Promise<{ events: KeycloakEvent[]; more: boolean }> {
    const read: KeycloakEvent[] = [];
    let more = true;
    const isRecent = () => (read.at(-1)?.time.getTime() ?? 0) > now.getTime() - RECENT_MS;
    for (let page = 0; more && (page < PAGES_MAX || isRecent()); page++) {
      const part = await this.#client.events({
        types: FOLLOWED_EVENTS,
        from: this.#from,
        first: page * PAGE,
        max: PAGE,
        direction: 'asc',
      });
      read.push(...part);
      more = part.length === PAGE;
    }
    const events = this.#notGiven(read);
    this.#advance(read.at(-1)?.time ?? null, more ? null : now);
    return { events, more };
  }

  #notGiven(read: readonly KeycloakEvent[]): KeycloakEvent[] {
    const met = new Map<string, number>();
    return read.filter((event) => {
      const key = event.id ?? numbered(event, met);
      if (this.#given.has(key)) return false;
      this.#given.set(key, event.time.getTime());
      return true;
    });
  }

  /** @param now null where the last one read is not the last one there */
  #advance(last: Date | null, now: Date | null): void {
    const lastMs = last?.getTime() ?? 0;
    const to = now === null ? lastMs : Math.max(lastMs, now.getTime() - CLOCKS_APART_MS) - OVERLAP_MS;
    if (to <= this.#from.getTime()) return;
    this.#from = new Date(to);
    for (const [key, time] of this.#given) if (time < to) this.#given.delete(key);
  }
}

/** Of those that say the same, the how-manieth this one is: they stand in one order however often they are read. */
function numbered(event: KeycloakEvent, met: Map<string, number>): string {
  const said = JSON.stringify(event);
  const before = met.get(said) ?? 0;
  met.set(said, before + 1);
  return `${before} ${said}`;
}
