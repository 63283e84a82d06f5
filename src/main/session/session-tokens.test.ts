import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProviderUnreachable, type Tokens } from './provider.ts';
import { SessionTokens } from './session-tokens.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a renewal that failed is tried again though nobody asks for a token', async () => {
  let reachable = false;
  let renewed = 0;
  const granted = (access: string): Tokens => {
    return { subject: 'limin', access, accessEndsAt: Date.now() + 300_000, refresh: 'refresh', id: 'id' };
  };
  const provider = {
    renew: async () => {
      if (!reachable) throw new ProviderUnreachable();
      return granted('second');
    },
    revoke: async () => {},
  };
  const tokens = new SessionTokens({
    provider,
    tokens: granted('first'),
    renewed: () => {
      renewed += 1;
    },
    refused: () => {},
  });
  await vi.advanceTimersByTimeAsync(280_000);
  expect(tokens.current.access).toBe('first');
  reachable = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(tokens.current.access).toBe('second');
  await tokens.revoke();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(renewed).toBe(1);
});
