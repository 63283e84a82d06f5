import { Agent, request } from 'node:http';

export interface CallInput {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: object;
}

/** Calls one server over connections that stay open, as consoles and gateways do. */
export class Caller implements Disposable {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws where the answer is not a success */
  async call({ method, path, headers, body }: CallInput): Promise<string> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
      const sent = request(
        new URL(path, this.#url),
        {
          method,
          agent: this.#agent,
          headers: {
            ...headers,
            ...(text !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(text)),
            }),
          },
        },
        (response) => {
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            answer += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, answer }));
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${answer.slice(0, 500)}`);
    return answer;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
