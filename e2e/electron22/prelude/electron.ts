/** Electron's newer calls over those that 22 has. Chromium's own network stack answers, as in 45. */
import { Readable } from 'node:stream';
import { app, type ClientRequest, type IncomingMessage, net, protocol } from 'electron';

protocol.handle = (scheme, handler) => {
  const answer = async (url: string, method: string): Promise<Electron.ProtocolResponse> => {
    const response = await handler(new Request(url, { method }));
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      data: Readable.from([Buffer.from(await response.arrayBuffer())]),
    };
  };
  protocol.registerStreamProtocol(scheme, ({ url, method }, callback) => void answer(url, method).then(callback));
};

/** `fetch` over `net.request`: what it was given, sent by Chromium, and its answer read as it comes. */
net.fetch = async (input, init) => {
  const asked = new Request(input, init);
  asked.signal.throwIfAborted();
  const body = asked.body === null ? null : Buffer.from(await asked.arrayBuffer());
  const request = net.request({
    method: asked.method,
    url: asked.url,
    redirect: asked.redirect,
    credentials: asked.credentials === 'omit' ? 'omit' : 'include',
  });
  for (const [name, value] of asked.headers) request.setHeader(name, value);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', (error) => reject(new TypeError('fetch failed', { cause: error })));
    asked.signal.addEventListener('abort', () => {
      request.abort();
      reject(asked.signal.reason);
    });
    request.end(body ?? undefined);
  });
  return answerOf(asked, request, response);
};

const BODILESS: readonly number[] = [204, 205, 304];

function answerOf({ url, signal }: Request, request: ClientRequest, message: IncomingMessage): Response {
  // As its documentation says, and its types don't.
  if (!(message instanceof Readable)) throw new TypeError('not a readable stream');
  const chunks = message[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      } catch (error) {
        controller.error(signal.aborted ? signal.reason : error);
      }
    },
    cancel: () => request.abort(),
  });
  const response = new Response(BODILESS.includes(message.statusCode) ? null : body, {
    status: message.statusCode,
    headers: Object.entries(message.headers).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, String(value)]),
    ),
  });
  return Object.defineProperty(response, 'url', { value: url });
}

// Since 25 an event carries what was an argument before.
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => Object.assign(event, { url }));
});
