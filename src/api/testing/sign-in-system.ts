import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { checkCharacter } from '../../contract/check-character.ts';
import type { AccountRow, AttemptReport, OperationName, OperationOutput } from '../../contract/index.ts';
import type { TestApi } from './api.ts';
import { PEOPLE } from './issuer.ts';

/** An address of each of some networks (operator and province). */
export const ADDRESSES = {
  nanjingTelecom: '222.190.1.1',
  nanjingMobile: '36.152.44.95',
  guangdongTelecom: '202.96.128.86',
  beijingTelecom: '220.181.38.148',
  nowhere: '10.0.0.1',
};

type Report = Partial<Record<keyof AttemptReport, unknown>>;
type Registered = Partial<Record<keyof AccountRow, unknown>>;

/** The agency's own sign-in system, as the API meets it. */
export interface SignInSystem {
  register(...rows: Registered[]): Promise<OperationOutput<'registerAccounts'>['results']>;
  /** A citizen of Nanjing. @returns the register's id of the account */
  newCitizen(row?: Registered): Promise<string>;
  report(...rows: (Report | unknown)[]): Promise<OperationOutput<'reportAttempts'>['results']>;
  state(externalId: string): Promise<OperationOutput<'accountState'>['states'][number]>;
  redeem(external_id: string, code: string, redemption_id?: string): Promise<OperationOutput<'redeemCode'>>;
}

let made = 0;

/** A resident's number with its check character, another one each time. */
export function residentId(): string {
  const first17 = `32010619800101${String(++made % 1000).padStart(3, '0')}`;
  return first17 + checkCharacter(first17);
}

export function accountRow(row: Registered = {}): Registered {
  return {
    external_id: `citizen-${++made}`,
    updated_at: '2026-01-01T00:00:00Z',
    name: '王小明',
    document_kind: 'resident_id',
    document_number: residentId(),
    phone: '13812345678',
    licence_file: '320100000001',
    licence_classes: 'C1',
    division: '320106',
    status: 'active',
    registered_at: '2020-01-01T00:00:00+08:00',
    ...row,
  };
}

/** A wrong password now, from Nanjing's telecom. */
export function attempt(report: Report = {}): Report {
  return {
    attempt_id: `attempt-${++made}`,
    source: 'app',
    occurred_at: new Date().toISOString(),
    sign_in_name: '13812345678',
    outcome: 'wrong_password',
    ip: ADDRESSES.nanjingTelecom,
    device_id: 'device-1',
    device: '华为 Mate 60',
    client: 'App 3.2.6',
    ...report,
  };
}

export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

export function signInSystem(api: TestApi): SignInSystem {
  const answer = <N extends OperationName>(response: LightMyRequestResponse): OperationOutput<N> => {
    expect(response.statusCode, response.body).toBe(200);
    return response.json();
  };
  const system: SignInSystem = {
    register: async (...accounts) =>
      answer<'registerAccounts'>(await api.call(PEOPLE.directory, 'registerAccounts', { accounts })).results,
    newCitizen: async (row) => {
      const given = accountRow(row);
      expect(await system.register(given)).toMatchObject([{ status: 'created' }]);
      return String(given.external_id);
    },
    report: async (...attempts) =>
      answer<'reportAttempts'>(await api.call(PEOPLE.directory, 'reportAttempts', { attempts })).results,
    state: async (externalId) => {
      const { states } = answer<'accountState'>(
        await api.call(PEOPLE.directory, 'accountState', { external_ids: [externalId] }),
      );
      return states[0] as (typeof states)[number];
    },
    redeem: async (external_id, code, redemption_id = crypto.randomUUID()) =>
      answer<'redeemCode'>(await api.call(PEOPLE.directory, 'redeemCode', { external_id, code, redemption_id })),
  };
  return system;
}
