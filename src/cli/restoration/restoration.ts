import { type Client, LockdeskError } from '../../client/index.ts';
import type { Declaration, RestorationState } from '../../contract/index.ts';
import { declarationDigest } from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { disaster } from '../backup/say.ts';
import { interruptible } from '../interrupt.ts';
import { EXIT, errorWords } from '../say.ts';
import { tokenSource } from '../token.ts';
import { type Export, openExport } from './lost-entries.ts';

const { restoration: words } = disaster;
const OPTIONS = { ...API_OPTIONS, export: { type: 'string' } } as const;
/** Who has just signed in waits for an answer, not for an API that comes back. */
const PATIENCE_MS = 5_000;

const tell = (sentence: string, values: Readonly<Record<string, string | number>> = {}): void =>
  void process.stdout.write(`${fill(sentence, values)}\n`);

type Ask = <T>(send: (client: Client) => Promise<T>) => Promise<T>;

/**
 * `lockdesk restoration show|propose|confirm`: declares what a restored ledger has lost, by two administrators.
 *
 * @returns 0 where nothing needs to be declared or it was done, 1 where something does
 */
export function runRestoration(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 1, 2);
  const [what, digest] = positionals;
  if (!what || !Object.hasOwn(STEPS, what) || (what === 'confirm') !== (digest !== undefined)) throw new WrongUsage();
  const readToken = tokenSource(values['token-file'], process.env);
  return interruptible(async (signal) => {
    const api = new PatientApi({ url: apiAddress(values.api), readToken, patienceMs: PATIENCE_MS, signal });
    const ask: Ask = (send) =>
      api.call(send).catch((error: unknown) => {
        if (!(error instanceof LockdeskError)) throw error;
        const { code, title } = error.failure;
        tell(words.refused, { why: fill(errorWords[code], { title }) });
        return Promise.reject(new Refused());
      });
    const held = values.export === undefined ? null : await openExport(values.export);
    try {
      return await STEPS[what as keyof typeof STEPS](ask, held, digest ?? '');
    } catch (error) {
      if (error instanceof Refused) return EXIT.unfinished;
      throw error;
    }
  });
}

/** The API's refusal, once it was told. */
class Refused extends Error {}

const STEPS = { show, propose, confirm };

async function show(ask: Ask, held: Export | null): Promise<number> {
  const { needed, declaration, proposal } = await read(ask, held);
  if (!needed || !declaration) {
    tell(words.whole);
    return EXIT.ok;
  }
  tell(words.needed);
  tellDeclaration(proposal?.declaration ?? declaration);
  if (proposal) {
    // Of what is shown here, not of what the API says that it is.
    tell(words.proposal, { name: proposal.proposed_by.name, digest: declarationDigest(proposal.declaration) });
  }
  return EXIT.unfinished;
}

async function propose(ask: Ask, held: Export | null): Promise<number> {
  const { declaration } = await read(ask, held);
  if (!declaration) {
    tell(words.whole);
    return EXIT.ok;
  }
  const { kept, lost } = declaration;
  const lost_entries = (lost && (await held?.entries(kept.size, lost.size))) ?? [];
  const { declaration: proposed } = await ask((client) =>
    client.proposeRestoration({ declaration: { ...declaration, lost_entries } }),
  );
  tellDeclaration(proposed);
  tell(words.proposed, { digest: declarationDigest(proposed) });
  return EXIT.ok;
}

async function confirm(ask: Ask, _held: Export | null, digest: string): Promise<number> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new WrongUsage();
  const { number, proposed_by, confirmed_by } = await ask((client) => client.confirmRestoration({ digest }));
  tell(words.confirmed, { number, first: proposed_by, second: confirmed_by });
  return EXIT.ok;
}

/** The state, once the export's checkpoint is known: it may be the newest that there is. */
async function read(ask: Ask, held: Export | null): Promise<RestorationState> {
  if (held) {
    await ask((client) => client.reportCheckpoint({ checkpoint: held.note }));
    tell(words.reported, { size: held.size });
  }
  return ask((client) => client.restorationState({}));
}

function tellDeclaration({ kept, lost, lost_entries, mark }: Declaration): void {
  if (mark !== null) tell(words.mark, { mark });
  if (kept.size === 0) tell(words.kept_none);
  else tell(words.kept, { size: kept.size, last: kept.size - 1 });
  if (lost) tell(words.lost, { from: kept.size, to: lost.size - 1 });
  else tell(words.lost_unknown);
  for (const entry of lost_entries) tell(words.entry, { ...entry });
}
