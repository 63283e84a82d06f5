/**
 * Demo citizens who sign in by themselves, through the site's own forms, rightly and wrongly. Whatever is locked in the
 * demo, they have locked: nothing is put there.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../client/index.ts';
import { RESERVED_CITIZENS } from '../citizens/people.ts';
import type { Citizen, CitizenStore } from '../citizens/store.ts';
import { answerMessage } from './errands.ts';
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
import type { Random } from './networks.ts';

/** How quickly things happen, on average and in milliseconds. */
export interface Pace {
  betweenVisitsMs: number;
  betweenBurstsMs: number;
  typingMs: number;
  /** From the message on the phone to the sign-in: somebody walks from the counter to a chair. */
  walkMs: number;
  random: Random;
}

/** A gentle rate: the machine belongs to the person who looks at the demo. */
export const DEMO_PACE: Pace = {
  betweenVisitsMs: 3_000,
  betweenBurstsMs: 5 * 60_000,
  typingMs: 2_500,
  walkMs: 26_000,
  random: Math.random,
};

/** How many victims a burst has. */
const BURST = 40;

/** How many are locked out at least when the demo starts: most where its clerks work, by division; the last, elsewhere. */
const LOCKED_AT_START = [
  { prefix: '3201', count: 22 },
  { prefix: '3205', count: 10 },
  { prefix: '', count: 4 },
];
/** Among so many they are chosen. */
const CANDIDATES = 480;
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
  /** Tells who is locked. */
  client: Client;
  pace: Pace;
}

export interface Traffic {
  /**
   * Lets people lock themselves out at once until some dozens are locked, so that a first look finds a list – also at a
   * later start, when the locks of last time have ended.
   */
  warmUp(progress: (done: number, count: number) => void): Promise<void>;
  /** Goes on until stopped. */
  begin(): void;
  stop(): Promise<void>;
}

export function prepareTraffic({ site, trafficSecret, store, client, pace }: TrafficOptions): Traffic {
  const stopped = new AbortController();
  const { signal } = stopped;
  const { typingMs, random } = pace;
  const street: Street = { site, trafficSecret, signal, typingMs, random };
  const running = new Set<Promise<unknown>>();

  /** A visit goes on beside the next one. One that fails – the site is just ending – is nobody's concern. */
  function run(visit: Promise<unknown>): void {
    const ended: Promise<unknown> = visit.catch(() => {}).finally(() => running.delete(ended));
    running.add(ended);
  }

  async function someone(): Promise<Citizen | null> {
    const count = await store.count();
    if (count <= RESERVED_CITIZENS) return null;
    const [citizen = null] = await store.list(RESERVED_CITIZENS + pick(street, count - RESERVED_CITIZENS), 1);
    return citizen;
  }

  async function visit(): Promise<void> {
    const citizen = await someone();
    if (citizen) await habitOf(street)(citizen, street);
  }

  async function burst(): Promise<void> {
    const victims = await Promise.all(Array.from({ length: BURST }, someone));
    await stuffs(
      victims.filter((victim) => victim !== null),
      street,
    );
  }

  const around = (ms: number) => ms * (0.5 + random());

  async function everySoOften(betweenMs: number, act: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await delay(around(betweenMs), undefined, { signal });
      await act();
    }
  }

  return {
    async warmUp(progress) {
      const unlucky = await unluckyOnes(store, client, street);
      const queue = unlucky.entries();
      let done = 0;
      const walk = async () => {
        for (const [at, citizen] of queue) {
          if (signal.aborted) return;
          const habit = at % THEFT_EVERY === 0 ? isAttacked : forgets;
          // A list that is one shorter keeps nothing from starting.
          await habit(citizen, { ...street, typingMs: 0 }).catch(() => null);
          progress(++done, unlucky.length);
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, walk));
    },

    begin() {
      run(everySoOften(pace.betweenVisitsMs, async () => run(visit())));
      run(everySoOften(pace.betweenBurstsMs, () => burst().catch(() => {})));
      store.onMessage((message) => run(answerMessage(message, around(pace.walkMs), { store, street })));
    },

    async stop() {
      stopped.abort();
      await Promise.all(running);
    },
  };
}

/** Who has to lock themselves out for as many to be locked as there should be. */
async function unluckyOnes(store: CitizenStore, client: Client, street: Street): Promise<Citizen[]> {
  const candidates = await store.list(RESERVED_CITIZENS, CANDIDATES);
  if (candidates.length === 0) return [];
  const { states } = await client.accountState({ external_ids: candidates.map(({ externalId }) => externalId) });
  const locked = new Set(states.filter((state) => state.locked).map((state) => state.external_id));
  const barred = new Set(
    states.filter((state) => state.disabled || state.reset_required).map((state) => state.external_id),
  );
  return LOCKED_AT_START.flatMap(({ prefix, count }) => {
    const here = candidates.filter(({ division }) => areaOf(division) === prefix);
    const missing = count - here.filter(({ externalId }) => locked.has(externalId)).length;
    const free = here.filter(({ externalId }) => !locked.has(externalId) && !barred.has(externalId));
    const from = pick(street, free.length);
    return [...free.slice(from), ...free.slice(0, from)].slice(0, Math.max(0, missing));
  });
}

const areaOf = (division: string) => LOCKED_AT_START.find(({ prefix }) => division.startsWith(prefix))?.prefix;

function habitOf(street: Street): Habit {
  let left = pick(
    street,
    HABITS.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (const { habit, weight } of HABITS) {
    if (left < weight) return habit;
    left -= weight;
  }
  return signsIn;
}
