import { expect, it } from 'vitest';
import { BackOff } from './back-off.ts';
import { type Fault, type FaultDetails, KeycloakFault } from './fault.ts';

const fault = (code: Fault, details?: FaultDetails) => new KeycloakFault(code, 'a call', details);

it('doubles with each failure, up to a minute', () => {
  const backOff = new BackOff();
  const waits = [];
  for (let now = 0, round = 0; round < 9; round++, now += backOff.waitMs(now)) {
    backOff.failed(fault('unreachable'), now);
    waits.push(backOff.waitMs(now));
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

it('takes failures that come together as one', () => {
  const backOff = new BackOff();
  for (let call = 0; call < 8; call++) backOff.failed(fault('slow'), call);
  expect(backOff.waitMs(10)).toBe(990);
});

it('waits as long as it is asked to, and never longer than a minute', () => {
  const backOff = new BackOff();
  backOff.failed(fault('busy', { retryAfterMs: 20_000 }), 0);
  expect(backOff.waitMs(0)).toBe(20_000);
  backOff.failed(fault('busy', { retryAfterMs: 3_600_000 }), 5_000);
  expect(backOff.waitMs(5_000)).toBe(60_000);
});

it('is over with any answer, also with a refusal', () => {
  const backOff = new BackOff();
  backOff.failed(fault('server_error'), 0);
  backOff.failed(fault('right_missing', { right: 'view-users' }), 0);
  expect(backOff.waitMs(0)).toBe(0);
});
