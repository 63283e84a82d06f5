/** What a reviewer has said of people so far, before they sign it. */
import {
  ACCESS_SIGN_MAX,
  type AccessPerson,
  type AccessVerdict,
  type AccessVerdictInput,
} from '../../contract/index.ts';

export interface Said {
  verdict: AccessVerdict;
  comment: string;
  /** Of the rights that it was said of: once they change, nothing is said. */
  version: number;
}

export type Verdicts = ReadonlyMap<string, Said>;

/** With one person's verdict, or the comment on it, changed. */
export function withSaid(verdicts: Verdicts, { subject, version }: AccessPerson, change: Partial<Said>): Verdicts {
  const before = saidOf(verdicts, { subject, version }) ?? { verdict: 'keep', comment: '', version };
  return new Map(verdicts).set(subject, { ...before, ...change, version });
}

export function saidOf(
  verdicts: Verdicts,
  { subject, version }: Pick<AccessPerson, 'subject' | 'version'>,
): Said | null {
  const said = verdicts.get(subject);
  return said?.version === version ? said : null;
}

/** Those whom nothing speaks against: reviewed before, seen lately, unchanged. */
export const plainPeople = (people: readonly AccessPerson[], verdicts: Verdicts): AccessPerson[] =>
  people.filter((one) => one.signable === 'yes' && one.marks.length === 0 && saidOf(verdicts, one) === null);

/** What is signed, in the order of the list; no more than one signature takes. */
export function toSign(people: readonly AccessPerson[], verdicts: Verdicts): AccessVerdictInput[] {
  return people
    .flatMap((person) => {
      const said = person.signable === 'yes' ? saidOf(verdicts, person) : null;
      if (said === null) return [];
      const { subject, version } = person;
      const comment = said.comment.trim();
      const asks = said.verdict === 'question' && comment !== '';
      return [{ subject, version, verdict: said.verdict, ...(asks && { comment }) }];
    })
    .slice(0, ACCESS_SIGN_MAX);
}

/** The first of whom it is asked without saying why. */
export const withoutComment = (signed: readonly AccessVerdictInput[]): string | null =>
  signed.find(({ verdict, comment }) => verdict === 'question' && comment === undefined)?.subject ?? null;
