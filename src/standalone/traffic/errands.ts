import { setTimeout as delay } from 'node:timers/promises';
import { isReserved } from '../citizens/people.ts';
import type { CitizenStore, NewMessage } from '../citizens/store.ts';
import { atHome, chosenPassword, nameOf, type Street, signsIn } from './habits.ts';

/** A citizen reads on their phone that they were helped, and signs in a while later: a clerk's receipt then tells so. */
export async function answerMessage(
  { phone, type, text }: NewMessage,
  waitMs: number,
  { store, street }: { store: CitizenStore; street: Street },
): Promise<void> {
  await delay(waitMs, undefined, { signal: street.signal });
  const citizen = await store.findByName(phone);
  if (citizen === null || isReserved(citizen.externalId)) return;
  if (type === 'unlock_notice') await signsIn(citizen, street);
  const code = type === 'reset_code' ? /\w{3} \w{3} \w{3}/.exec(text)?.[0] : undefined;
  if (code) await atHome(citizen, street).redeem(nameOf(citizen), code, chosenPassword(citizen));
}
