import { setTimeout as delay } from 'node:timers/promises';
import { demoPassword } from '../citizens/passwords.ts';
import { RESERVED_CITIZENS } from '../citizens/people.ts';
import type { CitizenStore, ReceivedMessage } from '../citizens/store.ts';
import { atHome, nameOf, type Street, signsIn } from './habits.ts';

const LOOK_MS = 2_000;
/** From the message on the phone to the sign-in: somebody walks from the counter to a chair. */
const SOONEST_MS = 12_000;
const LATEST_MS = 40_000;

/** Citizens who read on their phone that they were helped, and sign in: a clerk's receipt then tells so. */
export class Errands {
  readonly #store: CitizenStore;
  readonly #street: Street;

  constructor(store: CitizenStore, street: Street) {
    this.#store = store;
    this.#street = street;
  }

  async follow(): Promise<void> {
    const { signal } = this.#street;
    const begun: Promise<void>[] = [];
    for (let since = new Date(); !signal.aborted; ) {
      await delay(LOOK_MS, undefined, { signal }).catch(() => {});
      const messages = await this.#store.messagesSince(since, RESERVED_CITIZENS);
      since = messages.at(-1)?.receivedAt ?? since;
      begun.push(...messages.map((message) => this.#answer(message)));
    }
    await Promise.allSettled(begun);
  }

  async #answer({ type, text, citizen }: ReceivedMessage): Promise<void> {
    const { signal } = this.#street;
    await delay(SOONEST_MS + Math.random() * (LATEST_MS - SOONEST_MS), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    if (type === 'unlock_notice') await signsIn(citizen, this.#street);
    const code = type === 'reset_code' ? /\w{3} \w{3} \w{3}/.exec(text)?.[0] : undefined;
    if (code) {
      await atHome(citizen, this.#street).redeem(nameOf(citizen), code, `${demoPassword(citizen.externalId)}-xin`);
    }
  }
}
