import type { Config } from '../config.ts';

/** The rules' numbers. Each rule's comment says where its own come from. */
export interface PolicyNumbers {
  wrongPasswords: number;
  windowMinutes: number;
  lockMinutes: number;
  permanentAt: number;
  spreadNetworks: number;
  spreadMinutes: number;
  familiarDays: number;
}

export interface Policy {
  /** Stored with each lock: which rules, with which numbers. */
  version: string;
  numbers: PolicyNumbers;
}

/** Rises when a rule's meaning changes. */
const RULES_VERSION = 2;

type PolicyConfig = Pick<Config, Extract<keyof Config, `POLICY_${string}`>>;

export function policyOf(config: PolicyConfig): Policy {
  const numbers = {
    wrongPasswords: config.POLICY_WRONG_PASSWORDS,
    windowMinutes: config.POLICY_WINDOW_MINUTES,
    lockMinutes: config.POLICY_LOCK_MINUTES,
    permanentAt: config.POLICY_PERMANENT_AT,
    spreadNetworks: config.POLICY_SPREAD_NETWORKS,
    spreadMinutes: config.POLICY_SPREAD_MINUTES,
    familiarDays: config.POLICY_FAMILIAR_DAYS,
  };
  const { wrongPasswords, windowMinutes, lockMinutes, permanentAt, spreadNetworks, spreadMinutes, familiarDays } =
    numbers;
  const wrong = `${wrongPasswords}in${windowMinutes}m-${lockMinutes}m-${permanentAt}`;
  const spread = `${spreadNetworks}in${spreadMinutes}m-${familiarDays}d`;
  return { version: `${RULES_VERSION}:${wrong}:${spread}`, numbers };
}
