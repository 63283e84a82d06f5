import type * as z from 'zod';
import type { Outside } from '../../outside.ts';
import { readPrivateFile } from '../../private-file.ts';
import { type Asked, faultOf, readAnswer } from './answer.ts';
import { BackOff } from './back-off.ts';
import { type Answer, exchange, type Request } from './exchange.ts';
import { KeycloakFault } from './fault.ts';
import { rightsIn } from './rights.ts';
import { ServiceToken } from './service-token.ts';
import {
  BruteForceStatus,
  type KeycloakEvent,
  KeycloakEvents,
  KeycloakGroups,
  type KeycloakRealm,
  KeycloakUser,
  KeycloakUsers,
  RealmAnswer,
} from './shapes.ts';
import { Slots } from './slots.ts';
import { isMarked, MARKER } from './state.ts';

/** Calls on their way at once. Keycloak answers a status in 2 to 3 ms: more only fills its pool. */
const AT_ONCE = 8;

export interface KeycloakPlace {
  /** Of the server, with the path that it is served under if there is one. */
  url: string;
  realm: string;
  clientId: string;
  secret: () => Promise<string>;
}

/** A secret that stands in a file which nobody but its owner may read. */
export const secretFromFile = (file: string) => async (): Promise<string> => (await readPrivateFile(file)).trim();

/** A part of a list. */
export interface Page {
  first: number;
  max: number;
}

export interface EventQuery extends Page {
  types: readonly string[];
  /** With this millisecond. */
  from: Date;
  /** With this millisecond. */
  to?: Date;
  direction: 'asc' | 'desc';
}

/** What we ever change of a user: nobody is disabled by us, and what is not named stays. */
export interface UserPatch {
  enabled?: true;
  /** All of them: Keycloak removes those that are missing here. */
  requiredActions?: readonly string[];
  /** As by {@link KeycloakClient.resetPassword}; the whole change is done, or nothing of it. */
  temporaryPassword?: string;
}

const temporary = (value: string) => ({ type: 'password', value, temporary: true });

interface Call extends Asked {
  method: Request['method'];
  /** Below the realm. */
  path: string;
  query?: URLSearchParams;
  body?: unknown;
  /** Without the right Keycloak answers as if nobody were there. */
  hides?: true;
}

/**
 * The admin API of one realm, as its service account. Every method throws KeycloakFault; a call about a user who is not
 * there throws one of `gone`, but for {@link user}.
 *
 * There is no method that clears the failures of a whole realm, and none may come.
 */
export class KeycloakClient {
  readonly #http: Outside['http'];
  readonly #base: string;
  readonly #signal: AbortSignal;
  readonly #token: ServiceToken;
  readonly #slots = new Slots(AT_ONCE);
  readonly #backOff = new BackOff();

  /** @param signal aborted to give up whatever is on its way */
  constructor({ url, realm, clientId, secret }: KeycloakPlace, { http }: Outside, signal: AbortSignal) {
    const server = url.replace(/\/+$/, '');
    const realmPath = `realms/${encodeURIComponent(realm)}`;
    this.#http = http;
    this.#base = `${server}/admin/${realmPath}`;
    this.#signal = signal;
    this.#token = new ServiceToken(
      { tokenUrl: `${server}/${realmPath}/protocol/openid-connect/token`, clientId, secret },
      (request) => exchange(http, request, signal),
    );
  }

  /** How long whoever is in no hurry should leave the server alone: it has failed, or asked for it. */
  get waitMs(): number {
    return this.#backOff.waitMs(performance.now());
  }

  /** The service account's token, for what it says of its rights. Not to be handed on. */
  token(): Promise<string> {
    return this.#token.get();
  }

  /** Null where there is none of that id. */
  async user(id: string): Promise<KeycloakUser | null> {
    try {
      const user = await this.#read(
        { name: 'read a user', method: 'GET', path: userPath(id), right: 'view-users' },
        KeycloakUser,
      );
      return await this.#asStored(user);
    } catch (error) {
      if (error instanceof KeycloakFault && error.code === 'gone') return null;
      throw error;
    }
  }

  /** By name. A page may miss somebody while others come and go. */
  users(page: Page): Promise<KeycloakUser[]> {
    return this.#usersWhere(page);
  }

  /** Those who can't sign in until somebody enables them: locked for good, or disabled by an administrator. */
  disabledUsers(page: Page): Promise<KeycloakUser[]> {
    return this.#usersWhere(page, { enabled: 'false' });
  }

  async #usersWhere({ first, max }: Page, where: Readonly<Record<string, string>> = {}): Promise<KeycloakUser[]> {
    const query = new URLSearchParams({
      ...where,
      first: String(first),
      max: String(max),
      briefRepresentation: 'false',
    });
    const users = await this.#find('list users', query);
    return Promise.all(users.map((user) => this.#asStored(user)));
  }

  #find(name: string, query: URLSearchParams): Promise<KeycloakUser[]> {
    return this.#read({ name, method: 'GET', path: '/users', query, right: 'view-users', hides: true }, KeycloakUsers);
  }

  /**
   * While somebody signs in, a realm that locks for good shows its own accounts a user who is locked, by the marker, whatever
   * is stored: also of one who is free, or whom an administrator disabled (26.7.4: in most looks while sign-ins come one after
   * the other). What a search is narrowed to is what is stored.
   */
  async #asStored(user: KeycloakUser): Promise<KeycloakUser> {
    if (!isMarked(user) || user.username === null) return user;
    const { username } = user;
    const isFound = async (narrowed: Readonly<Record<string, string>>): Promise<boolean> => {
      const query = new URLSearchParams({ username, exact: 'true', max: '1', ...narrowed });
      return (await this.#find('look for a user', query)).length > 0;
    };
    if (await isFound({ enabled: 'false', q: `${MARKER.name}:${MARKER.value}` })) return user;
    // Nothing is stored of users whom a federation keeps for itself.
    const [isDisabled, isStored] = await Promise.all([isFound({ enabled: 'false' }), isFound({})]);
    if (!isStored) return user;
    const { [MARKER.name]: _, ...attributes } = user.attributes;
    return { ...user, enabled: !isDisabled, attributes };
  }

  /** Paths of the groups that the user is in itself, as `/province/city`. */
  groups(id: string): Promise<string[]> {
    const path = `${userPath(id)}/groups`;
    return this.#read({ name: 'list a user’s groups', method: 'GET', path, right: 'view-users' }, KeycloakGroups);
  }

  /** Zeros where there is no record, no such user or no protection: Keycloak tells them apart no further. */
  async status(id: string): Promise<BruteForceStatus> {
    return this.#read(
      { name: 'read a failure record', method: 'GET', path: recordPath(id), right: 'view-users' },
      BruteForceStatus,
    );
  }

  events({ types, from, to, first, max, direction }: EventQuery): Promise<KeycloakEvent[]> {
    const query = new URLSearchParams({
      dateFrom: String(from.getTime()),
      first: String(first),
      max: String(max),
      direction,
    });
    if (to !== undefined) query.set('dateTo', String(to.getTime()));
    for (const type of types) query.append('type', type);
    return this.#read(
      { name: 'list events', method: 'GET', path: '/events', query, right: 'view-events' },
      KeycloakEvents,
    );
  }

  /** @throws KeycloakFault also where the account may not see what the realm decides */
  async realm(): Promise<KeycloakRealm> {
    const asked = { name: 'read the realm', method: 'GET', path: '', right: 'view-realm' } as const;
    const realm = await this.#read(asked, RealmAnswer);
    if (realm === null) throw new KeycloakFault('right_missing', asked.name, { right: asked.right });
    return realm;
  }

  /** Clears the failure record of one user, which ends a temporary lock. */
  async clear(id: string): Promise<void> {
    await this.#act({ name: 'clear a failure record', method: 'DELETE', path: recordPath(id) });
  }

  /** Attributes stay as they are: Keycloak keeps them where a change names none. */
  async update(id: string, { temporaryPassword: value, ...fields }: UserPatch): Promise<void> {
    const body = { ...fields, ...(value !== undefined && { credentials: [temporary(value)] }) };
    await this.#act({ name: 'update a user', method: 'PUT', path: userPath(id), body });
  }

  /** Sends the user a link that asks for these actions. */
  async executeActionsEmail(id: string, actions: readonly string[], lifespanS: number): Promise<void> {
    const query = new URLSearchParams({ lifespan: String(lifespanS) });
    await this.#act({
      name: 'send a link',
      method: 'PUT',
      path: `${userPath(id)}/execute-actions-email`,
      query,
      body: actions,
    });
  }

  /** Sets a password that must be changed at the next sign-in. Locks and sessions stay. */
  async resetPassword(id: string, value: string): Promise<void> {
    const path = `${userPath(id)}/reset-password`;
    await this.#act({ name: 'set a password', method: 'PUT', path, body: temporary(value) });
  }

  /** Ends all sessions. */
  async logout(id: string): Promise<void> {
    await this.#act({ name: 'end sessions', method: 'POST', path: `${userPath(id)}/logout` });
  }

  async #act(call: Omit<Call, 'right'>): Promise<void> {
    await this.#call({ ...call, right: 'manage-users' }, ({ status }) => {
      // Whatever stands between us and Keycloak may answer 200 to anything.
      if (status !== 204) throw new KeycloakFault('not_keycloak', call.name, { seen: status });
    });
  }

  #read<T>(call: Call, shape: z.ZodType<T>): Promise<T> {
    return this.#call(call, (answer) => readAnswer(call.name, answer, shape));
  }

  #call<T>(call: Call, read: (answer: Answer) => T): Promise<T> {
    return this.#slots.run(async () => {
      try {
        const answer = await this.#authorized(call);
        const fault = faultOf(call, answer);
        if (fault) throw fault;
        const value = read(answer);
        this.#backOff.answered();
        return value;
      } catch (error) {
        if (error instanceof KeycloakFault) this.#backOff.failed(error, performance.now());
        throw error;
      }
    });
  }

  /** With a new token where the one we had has ended meanwhile: what is refused by 401 was not begun. */
  async #authorized(call: Call): Promise<Answer> {
    const token = await this.#token.get();
    if (call.hides && rightsIn(token).missing.includes(call.right)) {
      throw new KeycloakFault('right_missing', call.name, { right: call.right });
    }
    const answer = await this.#with(token, call);
    return answer.status === 401 ? this.#with(await this.#token.after(token), call) : answer;
  }

  async #with(token: string, { name, method, path, query, body }: Call): Promise<Answer> {
    this.#signal.throwIfAborted();
    const request: Request = {
      name,
      method,
      url: `${this.#base}${path}${query === undefined ? '' : `?${query}`}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    return exchange(this.#http, request, this.#signal);
  }
}

const userPath = (id: string): string => `/users/${pathPart(id)}`;
const recordPath = (id: string): string => `/attack-detection/brute-force/users/${pathPart(id)}`;

/**
 * An id as one part of a path. Of those that vanish from a path nothing may be asked: without it, the path of one user's
 * failure record is that of all.
 */
function pathPart(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new KeycloakFault('gone', 'name a user');
  return encodeURIComponent(id);
}
