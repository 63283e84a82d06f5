/** What people do before a sign-in form. Each habit is one visit; whether it locks anything is the policy's decision. */
import { setTimeout as delay } from 'node:timers/promises';
import { demoPassword } from '../citizens/passwords.ts';
import type { Citizen } from '../citizens/store.ts';
import { farAddresses, homeAddress, type Random } from './networks.ts';
import { type Answer, Visitor } from './visitor.ts';

export interface Street {
  site: string;
  trafficSecret: string;
  /** Ends pauses between tries when the traffic stops. */
  signal: AbortSignal;
  /** How long somebody takes to type again, in milliseconds; 0 to warm up. */
  typingMs: number;
  random: Random;
}

export type Habit = (citizen: Citizen, street: Street) => Promise<Answer | null>;

export const signsIn: Habit = (citizen, street) => atHome(citizen, street).signIn(nameOf(citizen), passwordOf(citizen));

/** Once or twice a slip of the finger, then right. */
export const mistypes: Habit = async (citizen, street) => {
  const right = passwordOf(citizen);
  const slips = chance(street, 0.5) ? [right.slice(0, -1)] : [right.slice(0, -1), right.replace('-', '')];
  return tries(atHome(citizen, street), citizen, street, [...slips, right]);
};

/** A phone that has kept the old password tries it again and again: the commonest cause of locking again. */
export const keepsOldPassword: Habit = (citizen, street) => {
  const old = `${citizen.externalId.toLowerCase()}-old`;
  return tries(
    atHome(citizen, street),
    citizen,
    street,
    Array.from({ length: 4 + pick(street, 5) }, () => old),
  );
};

/** Has forgotten it, tries whatever it may have been, and does not stop when paused. */
export const forgets: Habit = (citizen, street) => {
  const guesses = ['2019', '2020', '2021', '2022', '2023', '2024'].map((year) => `${citizen.name}${year}`);
  return tries(atHome(citizen, street), citizen, street, guesses);
};

/** Somebody else tries a list from three networks that are not the citizen's. */
export const isAttacked: Habit = async (citizen, street) => {
  let last: Answer | null = null;
  for (const [at, address] of farAddresses(3, street.random).entries()) {
    const thief = new Visitor({ ...street, address, owner: null });
    last = await tries(thief, citizen, street, [`leaked-${at}-1`, `leaked-${at}-2`].slice(0, 1 + pick(street, 2)));
  }
  return last;
};

/**
 * Credential stuffing: names and passwords that leaked elsewhere, tried quickly from a handful of networks. Some names
 * have no account here; somebody whom several of the networks try is locked.
 */
export async function stuffs(citizens: readonly Citizen[], street: Street): Promise<void> {
  const bots = farAddresses(5, street.random).map((address) => new Visitor({ ...street, address, owner: null }));
  for (const [at, citizen] of citizens.entries()) {
    if (street.signal.aborted) return;
    const bot = bots[at % bots.length];
    const unknown = chance(street, 0.3);
    const name = unknown ? `1${String(3_000_000_000 + pick(street, 6_999_999_999))}` : nameOf(citizen);
    await bot?.signIn(name, `Leaked${pick(street, 1_000_000)}`);
    await pause(street, 0.1);
  }
}

/** What they chose when a code let them; until then they have the demo's. */
export const chosenPassword = ({ externalId }: Citizen) => `${demoPassword(externalId)}-xin`;
const passwordOf = (citizen: Citizen) =>
  citizen.ownPassword ? chosenPassword(citizen) : demoPassword(citizen.externalId);

/** People sign in with their phone number, or with the number of their document. */
export const nameOf = ({ phone, documentNumber, externalId }: Citizen) =>
  phone !== null && numberOf(externalId) % 3 !== 0 ? phone : documentNumber;

export function atHome({ externalId, division }: Citizen, street: Street): Visitor {
  return new Visitor({ ...street, address: homeAddress(division, numberOf(externalId)), owner: externalId });
}

async function tries(
  visitor: Visitor,
  citizen: Citizen,
  street: Street,
  passwords: readonly string[],
): Promise<Answer | null> {
  let last: Answer | null = null;
  for (const [at, password] of passwords.entries()) {
    if (at > 0) await pause(street, 1);
    if (street.signal.aborted) return last;
    last = await visitor.signIn(nameOf(citizen), password);
  }
  return last;
}

async function pause({ typingMs, random, signal }: Street, share: number): Promise<void> {
  const wait = typingMs * share * (0.5 + random());
  await delay(wait, undefined, { signal }).catch(() => {});
}

const numberOf = (externalId: string) => Number(externalId.replace(/\D/g, ''));
export const pick = ({ random }: Pick<Street, 'random'>, below: number) => Math.floor(random() * below);
const chance = ({ random }: Street, probability: number) => random() < probability;
