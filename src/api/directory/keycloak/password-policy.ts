/** A realm's password policy, as far as a one-time code must keep to it. */
import { randomInt } from 'node:crypto';

/** What the code must not be like. */
export interface CodeOwner {
  username: string | null;
  email: string | null;
}

/** Without those that are taken for one another. */
const KINDS = {
  digits: '23456789',
  upperCase: 'ABCDEFGHJKMNPQRSTVWXYZ',
  lowerCase: 'abcdefghjkmnpqrstvwxyz',
  /** On the first page of every keyboard's signs. */
  specialChars: '-+#*',
} as const;
type Kind = keyof typeof KINDS;
const PLAIN = KINDS.digits + KINDS.upperCase;

/** 49 random bits in the plainest case: too many to try before the realm locks, or within a code's minutes. */
const CODE_LENGTH = 10;
/** Below it a code could be guessed: 39 bits. */
const LEAST_LENGTH = 8;
const UNGUESSABLE_LENGTH = 48;
/** A pattern may ask for a length of its own. */
const LONGER = 10;
/** Codes of one kind and length; no rule but a pattern needs more than a few. */
const TRIES = 20;

/** A one-time code to be typed once, from another screen; null where none that is good enough can fit the policy. */
export const makeFittingCode = (policy: string | null, owner: CodeOwner): string | null =>
  make(rulesOf(policy), owner, CODE_LENGTH);

/** A password that nobody will ever type; null as above. */
export const makeUnguessable = (policy: string | null, owner: CodeOwner): string | null =>
  make(rulesOf(policy), owner, UNGUESSABLE_LENGTH);

interface Rules {
  least: Readonly<Record<Kind, number>>;
  min: number;
  max: number;
  /** The whole value must match each; null is one that we can't read. */
  patterns: readonly (RegExp | null)[];
}

/** Keycloak writes a policy as `length(8) and digits(1) and notUsername`, and splits it the same way. */
function rulesOf(policy: string | null): Rules {
  const given = new Map<string, string[]>();
  for (const part of (policy ?? '').split(' and ')) {
    const [, name, value = ''] = /^\s*(\w+)\s*(?:\((.*)\))?\s*$/s.exec(part) ?? [];
    if (name !== undefined) given.set(name, [...(given.get(name) ?? []), value]);
  }
  const number = (name: string, missing: number): number => {
    const value = Number.parseInt(given.get(name)?.[0] ?? '', 10);
    return Number.isNaN(value) ? missing : value;
  };
  return {
    least: {
      digits: number('digits', 0),
      upperCase: number('upperCase', 0),
      lowerCase: number('lowerCase', 0),
      specialChars: number('specialChars', 0),
    },
    min: number('length', 0),
    max: number('maxLength', Number.POSITIVE_INFINITY),
    patterns: (given.get('regexPattern') ?? []).map(wholly),
  };
}

/** Java's patterns are nearly ours. */
function wholly(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 's');
  } catch {
    return null;
  }
}

function make(rules: Rules, owner: CodeOwner, length: number): string | null {
  if (rules.max < LEAST_LENGTH || rules.patterns.includes(null)) return null;
  // A pattern may ask for what no rule asks for: for letters of both kinds, say, or for digits alone.
  for (const alphabet of [PLAIN, Object.values(KINDS).join(''), KINDS.digits]) {
    for (let tries = 0; tries < TRIES * LONGER; tries++) {
      const value = candidate(rules, alphabet, length + Math.floor(tries / TRIES));
      if (fits(rules, owner, value)) return value;
    }
  }
  return null;
}

function candidate({ least, min, max }: Rules, alphabet: string, length: number): string {
  const asked = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    Array.from({ length: least[kind] }, () => anyOf(KINDS[kind])),
  );
  const whole = Math.min(Math.max(length, min, asked.length), max);
  const filling = Array.from({ length: Math.max(0, whole - asked.length) }, () => anyOf(alphabet));
  return shuffled([...asked, ...filling]).join('');
}

function fits({ least, min, max, patterns }: Rules, { username, email }: CodeOwner, value: string): boolean {
  const like = (name: string | null) => name !== null && value.toLowerCase().includes(name.toLowerCase());
  return (
    value.length >= min &&
    value.length <= max &&
    patterns.every((pattern) => pattern?.test(value)) &&
    (Object.keys(KINDS) as Kind[]).every((kind) => countOf(kind, value) >= least[kind]) &&
    !like(username) &&
    !like(email)
  );
}

/** All our characters are of one of the kinds. */
const countOf = (kind: Kind, value: string): number =>
  [...value].filter((character) => KINDS[kind].includes(character)).length;

const anyOf = (characters: string): string => characters.charAt(randomInt(characters.length));

/** Fisher and Yates. */
function shuffled(characters: string[]): string[] {
  for (let at = characters.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other] as string, characters[at] as string];
  }
  return characters;
}
