import { type FollowServices, type OutsideDirectory, OutsideFault, type OutsideState } from '../index.ts';
import { seeUser, unlock } from './acts.ts';
import type { KeycloakClient } from './client.ts';
import { type Fault, KeycloakFault } from './fault.ts';
import { followDirectory } from './follow.ts';
import type { PeopleMapping } from './people.ts';
import type { Standing } from './state.ts';

/** No answer, or none of Keycloak's own: whether it was done there only a look can tell. */
const UNKNOWN: ReadonlySet<Fault> = new Set(['unreachable', 'slow', 'busy', 'server_error', 'not_keycloak']);

/** Each with calls of its own: an act does not wait behind whatever else is read. */
interface Clients {
  acts: KeycloakClient;
  following: KeycloakClient;
}

/** A realm of a Keycloak, as orders are carried out there. */
export class KeycloakDirectory implements OutsideDirectory {
  readonly name: string;
  readonly #clients: Clients;
  readonly #people: PeopleMapping;

  constructor(name: string, clients: Clients, people: PeopleMapping) {
    this.name = name;
    this.#clients = clients;
    this.#people = people;
  }

  follow(services: FollowServices, signal: AbortSignal): Promise<void> {
    const directory = { name: this.name, people: this.#people };
    return followDirectory({ services, client: this.#clients.following, directory, signal });
  }

  async unlock(externalId: string): Promise<OutsideState> {
    const { outcome, after } = await explained(unlock(this.#clients.acts, externalId));
    if (outcome === 'disabled_by_administrator') {
      throw new OutsideFault('account_disabled', { since: null }, { begun: false });
    }
    return stateOf(after.standing);
  }

  async read(externalId: string): Promise<OutsideState | null> {
    try {
      return stateOf((await seeUser(this.#clients.acts, externalId)).standing);
    } catch (error) {
      if (error instanceof KeycloakFault && error.code === 'gone') return null;
      return explained(Promise.reject(error));
    }
  }
}

const stateOf = ({ state, resetPending }: Standing): OutsideState => ({
  locked: state.kind === 'temporary' || state.kind === 'permanent',
  disabled: state.kind === 'disabled_by_administrator',
  resetPending,
});

/** A fault as the staff hear of it. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof KeycloakFault)) throw error;
    throw faultOf(error);
  }
}

function faultOf(cause: KeycloakFault): OutsideFault {
  const options = { begun: UNKNOWN.has(cause.code), cause };
  if (options.begun) return new OutsideFault('directory_unavailable', {}, options);
  if (cause.code === 'gone') return new OutsideFault('account_gone', {}, options);
  if (cause.code === 'read_only') return new OutsideFault('account_read_only', {}, options);
  return new OutsideFault('directory_unfit', { why: cause.code }, options);
}
