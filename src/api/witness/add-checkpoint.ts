/** One call of c2sp.org/tlog-witness: a checkpoint, and the proof that nothing but growth lies behind it. */
import type { AxiosInstance } from 'axios';
import axios from 'axios';

/** How long a witness may take. Less than the time between two submissions. */
const ANSWER_MS = 8_000;
/** Cosignatures are some hundred bytes each. */
const ANSWER_MAX_BYTES = 64 * 1024;

/** What is wrong between us and the witness, as a code. */
export type WitnessProblem =
  /** No answer, or a server's fault. */
  | 'unreachable'
  /** It does not know the ledger, or not the key that signs it. */
  | 'unknown_ledger'
  /** It has cosigned a longer ledger than this one: entries are gone. */
  | 'ahead'
  /** It has cosigned another ledger than this one is a continuation of. */
  | 'inconsistent'
  /** Any other refusal. */
  | 'refused'
  /** It has answered without a cosignature of its own. */
  | 'wrong_signature';

export type WitnessAnswer =
  /** Signature lines, unchecked. */
  | { what: 'cosigned'; lines: string }
  /** The size that it has cosigned, which was not the one given as the old one. */
  | { what: 'conflict'; size: number }
  | { what: 'problem'; problem: WitnessProblem };

export interface Submission {
  oldSize: number;
  proof: readonly Buffer[];
  /** The signed note. */
  checkpoint: string;
}

/** @param url the submission prefix */
export async function addCheckpoint(
  http: AxiosInstance,
  url: string,
  { oldSize, proof, checkpoint }: Submission,
  signal: AbortSignal,
): Promise<WitnessAnswer> {
  const lines = [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), ''];
  try {
    const { status, data } = await http.post<string>(
      `${url.replace(/\/$/, '')}/add-checkpoint`,
      `${lines.join('\n')}\n${checkpoint}`,
      {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        responseType: 'text',
        transformResponse: (body: string) => body,
        maxRedirects: 0,
        maxContentLength: ANSWER_MAX_BYTES,
        validateStatus: () => true,
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
      },
    );
    return answerOf(status, data);
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    return { what: 'problem', problem: 'unreachable' };
  }
}

function answerOf(status: number, body: string): WitnessAnswer {
  if (status === 200) return { what: 'cosigned', lines: body };
  if (status === 409 && /^(0|[1-9]\d{0,15})\n$/.test(body)) return { what: 'conflict', size: Number(body) };
  if (status >= 500) return { what: 'problem', problem: 'unreachable' };
  return { what: 'problem', problem: REFUSALS[status] ?? 'refused' };
}

const REFUSALS: Readonly<Record<number, WitnessProblem>> = {
  403: 'unknown_ledger',
  404: 'unknown_ledger',
  422: 'inconsistent',
};
