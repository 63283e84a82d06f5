import { startTestIssuer, type TestIssuer, type TestPerson } from '../../src/api/testing/issuer.ts';

/** Tokens live five minutes; a new one is taken well before. */
const RENEW_MS = 200_000;

export interface Staff extends AsyncDisposable {
  issuer: TestIssuer;
  /** `Authorization` of a person, renewed as a console does. */
  bearer(person: TestPerson): Promise<string>;
}

/** Who signs people in, in this process. */
export async function startStaff(): Promise<Staff> {
  const issuer = await startTestIssuer();
  const tokens = new Map<string, { bearer: Promise<string>; until: number }>();
  return {
    issuer,
    bearer: (person) => {
      const kept = tokens.get(person.subject);
      if (kept && kept.until > Date.now()) return kept.bearer;
      const bearer = issuer.token(person).then((token) => `Bearer ${token}`);
      tokens.set(person.subject, { bearer, until: Date.now() + RENEW_MS });
      return bearer;
    },
    [Symbol.asyncDispose]: () => issuer.close(),
  };
}
