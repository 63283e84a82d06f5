import type { FastifyInstance } from 'fastify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import * as z from 'zod';
import type { CitizenStore } from './store.ts';

/** What the API's notifier hands over: an SMS for a registered phone. */
const Message = z.object({ type: z.string(), to: z.string(), text: z.string() });

const Headers = z.object({
  'webhook-id': z.string().min(1).max(128),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string(),
});

export const MESSAGES_PATH = '/messages';

/**
 * The end of the notifier's line, as an SMS gateway would have it: takes only what carries a right signature of the last
 * minutes (Standard Webhooks), and takes a repeated delivery for the one that it is.
 */
export function receiveMessages(site: FastifyInstance, store: CitizenStore, secret: string): void {
  const webhook = new Webhook(secret);
  site.register(async (scope) => {
    // The signature is over the bytes that came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post<{ Body: Buffer }>(MESSAGES_PATH, async (request, reply) => {
      const headers = Headers.safeParse(request.headers);
      if (!headers.success) return reply.code(400).send();
      try {
        const { to, ...message } = Message.parse(webhook.verify(request.body, headers.data));
        await store.receive({ id: headers.data['webhook-id'], phone: to, ...message });
      } catch (error) {
        if (error instanceof WebhookVerificationError) return reply.code(401).send();
        if (error instanceof z.ZodError) return reply.code(400).send();
        throw error;
      }
      return reply.code(204).send();
    });
  });
}
