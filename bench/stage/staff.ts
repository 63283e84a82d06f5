import { startTestIssuer, type TestIssuer, type TestPerson } from '../../src/api/testing/issuer.ts';

/** Tokens live five minutes; a new one is taken well before. */
const RENEW_MS = 200_000;

export interface Staff extends AsyncDisposable {
  issuer: TestIssuer;
  /** `Authorization` of a person, renewed as a console does. */
  bearer(person: TestPerson): string;
}

/** Who signs people in, in this process. */
export async function startStaff(): Promise<Staff> {
  const issuer = await startTestIssuer();
  const tokens = new Map<string, { bearer: string; until: number }>();
  return {
    issuer,
    bearer: (person) => {
      const kept = tokens.get(person.subject);
      if (kept && kept.until > Date.now()) return kept.bearer;
      const bearer = `Bearer ${issuer.token(person)}`;
      tokens.set(person.subject, { bearer, until: Date.now() + RENEW_MS });
      return bearer;
    },
    [Symbol.asyncDispose]: () => issuer.close(),
  };
}
