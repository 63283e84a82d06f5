import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RESULT_PAGE_POLICY, type ResultPage } from './result-page.ts';

export interface Callback {
  redirectUri: string;
  close(): void;
}

/**
 * Listens on a free loopback port for the browser's return (RFC 8252 §7.3). Any program of this machine can call it, so
 * only the first request that shows our `state` is taken; others get a page and change nothing: neither can a rival end
 * the person's attempt, nor an answer count twice.
 *
 * @param take exchanges the answer; what it tells decides the page. The server closes after that page.
 */
export async function listenForCallback(options: {
  state: () => string;
  page: (page: ResultPage) => string;
  take: (answer: URL) => Promise<boolean>;
}): Promise<Callback> {
  let taken = false;
  let redirectUri = '';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = parse(request.url, redirectUri);
    // The host: a page of the web that resolves its own name to 127.0.0.1 must not get in (DNS rebinding).
    const ours =
      url !== null &&
      request.method === 'GET' &&
      `http://${request.headers.host}` === url.origin &&
      `${url.origin}${url.pathname}` === redirectUri &&
      url.searchParams.getAll('state').join() === options.state();
    if (!ours || taken) {
      send(response, ours ? 409 : 400, options.page('not_ours'));
      return;
    }
    taken = true;
    const signedIn = await options.take(url);
    send(response, signedIn ? 200 : 400, options.page(signedIn ? 'signed_in' : 'failed'));
    server.close();
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
  redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  return {
    redirectUri,
    close: () => server.close(),
  };
}

function parse(target: string | undefined, base: string): URL | null {
  try {
    return new URL(target ?? '', base);
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': RESULT_PAGE_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(html);
}
