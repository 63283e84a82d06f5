import { type Client, LockdeskError } from '../../client/index.ts';
import { type Declaration, LOST_ENTRIES_MAX, type LostEntry } from '../../contract/index.ts';
import { declarationDigest, type TreeHead } from '../../verify/index.ts';
import { fill } from '../../words/fill.ts';
import { PatientApi } from '../api.ts';
import { API_OPTIONS, apiAddress, readArguments, WrongUsage } from '../arguments.ts';
import { disaster } from '../backup/say.ts';
import { interruptible } from '../interrupt.ts';
import { type ReadFile, served } from '../ledger/store.ts';
import { EXIT, errorWords } from '../say.ts';
import { tokenSource } from '../token.ts';
import { type Export, openExport } from './exported.ts';
import { type Feed, openFeed, readLost } from './fed.ts';
import type { ToldCheckpoint } from './feed-lines.ts';
import { ledgerTiles } from './ledger-tiles.ts';
import { nameLost } from './name-lost.ts';

const { restoration: words } = disaster;
const OPTIONS = { ...API_OPTIONS, export: { type: 'string' }, feed: { type: 'string' } } as const;
/** Who has just signed in waits for an answer, not for an API that comes back. */
const PATIENCE_MS = 5_000;

const tell = (sentence: string, values: Readonly<Record<string, string | number>> = {}): void =>
  void process.stdout.write(`${fill(sentence, values)}\n`);

type Ask = <T>(send: (client: Client) => Promise<T>) => Promise<T>;

/** What whoever declares holds of the ledger from before. */
interface Held {
  exported: Export | null;
  feed: Feed | null;
}

/** What a step works with. */
interface Desk {
  ask: Ask;
  held: Held;
  /** The ledger's files as the API serves them. */
  read: ReadFile;
}

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
    const held: Held = {
      exported: values.export === undefined ? null : await openExport(values.export),
      feed: values.feed === undefined ? null : await openFeed(values.feed),
    };
    try {
      return await STEPS[what as keyof typeof STEPS]({ ask, held, read: served(api) }, digest ?? '');
    } catch (error) {
      if (error instanceof Refused) return EXIT.unfinished;
      throw error;
    }
  });
}

/** The API's refusal, once it was told. */
class Refused extends Error {}

const STEPS = { show, propose, confirm };

async function show({ ask, held }: Desk): Promise<number> {
  await handIn(ask, held);
  const { needed, declaration, proposal } = await ask((client) => client.restorationState({}));
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

async function propose(desk: Desk): Promise<number> {
  const { ask, held } = desk;
  const handedIn = await handIn(ask, held);
  const { declaration } = await ask((client) => client.restorationState({}));
  if (!declaration) {
    tell(words.whole);
    return EXIT.ok;
  }
  const lost_entries = await findLost(desk, declaration, handedIn);
  const { declaration: proposed } = await ask((client) =>
    client.proposeRestoration({ declaration: { ...declaration, lost_entries } }),
  );
  tellDeclaration(proposed);
  tell(words.proposed, { digest: declarationDigest(proposed) });
  return EXIT.ok;
}

async function confirm({ ask }: Desk, digest: string): Promise<number> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new WrongUsage();
  const { number, proposed_by, confirmed_by } = await ask((client) => client.confirmRestoration({ digest }));
  tell(words.confirmed, { number, first: proposed_by, second: confirmed_by });
  return EXIT.ok;
}

/**
 * Hands in the checkpoints that are held: one of them may be the newest that there is.
 *
 * @returns those that the API found to be signed, and of a lost part
 */
async function handIn(ask: Ask, { exported, feed }: Held): Promise<ToldCheckpoint[]> {
  const lost: ToldCheckpoint[] = [];
  for (const [sentence, held] of [
    [words.reported, exported?.checkpoint],
    [words.feed_reported, feed?.checkpoint],
  ] as const) {
    if (!held) continue;
    const { ledger } = await ask((client) => client.reportCheckpoint({ checkpoint: held.note }));
    tell(sentence, { size: held.size });
    if (ledger === 'lost') lost.push(held);
  }
  return lost;
}

/** Names the lost entries by what is held, and tells what of that cannot be proven. */
async function findLost(
  { held: { exported, feed }, read }: Desk,
  declaration: Declaration,
  handedIn: readonly ToldCheckpoint[],
): Promise<LostEntry[]> {
  const { lost } = declaration;
  if (!lost || (!exported && !feed)) return [];
  const tiles = await ledgerTiles(read);
  const newest: TreeHead = { size: lost.size, root: Buffer.from(lost.root, 'base64') };
  const signed = [newest, ...handedIn.filter(({ restoration }) => restoration === lost.restoration)];
  const fed = feed && (await readLost(feed, declaration, signed, tiles.readHashes));
  const { entries, contradicted, unknown } = await nameLost(declaration, exported, fed, tiles.isThere);
  if (feed && feed.strange > 0) tell(words.feed_strange, { count: feed.strange });
  if (contradicted > 0) tell(words.feed_contradicted, { count: contradicted });
  if (fed && fed.beyond > 0) tell(words.feed_beyond, { count: fed.beyond, last: lost.size - 1 });
  const byWord = entries.filter(({ shown_by }) => shown_by === 'word').length;
  if (byWord > 0) tell(words.by_word, { count: byWord });
  if (unknown > 0) tell(words.unknown, { count: unknown });
  if (entries.length === LOST_ENTRIES_MAX) tell(words.named_most, { count: LOST_ENTRIES_MAX });
  return entries;
}

function tellDeclaration({ kept, lost, lost_entries, mark }: Declaration): void {
  if (mark !== null) tell(words.mark, { mark });
  if (kept.size === 0) tell(words.kept_none);
  else tell(words.kept, { size: kept.size, last: kept.size - 1 });
  if (lost) tell(words.lost, { from: kept.size, to: lost.size - 1 });
  else tell(words.lost_unknown);
  for (const { shown_by = 'leaf', ...entry } of lost_entries) tell(words.entry[shown_by], entry);
}
