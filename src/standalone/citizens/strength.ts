import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { spell } from '../../api/personal/pinyin.ts';
import type { Citizen } from './store.ts';

/** SP 800-63B-4 §3.1.1.2: eight characters where the password is one of two factors; we ask for strength besides. */
const SHORTEST = 8;
/** Long enough for any sentence, short enough to be hashed at once. */
const LONGEST = 128;
/** zxcvbn's "safely unguessable: moderate protection from an offline attack". */
const LEAST_SCORE = 3;
/** Shorter pieces of somebody's data are in too many passwords by chance. */
const SHORTEST_PIECE = 4;

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

export interface Strength {
  /** zxcvbn's score: 0 (guessed at once) to 4. */
  score: number;
  length: number;
  longEnough: boolean;
  /** Holds no name, phone or document number, or birth date of the citizen. */
  impersonal: boolean;
  /** Not a well-known password, and no run or repetition. What is strong may hold a piece of one. */
  uncommon: boolean;
  accepted: boolean;
}

export function strengthOf(password: string, citizen: Citizen): Strength {
  const own = ownData(citizen);
  const plain = password.toLowerCase();
  const { score, sequence } = zxcvbn.check(password.slice(0, LONGEST), own);
  const length = [...password].length;
  const longEnough = length >= SHORTEST && password.length <= LONGEST;
  const impersonal = !own.some((piece) => plain.includes(piece));
  const strong = score >= LEAST_SCORE;
  const uncommon =
    strong ||
    !sequence.some(
      ({ pattern, dictionaryName, token }) =>
        pattern === 'sequence' ||
        pattern === 'repeat' ||
        (pattern === 'dictionary' && dictionaryName === 'passwords-common' && token.length >= SHORTEST_PIECE),
    );
  return {
    score,
    length,
    longEnough,
    impersonal,
    uncommon,
    accepted: longEnough && impersonal && strong,
  };
}

/** What a thief who knows the citizen would try first. */
function ownData({ name, documentNumber, phone }: Citizen): string[] {
  const { pinyin } = spell(name);
  const born = /^\d{6}(\d{4})(\d{4})/.exec(documentNumber);
  const birth = born ? [born[1], born[2], `${born[1]}${born[2]}`, `${born[1]?.slice(2)}${born[2]}`] : [];
  const numbers = [documentNumber, phone ?? ''].flatMap((number) => [number, number.slice(-6), number.slice(-4)]);
  return [name, pinyin, ...birth, ...numbers]
    .map((piece) => (piece ?? '').toLowerCase())
    .filter((piece) => [...piece].length >= SHORTEST_PIECE || (piece === name && piece !== ''));
}
