/** How a user of a realm is an account: which of its fields say what, as the agency configured it. */
import * as z from 'zod';
import { DivisionCode } from '../../../contract/common.ts';
import { AccountRow, DOCUMENT_KINDS, type DocumentKind } from '../../../contract/index.ts';
import { documentOf, recogniseDocument } from '../../personal/documents.ts';
import { type RegisteredAccount, readAccounts } from '../account-rows.ts';
import type { KeycloakUser } from './shapes.ts';
import type { Standing } from './state.ts';

const Attribute = z.strictObject({ attribute: z.string().min(1) });

export const PeopleMapping = z.strictObject({
  /** Where the number of a document stands, and of what kind it is where its form does not tell otherwise. */
  document: z.strictObject({ kind: z.enum(DOCUMENT_KINDS), number: z.union([z.literal('username'), Attribute]) }),
  /** Of the two names that Keycloak has, which comes first. */
  name: z.union([z.enum(['last_first', 'first_last']), Attribute]).default('last_first'),
  phone: Attribute.optional(),
  licence_file: Attribute.optional(),
  /** What tells a county's code (GB/T 2260): an attribute that is one, or a group, by its path; of several the innermost. */
  division: z
    .union([Attribute, z.strictObject({ groups: z.record(z.string().startsWith('/'), DivisionCode) })])
    .optional(),
  /** The county of those for whom nothing else tells one: nobody who is locked may be missing for want of it. */
  division_otherwise: DivisionCode,
});
export type PeopleMapping = z.output<typeof PeopleMapping>;

/** Whether a user's groups have to be read, too. */
export const needsGroups = ({ division }: PeopleMapping): boolean => division !== undefined && 'groups' in division;

/** A user that can be no account, and which of the register's columns is in the way. */
export interface Unmappable {
  userId: string;
  because: string;
}

/**
 * The user as an account, or why it can be none. Phone, licence file number and county are left out where they are none of
 * theirs, and a name where there is none is the sign-in name; but nobody can be found and verified without a document.
 *
 * @param groups paths of the user's groups, where the mapping needs them
 * @param readAt when the user was read, by the database's clock
 */
export function accountOf(
  user: KeycloakUser,
  { state }: Standing,
  groups: readonly string[],
  mapping: PeopleMapping,
  readAt: Date,
): RegisteredAccount | Unmappable {
  const { phone, licence_file, name } = AccountRow.shape;
  const made = user.createdTimestamp;
  const { accounts, refused } = readAccounts([
    {
      external_id: user.id,
      updated_at: readAt.toISOString(),
      name: fitting(name, nameOf(user, mapping.name)) ?? user.username,
      ...documentIn(user, mapping.document),
      phone: fitting(phone, attribute(user, mapping.phone)),
      licence_file: fitting(licence_file, attribute(user, mapping.licence_file)),
      division: divisionOf(user, groups, mapping.division) ?? mapping.division_otherwise,
      status: state.kind === 'disabled_by_administrator' ? 'disabled' : 'active',
      registered_at: (made > 0 && made < readAt.getTime() ? new Date(made) : readAt).toISOString(),
    },
  ]);
  return accounts[0] ?? { userId: user.id, because: refused[0]?.issues[0]?.path ?? '' };
}

function nameOf(user: KeycloakUser, how: PeopleMapping['name']): string | null {
  if (typeof how === 'object') return attribute(user, how);
  const names = how === 'last_first' ? [user.lastName, user.firstName] : [user.firstName, user.lastName];
  return names.filter(Boolean).join(' ');
}

/** Realms that most people sign in to by one kind of number have a few with another. */
function documentIn(
  user: KeycloakUser,
  { kind, number: from }: PeopleMapping['document'],
): { document_kind: DocumentKind; document_number: string | null } {
  const number = from === 'username' ? user.username : attribute(user, from);
  if (number === null || documentOf(kind, number).checkDigit !== 'wrong') {
    return { document_kind: kind, document_number: number };
  }
  const recognised = recogniseDocument(number);
  const other = recognised !== null && recognised.checkDigit !== 'wrong' ? recognised.kind : kind;
  return { document_kind: other, document_number: number };
}

function divisionOf(
  user: KeycloakUser,
  groups: readonly string[],
  how: PeopleMapping['division'],
): string | null | undefined {
  if (how === undefined) return null;
  if (!('groups' in how)) return fitting(AccountRow.shape.division, attribute(user, how));
  const within = groups.flatMap(upwards).sort((a, b) => b.split('/').length - a.split('/').length);
  return within.map((path) => how.groups[path]).find((code) => code !== undefined);
}

/** `/a/b` is in `/a`. */
const upwards = (path: string): string[] =>
  path.split('/').flatMap((_, at, parts) => (at === 0 ? [] : [parts.slice(0, at + 1).join('/')]));

const attribute = ({ attributes }: KeycloakUser, named: { attribute: string } | undefined): string | null =>
  (named && attributes[named.attribute]?.[0]) ?? null;

const fitting = (field: z.ZodType, value: string | null): string | null =>
  value !== null && field.safeParse(value).success ? value : null;
