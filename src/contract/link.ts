import * as z from 'zod';
import { Id } from './common.ts';

/** The scheme by which the system hands links to the console. */
export const LINK_SCHEME = 'lockdesk';

const TO_ENTRY = `${LINK_SCHEME}://entry/`;

const EntryLink = z.templateLiteral([TO_ENTRY, Id]);

/** A link that opens the ledger at one entry: the entry's random id and nothing else, so nothing personal. */
export const entryLink = (entryId: string): string => TO_ENTRY + entryId;

/** Where a link leads; null where it is none of ours. */
export interface FollowedLink {
  entry_id: string | null;
}

/** Reads a link: the whole of it or nothing, so that no host, path, query or flag rides along. */
export function readLink(link: string): FollowedLink {
  return { entry_id: EntryLink.safeParse(link).success ? link.slice(TO_ENTRY.length) : null };
}
