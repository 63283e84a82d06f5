import {
  type AccessPerson,
  OPERATIONS,
  type ParsedInput,
  RIGHT_NAMES,
  RIGHTS,
  type Right,
} from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import { narrowed, readPeople } from '../access/people.ts';
import type { StaffActor } from '../http/actor.ts';
import { type Column, inPages, type TableSources, table } from './table.ts';
import type { Wording } from './wording.ts';

/** Who may do what, and when each right was last used: a column each. */
export const peopleTable = table({
  asked: OPERATIONS.exportAccessReview.input,
  pages: peoplePages,
  columns: ({ words, code, time: timeOf }) => {
    const { access, console, ledger } = words;
    const { people: heads, staff_number } = words.tables;
    const time = (at: string | null | undefined) => timeOf(at ? new Date(at) : null);
    const placeOf = ({ prefix, name }: AccessPerson['scope'][number]) =>
      prefix === '' ? console.list.scope_country : name;
    const all = (codes: readonly string[], of: object) =>
      codes.map((one) => code(of, one)).join(console.settings.day_join);
    return [
      [access.who, ({ name }) => name],
      [staff_number, (person) => person.staff_number ?? ''],
      [ledger.office, ({ office }) => office?.name ?? ''],
      [heads.office_code, ({ office }) => office?.code ?? ''],
      [heads.roles, ({ roles }) => all(roles, console.shell.role)],
      [heads.scope, ({ scope }) => scope.map(placeOf).join(console.settings.day_join)],
      [heads.version, ({ version }) => String(version)],
      [heads.changed, ({ changed_at }) => time(changed_at)],
      [heads.first_seen, ({ first_seen_at }) => time(first_seen_at)],
      [access.seen, ({ seen_at }) => time(seen_at)],
      [access.mark, ({ marks }) => all(marks, access.mark_of)],
      [heads.unused_roles, ({ unused_roles }) => all(unused_roles, console.shell.role)],
      [heads.due, ({ due_on }) => due_on],
      [heads.verdict, ({ review }) => code(access.verdict_of, review?.verdict ?? null)],
      [heads.comment, ({ review }) => review?.comment ?? ''],
      [heads.reviewed_by, ({ review }) => review?.by ?? ''],
      [heads.reviewed_at, ({ review }) => time(review?.at)],
      ...RIGHT_NAMES.map(
        (right): Column<AccessPerson> => [
          fill(heads.last_used, { right: access.right[right] }),
          (person) => lastUse(person, right, { access, time }),
        ],
      ),
    ];
  },
});

async function* peoplePages(
  { db, config }: TableSources,
  reader: StaffActor,
  asked: ParsedInput<'exportAccessReview'>,
): AsyncGenerator<readonly AccessPerson[]> {
  const now = { now: new Date(), timeZone: config.TIME_ZONE };
  yield* inPages(narrowed(await readPeople(db, reader, now), asked));
}

interface UseWords extends Pick<Wording['words'], 'access'> {
  time: (at: string) => string;
}

/** Empty for a right that somebody does not have. */
function lastUse({ rights }: AccessPerson, right: Right, { access, time }: UseWords): string {
  const had = rights.find((one) => one.right === right);
  if (had === undefined) return '';
  if (RIGHTS[right] === 'untold') return access.untold;
  return had.last_used_at === null ? access.never_used : time(had.last_used_at);
}
