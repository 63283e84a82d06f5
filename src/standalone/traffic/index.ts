/**
 * Demo citizens who sign in by themselves, through the site's own forms, rightly and wrongly. Whatever is locked in the
 * demo, they have locked: nothing is put there.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { RESERVED_CITIZENS } from '../citizens/people.ts';
import type { Citizen, CitizenStore } from '../citizens/store.ts';
import { Errands } from './errands.ts';
import {
  forgets,
  type Habit,
  isAttacked,
  keepsOldPassword,
  mistypes,
  pick,
  type Street,
  signsIn,
  stuffs,
} from './habits.ts';

/** A gentle rate: the machine belongs to the person who looks at the demo. */
const BETWEEN_VISITS_MS = 3_000;
const BETWEEN_BURSTS_MS = 5 * 60_000;
const BURST = 40;
const TYPING_MS = 2_500;

/** How many lock themselves out at the first start: most where the demo's clerks work. */
const FIRST_LOCKS = [
  { prefix: '3201', count: 22 },
  { prefix: '3205', count: 10 },
  { prefix: '', count: 4 },
];
/** One in so many by a thief's hand. */
const THEFT_EVERY = 5;
const AT_A_TIME = 4;

const HABITS: readonly { habit: Habit; weight: number }[] = [
  { habit: signsIn, weight: 66 },
  { habit: mistypes, weight: 18 },
  { habit: keepsOldPassword, weight: 7 },
  { habit: forgets, weight: 7 },
  { habit: isAttacked, weight: 2 },
];

export interface TrafficOptions {
  site: string;
  trafficSecret: string;
  store: CitizenStore;
}

export interface Traffic {
  /** Lets some dozens of people lock themselves out at once, so that a first look finds a list. */
  warmUp(progress: (done: number, count: number) => void): Promise<void>;
  /** Goes on until stopped. */
  begin(): void;
  stop(): Promise<void>;
}

export function prepareTraffic({ site, trafficSecret, store }: TrafficOptions): Traffic {
  const stopped = new AbortController();
  const { signal } = stopped;
  const street: Street = { site, trafficSecret, signal, typingMs: TYPING_MS };
  const errands = new Errands(store, street);
  const running = new Set<Promise<unknown>>();

  /** A visit goes on beside the next one. One that fails – the site is just ending – is nobody's concern. */
  function run(visit: Promise<unknown>): void {
    const ended: Promise<unknown> = visit.catch(() => {}).finally(() => running.delete(ended));
    running.add(ended);
  }

  async function someone(): Promise<Citizen | null> {
    const count = await store.count();
    if (count <= RESERVED_CITIZENS) return null;
    const [citizen] = await store.list(RESERVED_CITIZENS + pick(count - RESERVED_CITIZENS), 1);
    // Whoever chose a password of their own does not know the demo's any more.
    return citizen && !citizen.ownPassword ? citizen : null;
  }

  async function each(waitMs: number, visit: () => Promise<unknown>): Promise<void> {
    while (!signal.aborted) {
      await delay(waitMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
      if (!signal.aborted) run(visit());
    }
  }

  return {
    async warmUp(progress) {
      const unlucky = await firstUnlucky(store);
      const queue = unlucky.entries();
      let done = 0;
      const walk = async () => {
        for (const [at, citizen] of queue) {
          if (signal.aborted) return;
          const habit = at % THEFT_EVERY === 0 ? isAttacked : forgets;
          await habit(citizen, { ...street, typingMs: 0 });
          progress(++done, unlucky.length);
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, walk));
    },

    begin() {
      run(
        each(BETWEEN_VISITS_MS, async () => {
          const citizen = await someone();
          if (citizen) await habitOf()(citizen, street);
        }),
      );
      run(
        each(BETWEEN_BURSTS_MS, async () => {
          const victims = await Promise.all(Array.from({ length: BURST }, someone));
          await stuffs(
            victims.filter((victim) => victim !== null),
            street,
          );
        }),
      );
      run(errands.follow());
    },

    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}

async function firstUnlucky(store: CitizenStore): Promise<Citizen[]> {
  const candidates = new Set(await store.list(RESERVED_CITIZENS, 20 * RESERVED_CITIZENS));
  return FIRST_LOCKS.flatMap(({ prefix, count }) => {
    const chosen = [...candidates].filter(({ division }) => division.startsWith(prefix)).slice(0, count);
    for (const citizen of chosen) candidates.delete(citizen);
    return chosen;
  });
}

function habitOf(): Habit {
  let left = pick(HABITS.reduce((sum, { weight }) => sum + weight, 0));
  for (const { habit, weight } of HABITS) {
    if (left < weight) return habit;
    left -= weight;
  }
  return signsIn;
}
