/** Which events are given; what a real Keycloak stores and pages is the follower's test. */
import { expect, it } from 'vitest';
import type { EventQuery } from './client.ts';
import { EventReader } from './event-reader.ts';
import { KeycloakEvent } from './shapes.ts';

const START = Date.UTC(2026, 10, 23);
const at = (seconds: number) => new Date(START + seconds * 1_000);

/** What a realm has stored. */
class Store {
  readonly events: KeycloakEvent[] = [];
  readonly asked: Date[] = [];

  add(seconds: number, fields: object = { id: crypto.randomUUID() }): void {
    this.events.push(KeycloakEvent.parse({ time: at(seconds).getTime(), type: 'LOGIN', ...fields }));
    this.events.sort((a, b) => a.time.getTime() - b.time.getTime());
  }

  async query({ from, first, max }: EventQuery): Promise<KeycloakEvent[]> {
    this.asked.push(from);
    return this.events.filter(({ time }) => time >= from).slice(first, first + max);
  }
}

function begin(from: Date) {
  const store = new Store();
  const reader = new EventReader({ events: (query) => store.query(query) }, from);
  return { store, reader };
}

it('gives each once, also those that come late', async () => {
  const { store, reader } = begin(at(0));
  store.add(100);
  expect((await reader.next(at(100))).events).toHaveLength(1);
  store.add(95);
  store.add(101);
  expect((await reader.next(at(101))).events).toHaveLength(2);
  expect(await reader.next(at(102))).toEqual({ events: [], more: false });
});

it('goes on where it stands: over the last ones again, and no further back', async () => {
  const { store, reader } = begin(at(0));
  store.add(100);
  await reader.next(at(100));
  expect(reader.from).toEqual(at(90));
  await reader.next(at(1_000));
  expect(reader.from).toEqual(at(930));
  await reader.next(at(500));
  expect(reader.from).toEqual(at(930));
  expect(store.asked).toEqual([at(0), at(90), at(930)]);
});

it('tells two without an id apart, that say the same', async () => {
  const { store, reader } = begin(at(0));
  store.add(100, { userId: 'u1' });
  store.add(100, { userId: 'u1' });
  expect((await reader.next(at(100))).events).toHaveLength(2);
  expect((await reader.next(at(101))).events).toEqual([]);
});

it('after a long absence gives part after part, and misses none', async () => {
  const { store, reader } = begin(at(0));
  for (let second = 1; second <= 4_500; second++) store.add(second);
  const given = new Set<string | null>();
  for (let more = true; more; ) {
    const part = await reader.next(at(10_000));
    for (const { id } of part.events) given.add(id);
    expect(part.events.length).toBeLessThanOrEqual(2_000);
    more = part.more;
  }
  expect(given.size).toBe(4_500);
});
