import { pbkdf2Sync } from 'node:crypto';

/** Three letters at least: Keycloak's own rule for names. */
export interface NewUser {
  username: string;
  password?: string;
  email?: string;
  firstName?: string;
  lastName?: string;
  attributes?: Record<string, string[]>;
  /** By path, as `/counter`. */
  groups?: string[];
  enabled?: boolean;
  requiredActions?: string[];
}

/** As Keycloak's user representation names them. */
export const userFields = ({ password, ...user }: NewUser) => ({
  enabled: true,
  ...user,
  emailVerified: user.email !== undefined,
  ...(password !== undefined && { credentials: [hashed(password)] }),
});

/** One round, as the realm's policy says: Keycloak would take 50 ms to hash each of thousands. */
function hashed(password: string) {
  const salt = Buffer.from('lockdesk-demo-16');
  const value = pbkdf2Sync(password, salt, 1, 64, 'sha256');
  return {
    type: 'password',
    secretData: JSON.stringify({ value: value.toString('base64'), salt: salt.toString('base64') }),
    credentialData: JSON.stringify({ hashIterations: 1, algorithm: 'pbkdf2-sha256' }),
  };
}
