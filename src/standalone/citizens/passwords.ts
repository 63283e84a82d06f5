import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's least for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. About 25 ms. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const WORDS = ['lantian', 'heping', 'qiaomai', 'shanhu', 'yinxing', 'meihua', 'zhuozi', 'chuntian'];
const MORE_WORDS = ['taiyang', 'guiyu', 'baiyun', 'lianou', 'muqin', 'fengche', 'songshu', 'yueliang'];

/**
 * The password that a demo citizen has until they choose their own: derived from their number in the register, so that
 * the site can show it to whoever tries the demo without keeping it anywhere.
 */
export function demoPassword(externalId: string): string {
  const digest = createHash('sha256').update(`lockdesk demo ${externalId}`).digest();
  const word = (words: readonly string[], at: number) => words[digest.readUInt8(at) % words.length];
  return `${word(WORDS, 0)}-${1000 + (digest.readUInt16BE(1) % 9000)}-${word(MORE_WORDS, 3)}`;
}

/** A hash in the PHC string format, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive('argon2id', { message: password, nonce: salt, tagLength: HASH_BYTES, ...COST });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

export async function matchesHash(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = PHC.exec(phc) ?? [];
  const wanted = Buffer.from(hash, 'base64');
  const given = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: wanted.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, wanted);
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
