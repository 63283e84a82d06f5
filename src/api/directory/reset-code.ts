import { argon2, randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Crockford's base32: without I, L, O and U, so that nothing is mistaken for 1, 0 or V. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The check character has 37 values; the last five stand for those beyond the alphabet. */
const CHECK_ALPHABET = `${ALPHABET}*~$=U`;
const LENGTH = 8;

/**
 * A new one-time code: 40 random bits in 8 characters, and Crockford's check character (value mod 37). Codes whose check
 * character would be a sign or U are thrown away: citizens find letters and digits only.
 */
export function makeCode(): string {
  for (;;) {
    const body = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
    const check = checkCharacter(body);
    if (ALPHABET.includes(check)) return body + check;
  }
}

/**
 * What a citizen typed, as it was made: any case; spaces, hyphens and full-width forms forgiven; O is 0, I and L are 1.
 * Null where no code can be meant: wrong length, or the check character shows a slip.
 */
export function readCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const body = code.slice(0, LENGTH);
  const ours = code.length === LENGTH + 1 && [...body].every((character) => ALPHABET.includes(character));
  return ours && code.endsWith(checkCharacter(body)) ? code : null;
}

function checkCharacter(body: string): string {
  const value = [...body].reduce((sum, character) => (sum * 32 + ALPHABET.indexOf(character)) % 37, 0);
  return CHECK_ALPHABET.charAt(value);
}

// OWASP's Password Storage Cheat Sheet: 19 MiB, two passes. 2^40 codes are too many to try in a code's ten minutes.
const ARGON2 = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const derive = promisify(argon2);

export const hashCode = (code: string, salt: Buffer): Promise<Buffer> =>
  derive('argon2id', { message: code, nonce: salt, ...ARGON2 });

export interface ResetCode {
  /** For the citizen's phone and nowhere else. */
  code: string;
  expires_at: Date;
}

/**
 * Makes the one-time code of a forced reset. A code of an earlier reset that is still open is void from then on, and its
 * message, if it waits, is not sent any more.
 *
 * @param minutes how long it holds, from the transaction's time
 */
export async function createResetCode(
  trx: Transaction<Database>,
  { accountId, entryId, minutes }: { accountId: string; entryId: string; minutes: number },
): Promise<ResetCode> {
  const code = makeCode();
  const salt = randomBytes(16);
  const hash = await hashCode(code, salt);
  const { rows } = await sql<{ expires_at: Date }>`
    WITH replaced AS (
      UPDATE reset_codes SET replaced_at = now()
       WHERE account_id = ${accountId} AND redeemed_at IS NULL AND replaced_at IS NULL
       RETURNING entry_id
    ), unsent AS (
      UPDATE outbox SET payload_cipher = NULL, gave_up_at = now()
       WHERE entry_id IN (SELECT entry_id FROM replaced) AND kind = 'reset_code'
         AND delivered_at IS NULL AND gave_up_at IS NULL
    )
    INSERT INTO reset_codes (account_id, entry_id, salt, code_hash, expires_at)
    VALUES (${accountId}, ${entryId}, ${salt}, ${hash}, now() + make_interval(mins => ${minutes}))
    RETURNING expires_at`.execute(trx);
  const expires_at = rows[0]?.expires_at;
  if (!expires_at) throw new Error('a reset code was not stored');
  return { code, expires_at };
}
