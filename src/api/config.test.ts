import { describe, expect, it, test } from 'vitest';
import { ConfigError, type ConfigInput, readConfig } from './config.ts';

const LEAST = {
  DATABASE_URL: 'postgres://localhost/lockdesk',
  OIDC_ISSUER: 'https://id.example',
  LOCKDESK_KEY_FILE: '/keys.json',
} satisfies ConfigInput;

const problemOf = (more: Record<string, unknown>): string | null => {
  try {
    readConfig({ ...LEAST, ...more });
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
};

it('needs a database, an issuer and a source of keys, and nothing else', () => {
  expect(problemOf({})).toBeNull();
  expect(problemOf({ OIDC_ISSUER: undefined, DATABASE_URL: undefined })).toMatch(/^DATABASE_URL: .*\nOIDC_ISSUER: /);
});

describe('what would be found out too late is refused at the start', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['keys of an issuer by a line that others share', { OIDC_ISSUER: 'http://id.example' }, 'OIDC_ISSUER'],
    ['its key set by one', { OIDC_JWKS_URL: 'http://id.example/jwks' }, 'OIDC_JWKS_URL'],
    ['an issuer that is no address', { OIDC_ISSUER: '' }, 'OIDC_ISSUER'],
    ['tokens asked about on one', { OIDC_INTROSPECTION_URL: 'http://id.example/i' }, 'OIDC_INTROSPECTION_URL'],
    ['a client without its secret', { OIDC_INTROSPECTION_CLIENT: 'api' }, 'OIDC_INTROSPECTION_SECRET'],
    ['a secret without its client', { OIDC_INTROSPECTION_SECRET: 'x' }, 'OIDC_INTROSPECTION_SECRET'],
    ['a zone that is none', { TIME_ZONE: 'Asia/Nowhere' }, 'TIME_ZONE'],
    [
      'more wrong passwords than OWASP ASVS allows an hour',
      { POLICY_WRONG_PASSWORDS: '101' },
      'POLICY_WRONG_PASSWORDS',
    ],
    ['a doubling beyond all calendars', { POLICY_PERMANENT_AT: '60' }, 'POLICY_PERMANENT_AT'],
    ['a window that nobody remembers', { POLICY_WINDOW_MINUTES: '100000' }, 'POLICY_WINDOW_MINUTES'],
    ['hours that no interval holds', { IDEMPOTENCY_HOURS: '99999999999' }, 'IDEMPOTENCY_HOURS'],
    ['proxies that are no addresses', { TRUSTED_PROXIES: '10.0.0.0/8, proxy.example' }, 'TRUSTED_PROXIES'],
  ])('%s', (_, more, name) => {
    expect(problemOf(more)).toMatch(new RegExp(`^${name}: `));
  });

  it('never repeats a value, which may be a secret', () => {
    expect(problemOf({ DATABASE_URL: 'mysql://u:s3cret@h', NOTIFIER_SECRET: 's3cret' })).not.toContain('s3cret');
  });
});

it('takes an issuer on this machine without TLS, and proxies by address or network', () => {
  expect(
    problemOf({ OIDC_ISSUER: 'http://127.0.0.1:7101', TRUSTED_PROXIES: '10.0.0.0/8,192.0.2.7, 2001:db8::/32' }),
  ).toBeNull();
});
