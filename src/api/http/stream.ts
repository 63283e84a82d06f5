import { Readable } from 'node:stream';
import { STREAM_BEAT_MS, type StreamEvent } from '../../contract/index.ts';
import type { LedgerChange } from '../ledger/changes.ts';
import type { Place } from '../ledger/feed.ts';
import { ApiError } from '../problem.ts';
import type { StaffActor } from './actor.ts';
import type { EndpointHandler } from './handler.ts';

/** Characters that may wait for a reader beside what the socket holds. Whoever falls behind further is cut off. */
const BUFFER_MAX = 1 << 20;

/**
 * Entries and lock changes as they happen (`text/event-stream`, WHATWG HTML §9.2). Ends with the caller's token, and when
 * this process does: the reader asks again, from its `Last-Event-ID` on.
 */
export const stream: EndpointHandler = async ({ actor, tokenExpiresAt, services: { feed }, signal, header }, reply) => {
  if (actor?.kind !== 'staff') throw new ApiError('token_missing', {});
  const asked = lastEventId(header('last-event-id'));
  const lost = asked !== null && (await feed.isLost(asked));
  const seen = asked === null || lost ? feed.place : asked;
  const lines = new Readable({ read() {} });
  const send = (text: string) => {
    lines.push(text);
    if (lines.readableLength > BUFFER_MAX) lines.destroy();
  };

  // Another process may have told this reader more than this one has read yet.
  const position = () => (seen.index > feed.last ? seen : feed.place);
  const tell = (changes: readonly LedgerChange[]) => {
    const text = changes.map((change) => (change.index > seen.index ? textOf(change, actor) : '')).join('');
    if (text !== '') send(text);
  };
  const beat = () => {
    // Without news of the database a beat would promise what nobody knows.
    if (!feed.fresh) return;
    const place = position();
    send(lineText('beat', JSON.stringify({ index: place.index, at: new Date().toISOString() }), place));
  };

  // Whoever was told of what is gone asks again, and is told to begin anew.
  const follower = { tell, lost: end };
  let leave = lost ? null : feed.follow(seen.index, follower);
  if (leave === null) {
    send(lineText('reset', JSON.stringify({ index: feed.last }), feed.place));
    leave = feed.follow(feed.last, follower);
  }
  beat();
  const beats = setInterval(beat, STREAM_BEAT_MS);
  const expiry = setTimeout(end, (tokenExpiresAt?.getTime() ?? 0) - Date.now());
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  lines.once('close', stopTelling);
  return (
    reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      // Kept alive after its end, the connection would hold up the end of this process.
      .header('connection', 'close')
      // Proxies that gather answers before they pass them on would hold back what is live.
      .header('x-accel-buffering', 'no')
      .send(lines)
  );

  function end(): void {
    stopTelling();
    lines.push(null);
  }

  function stopTelling(): void {
    leave?.();
    clearInterval(beats);
    clearTimeout(expiry);
    signal.removeEventListener('abort', end);
  }
};

/** Null where there is none, or none of ours: such a reader begins with what comes. */
function lastEventId(text: string | undefined): Place | null {
  const [, index, mark = null] = /^(-1|\d{1,15})(?:\.([0-9a-f]{8}))?$/.exec(text ?? '') ?? [];
  return index === undefined ? null : { index: Number(index), mark };
}

const idOf = ({ index, mark }: Place): string => (mark === null ? `${index}` : `${index}.${mark}`);

/**
 * Only the last message of an entry carries its place as id: a connection cut between two of them is to be told of both
 * again.
 */
function textOf({ messages, ...place }: LedgerChange, reader: StaffActor): string {
  const visible = messages.filter((message) => message.isFor(reader));
  return visible.map(({ event, data }, at) => lineText(event, data, at === visible.length - 1 ? place : null)).join('');
}

/** JSON has no line breaks of its own, so data is one line. */
function lineText(event: StreamEvent['event'], data: string, at: Place | null): string {
  return `${at === null ? '' : `id: ${idOf(at)}\n`}event: ${event}\ndata: ${data}\n\n`;
}
