import { connect } from 'node:tls';
import type { Config } from '../config.ts';
import type { Outside } from '../outside.ts';
import { type FeedRecord, syslogFrame } from './record.ts';

/** How long a receiver may take for what it is given at once. */
const ANSWER_MS = 10_000;

/**
 * How long a receiver by syslog is listened to after everything has been said. One that is ending by itself, with what it
 * was given unread, tells so meanwhile.
 */
const LISTEN_MS = 500;

/** Hands over records. @throws Error unless the receiver has taken all of them */
export type Send = (records: readonly FeedRecord[], signal: AbortSignal) => Promise<void>;

export const RECEIVERS = ['syslog', 'https'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** Where each is, if it is configured. */
export const addressOf = (config: Config, name: ReceiverName): string | undefined =>
  ({ syslog: config.FEED_SYSLOG_URL, https: config.FEED_HTTPS_URL })[name];

/** The way to one that is configured; else null. */
export function wayTo(name: ReceiverName, config: Config, outside: Outside): Send | null {
  const address = addressOf(config, name);
  if (address === undefined) return null;
  return name === 'syslog'
    ? bySyslog(new URL(address), outside)
    : byHttps(address, config.FEED_HTTPS_AUTHORIZATION, outside);
}

/**
 * RFC 5424 over TLS (RFC 5425). Syslog has no receipt, so each batch has a connection of its own: a receiver answers the
 * end of ours with its own (§4.4) only after it has read everything before. One that ends before us has perhaps not.
 */
function bySyslog({ hostname, port }: URL, { ca }: Outside): Send {
  const host = hostname.replace(/^\[|\]$/g, '');
  return (records, signal) =>
    new Promise<void>((resolve, reject) => {
      const late = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      const socket = connect({ host, port: Number(port), ...(ca !== undefined && { ca }) });
      let ended = false;
      const giveUp = () => socket.destroy(new Error('the receiver did not end in time'));
      late.addEventListener('abort', giveUp);
      socket.on('error', reject);
      socket.on('end', () => (ended ? resolve() : reject(new Error('the receiver ended first'))));
      socket.on('close', () => {
        late.removeEventListener('abort', giveUp);
        reject(new Error('the connection was cut'));
      });
      socket.on('secureConnect', () => {
        socket.write(records.map(syslogFrame).join(''), () => {
          setTimeout(() => {
            ended = true;
            socket.end();
          }, LISTEN_MS);
        });
      });
      socket.resume();
      if (late.aborted) giveUp();
    });
}

/** JSON lines in one request; any answer of 2xx is a receipt for all of them. */
function byHttps(url: string, authorization: string | undefined, { http }: Outside): Send {
  return async (records, signal) => {
    await http.post(url, records.map(({ json }) => `${json}\n`).join(''), {
      headers: { 'content-type': 'application/x-ndjson', ...(authorization !== undefined && { authorization }) },
      responseType: 'text',
      maxContentLength: 64 * 1024,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
  };
}
