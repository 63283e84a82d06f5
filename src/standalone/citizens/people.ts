/** The demo's citizens: invented, and the same at every start, so that a page and a test can count on them. */

import { faker as english } from '@faker-js/faker/locale/en';
import { faker as chinese } from '@faker-js/faker/locale/zh_CN';
import { placesWithin } from '../../api/divisions/divisions.ts';
import { checkCharacter } from '../../contract/check-character.ts';
import type { AccountRow, DocumentKind } from '../../contract/index.ts';
import { STAFF } from '../provider/staff.ts';

const SEED = 12123;
/** The first ones, for people who try the demo: the traffic keeps away from them. */
export const RESERVED_CITIZENS = 24;
export const isReserved = (externalId: string): boolean => externalId <= externalIdAt(RESERVED_CITIZENS - 1);

/** Where accounts are administered, and how often: two cities with staff of their own, their province, the rest. */
const PLACES = [
  { prefix: '3201', weight: 46 },
  { prefix: '3205', weight: 30 },
  { prefix: '32', weight: 17 },
  { prefix: '', weight: 7 },
];
const DOCUMENTS: { kind: DocumentKind; weight: number }[] = [
  { kind: 'resident_id', weight: 940 },
  { kind: 'hk_macau_permit', weight: 18 },
  { kind: 'taiwan_permit', weight: 12 },
  { kind: 'passport', weight: 15 },
  { kind: 'foreigner_permit', weight: 8 },
  { kind: 'officer_card', weight: 7 },
];
const CLASSES = ['C1', 'C1', 'C1', 'C1', 'C2', 'C2', 'C1D', 'B2', 'A2', 'A1A2', 'D', 'E'];
const PHONE_SERIES = ['130', '131', '135', '138', '139', '150', '152', '158', '159', '177', '180', '186', '188', '189'];

const FIRST_BIRTH = Date.UTC(1954, 5, 30);
const BIRTH_DAYS = 19_000;
const DISABLED_SHARE = 0.006;
const WITHOUT_PHONE_SHARE = 0.02;
const REGISTERED_FROM = '2012-03-01T00:00:00.000Z';
const REGISTERED_TO = '2026-06-30T00:00:00.000Z';

/** `count` rows of the register, as the agency's own system would report them. */
export function demoCitizens(count: number): AccountRow[] {
  chinese.seed(SEED);
  english.seed(SEED);
  return Array.from({ length: count }, (_, index) => demoCitizen(index));
}

const externalIdAt = (index: number): string => `C${String(index + 1).padStart(8, '0')}`;

function demoCitizen(index: number): AccountRow {
  const reserved = index < RESERVED_CITIZENS;
  const kind = reserved ? 'resident_id' : weighted(DOCUMENTS).kind;
  const invented = countyWithin(reserved ? (index % 3 === 2 ? '3205' : '3201') : weighted(PLACES).prefix);
  // Clerks are citizens, too. What is invented is drawn all the same, so that everybody after them stays who they are.
  const clerk = STAFF.find(({ account }) => account === externalIdAt(index));
  const division = clerk?.office.division ?? invented;
  const registered = chinese.date.between({ from: REGISTERED_FROM, to: REGISTERED_TO });
  const disabled = !reserved && chance(DISABLED_SHARE);
  const withPhone = reserved || !chance(WITHOUT_PHONE_SHARE);
  const name = kind === 'passport' || kind === 'foreigner_permit' ? foreignName() : chinese.person.fullName();
  return {
    external_id: externalIdAt(index),
    updated_at: REGISTERED_TO,
    name: clerk?.name ?? name,
    document_kind: kind,
    document_number: documentNumber(kind, division, index),
    // The index keeps numbers apart.
    phone: withPhone ? `${chinese.helpers.arrayElement(PHONE_SERIES)}${scrambled(index)}` : null,
    licence_file: `${division.slice(0, 4)}${String(20_000_000 + index)}`,
    licence_classes: chinese.helpers.arrayElement(CLASSES),
    division,
    status: disabled ? 'disabled' : 'active',
    disabled_at: disabled ? REGISTERED_TO : null,
    registered_at: registered.toISOString(),
  };
}

function documentNumber(kind: DocumentKind, division: string, index: number): string {
  const serial = String(index % 1000).padStart(3, '0');
  switch (kind) {
    case 'resident_id':
      return withCheck(`${division}${birthDate(index)}${serial}`);
    case 'foreigner_permit':
      // 9, the province of residence, the country (GB/T 2659: 840, the United States), birth date, serial number.
      return withCheck(`9${division.slice(0, 2)}840${birthDate(index)}${serial}`);
    case 'hk_macau_permit':
      return `H${String(index).padStart(8, '0')}`;
    case 'taiwan_permit':
      return String(index).padStart(8, '0');
    case 'passport':
      return `E${String(index).padStart(8, '0')}`;
    case 'officer_card':
      return `南字第${String(index).padStart(7, '0')}号`;
  }
}

const withCheck = (first17: string) => first17 + checkCharacter(first17);

/** Two people with the same serial number are never born on the same day: the steps share no divisor with the days. */
function birthDate(index: number): string {
  const days = (index * 7919 + Math.floor(index / 1000)) % BIRTH_DAYS;
  return new Date(FIRST_BIRTH + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

const foreignName = () => `${english.person.lastName()} ${english.person.firstName()}`.toUpperCase();

/** Eight digits that differ for every index and do not count up: the factor shares no divisor with 10^8. */
const scrambled = (index: number) => String((index * 61_803_399 + 27_182_818) % 100_000_000).padStart(8, '0');

const chance = (probability: number) => chinese.number.float() < probability;

function weighted<Item extends { weight: number }>(items: readonly Item[]): Item {
  return chinese.helpers.weightedArrayElement(items.map((item) => ({ value: item, weight: item.weight })));
}

function countyWithin(prefix: string): string {
  let place = prefix;
  while (place.length < 6) place = chinese.helpers.arrayElement([...placesWithin(place)].filter(hasCounties));
  return place;
}

/** Hong Kong, Macau and Taiwan are named in the table without their districts. */
const hasCounties = (place: string) => place.length === 6 || placesWithin(place).length > 0;
