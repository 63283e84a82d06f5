/** Rights of the realm's own management client (`realm-management`) that the service account needs, and no others. */
export const RIGHTS = ['query-users', 'view-users', 'manage-users', 'view-events', 'view-realm'] as const;
export type Right = (typeof RIGHTS)[number];

/** What can be wrong between us and a Keycloak, as a code. */
export const FAULTS = [
  /** No connection, or one that was cut. */
  'unreachable',
  /** Its certificate is not one that we trust. */
  'untrusted',
  /** No whole answer in time. */
  'slow',
  /** It, or a gateway before it, asks to come back later. */
  'busy',
  /** A fault of the server's own. */
  'server_error',
  /** Something answers that is no Keycloak, or nothing that we understand. */
  'not_keycloak',
  /** There is no such realm, or it is switched off. */
  'no_realm',
  /** Our own file of the secret can't be read. */
  'no_secret',
  /** There is no such client, it has no service account, or its secret is another one. */
  'wrong_secret',
  /** A token just given is not accepted. */
  'token_refused',
  /** The service account lacks a right. */
  'right_missing',
  /** There is no such user, or not any more. */
  'gone',
  /** The user is one of a federation that can't be written to. */
  'read_only',
  /** What the realm asks of a user's attributes does not hold of this one: nothing of the user can be changed. */
  'invalid_profile',
  /** The user has no e-mail address. */
  'no_email',
  /** The realm has no mail server, or no sender's address. */
  'no_mailer',
  /** Its mail server did not take the message. */
  'mail_not_taken',
  /** The realm's password policy forbids the one-time code. */
  'weak_password',
  /** Any other refusal. */
  'refused',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is known of a fault beside its code. Names and numbers that hold nothing of a user and no secret. */
export interface FaultDetails {
  /** Of `right_missing`. */
  right?: Right;
  /** Of `weak_password` the rule, of `invalid_profile` the attribute, as Keycloak names it. */
  rule?: string;
  /** Status of the answer, or the connection's error. */
  seen?: number | string;
  /** How long the server asks to be left alone. */
  retryAfterMs?: number;
}

/** A call that Keycloak has not done, or not as far as we know. The message is for logs. */
export class KeycloakFault extends Error {
  readonly code: Fault;
  readonly details: Readonly<FaultDetails>;

  /** @param call what was asked for, without whom it was about */
  constructor(code: Fault, call: string, details: FaultDetails = {}) {
    const known = Object.entries(details).map(([name, value]) => ` ${name}=${value}`);
    super(`${call}: ${code}${known.join('')}`);
    this.name = 'KeycloakFault';
    this.code = code;
    this.details = details;
  }
}
