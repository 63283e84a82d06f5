import * as z from 'zod';

/** Tokens, keys, codes and phone numbers go there: only over TLS, or not over a network at all. */
export const privateUrl = z.url({ protocol: /^https?$/, abort: true }).refine((address) => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}, 'must be https, but for this machine');
