import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import { addCheckpoint, type WitnessProblem } from './add-checkpoint.ts';
import { consistencyProof, treeHashes } from './consistency.ts';
import { readCosignature, readWitnessKey, type WitnessKey } from './cosignature.ts';

interface Stand {
  size: number;
  /** Null until the ledger is signed for the first time. */
  checkpoint: string | null;
  /** Size of what the witness has cosigned; 0 where another one was configured before. */
  witnessed: number;
  problem: WitnessProblem | null;
}

type WitnessServices = Pick<Services, 'db' | 'config' | 'log' | 'outside'>;

/**
 * Has the newest checkpoint cosigned by the witness, if there is one and the ledger has grown since the last. Nothing waits
 * for it: a witness that is slow, dead or wrong leaves the ledger as it is and itself behind.
 *
 * @param signal aborted to give up what is on its way
 */
export async function submitToWitness(services: WitnessServices, signal: AbortSignal): Promise<{ more: boolean }> {
  const { WITNESS_URL: url, WITNESS_KEY: vkey } = services.config;
  const witness = vkey === undefined ? null : readWitnessKey(vkey);
  if (url === undefined || vkey === undefined || !witness) return { more: false };
  const { size, checkpoint, witnessed, problem } = await readStand(services.db, vkey);
  if (checkpoint === null || (size === witnessed && problem === null)) return { more: false };
  const result = await submit(services, { url, witness, oldSize: witnessed }, { size, checkpoint }, signal);
  if (signal.aborted || result === null) return { more: false };
  if (typeof result === 'string') {
    services.log.warn({ witness: witness.name, problem: result }, 'the witness did not cosign');
    await keepProblem(services.db, vkey, result);
  } else {
    await keep(services.db, vkey, result);
  }
  return { more: false };
}

interface Cosigned {
  size: number;
  checkpoint: string;
  cosignature: string;
  at: Date;
}

interface Target {
  url: string;
  witness: WitnessKey;
  oldSize: number;
}

/** @returns null where the ledger has moved on meanwhile: the next round will see */
async function submit(
  services: WitnessServices,
  { url, witness, oldSize }: Target,
  { size, checkpoint }: { size: number; checkpoint: string },
  signal: AbortSignal,
): Promise<Cosigned | WitnessProblem | null> {
  const send = async (from: number) =>
    addCheckpoint(
      services.outside.http,
      url,
      { oldSize: from, proof: await consistencyProof(from, size, treeHashes(services)), checkpoint },
      signal,
    );
  let answer = await send(oldSize);
  if (answer.what === 'conflict') {
    if (answer.size > size) return (await isBeyond(services.db, answer.size)) ? 'ahead' : null;
    answer = await send(answer.size);
  }
  if (answer.what === 'conflict') return 'refused';
  if (answer.what === 'problem') return answer.problem;
  const cosignature = readCosignature(witness, textOf(checkpoint), answer.lines);
  return cosignature ? { size, checkpoint, cosignature: cosignature.line, at: cosignature.at } : 'wrong_signature';
}

/** Of a note, the text before the signatures. */
export const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

async function readStand(db: Kysely<Database>, vkey: string): Promise<Stand> {
  const { rows } = await sql<Stand>`
    SELECT head.size, head.checkpoint, problem, CASE WHEN witness = ${vkey} THEN witness_head.size ELSE 0 END AS witnessed
      FROM ledger_head AS head, witness_head`.execute(db);
  return rows[0] as Stand;
}

/** Whether even the ledger of now is shorter: another leader may have submitted a newer checkpoint meanwhile. */
async function isBeyond(db: Kysely<Database>, size: number): Promise<boolean> {
  const { rows } = await sql<{ size: number }>`SELECT size FROM ledger_head`.execute(db);
  return size > (rows[0]?.size ?? 0);
}

async function keep(
  db: Kysely<Database>,
  vkey: string,
  { size, checkpoint, cosignature, at }: Cosigned,
): Promise<void> {
  await sql`
    UPDATE witness_head
       SET witness = ${vkey}, size = ${size}, checkpoint = ${checkpoint}, cosignature = ${cosignature},
           cosigned_at = ${at}, problem = NULL`.execute(db);
}

/** What another witness cosigned says nothing of this one. */
async function keepProblem(db: Kysely<Database>, vkey: string, problem: WitnessProblem): Promise<void> {
  await sql`
    UPDATE witness_head
       SET size = CASE WHEN witness = ${vkey} THEN size ELSE 0 END,
           checkpoint = CASE WHEN witness = ${vkey} THEN checkpoint END,
           cosignature = CASE WHEN witness = ${vkey} THEN cosignature END,
           cosigned_at = CASE WHEN witness = ${vkey} THEN cosigned_at END,
           witness = ${vkey}, problem = ${problem}`.execute(db);
}
