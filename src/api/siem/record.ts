/**
 * What a SIEM is told of the ledger. A line is printable ASCII whatever it tells of: everything else in it is escaped as
 * JSON escapes, so that nothing that anybody typed or claimed ends a line, colours a terminal or turns text around.
 */
import { hostname } from 'node:os';

/** Facility 13 of RFC 5424: log audit. */
const AUDIT = 13 * 8;
const WARNING = 4;
const NOTICE = 5;

/** One line for the receiver. */
export interface FeedRecord {
  kind: 'entry' | 'checkpoint';
  /** RFC 3339 in UTC. */
  at: string;
  /** Of an act that was refused. */
  refused: boolean;
  json: string;
}

export interface FedEntry {
  index: number;
  recorded_at: Date;
  leaf_hash: Buffer;
  /** Null where the entry is no longer kept. */
  leaf: Buffer | null;
}

/** As leaves have them; see `ledger/leaf.ts`. */
interface Leaf {
  id: string;
  entry: {
    action: string;
    outcome: string;
    actor: { kind: string; subject: string; office?: object; workstation?: string };
    account?: string;
    division?: string;
    reason?: string;
    channel?: string;
    verification?: object;
    refused_with?: string;
    refers_to?: string;
    request?: string;
  };
}

/** Nothing that the leaf does not say, and of that no commitments: ids of people are random, or the sign-in provider's. */
export function entryRecord({ index, recorded_at, leaf_hash, leaf }: FedEntry): FeedRecord {
  const { id, entry } = leaf ? (JSON.parse(leaf.toString()) as Leaf) : {};
  const at = recorded_at.toISOString();
  return {
    kind: 'entry',
    at,
    refused: entry?.outcome === 'refused',
    json: line({
      kind: 'entry',
      index,
      at,
      id,
      action: entry?.action,
      outcome: entry?.outcome,
      actor: entry && { kind: entry.actor.kind, subject: entry.actor.subject },
      office: entry?.actor.office,
      workstation: entry?.actor.workstation,
      account: entry?.account,
      division: entry?.division,
      reason: entry?.reason,
      channel: entry?.channel,
      verification: entry?.verification,
      refused_with: entry?.refused_with,
      refers_to: entry?.refers_to,
      request: entry?.request,
      leaf_hash: leaf_hash.toString('hex'),
    }),
  };
}

/** What was signed over all entries told before: whoever keeps it can show later what the ledger was. */
export function checkpointRecord(size: number, signedAt: Date, checkpoint: string): FeedRecord {
  const at = signedAt.toISOString();
  return { kind: 'checkpoint', at, refused: false, json: line({ kind: 'checkpoint', size, at, checkpoint }) };
}

const line = (record: object): string =>
  JSON.stringify(record).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** RFC 5424, with octet counting (RFC 5425 §4.3). */
export function syslogFrame({ kind, at, refused, json }: FeedRecord): string {
  const message = `<${AUDIT + (refused ? WARNING : NOTICE)}>1 ${at} ${HOST} lockdesk - ${kind} - ${json}`;
  return `${message.length} ${message}`;
}

/** RFC 5424 §6.2.4: printable ASCII; nil where this machine's name is not. */
const HOST = /^[\x21-\x7e]{1,255}$/.test(hostname()) ? hostname() : '-';
