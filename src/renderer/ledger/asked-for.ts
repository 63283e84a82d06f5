import { useTranslation } from 'react-i18next';
import { CAUSES, ENTRY_ACTIONS, EntryOutcome, LOCK_KINDS, LOCK_SORTS, ROLES } from '../../contract/index.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../words/languages.ts';
import { momentOf } from '../lib/days.ts';

type Say = (value: string) => string;

const asItIs: Say = (value) => value;

/** Periods of lists are moments, those of reports are days. */
const when: Say = (value) => {
  if (!value.includes('T')) return value;
  const { date, second } = momentOf(value);
  return `${date} ${second}`;
};

/** Tells a value of a closed set in words, and one that a newer API has as it is. */
const oneOf =
  <const T extends string>(values: readonly T[], words: (value: T) => string): Say =>
  (value) => {
    const known = values.find((one) => one === value);
    return known === undefined ? value : words(known);
  };

/** What an export was asked for, in words: a line for each condition. */
export function useAskedFor() {
  const { t } = useTranslation(['ledger', 'console']);
  const said = {
    from: when,
    to: when,
    since: when,
    until: when,
    account_id: asItIs,
    actor: asItIs,
    office: asItIs,
    place: asItIs,
    places: asItIs,
    actions: oneOf(ENTRY_ACTIONS, (one) => t(`ledger:action.${one}`)),
    outcomes: oneOf(EntryOutcome.options, (one) => t(`ledger:outcome_of.${one}`)),
    kinds: oneOf(LOCK_KINDS, (one) => t(`console:kind.${one}`)),
    causes: oneOf(CAUSES, (one) => t(`console:cause.${one}`)),
    sort: oneOf(LOCK_SORTS, (one) => t(`console:list.sort.${one}`)),
    role: oneOf(ROLES, (one) => t(`console:shell.role.${one}`)),
    language: oneOf(LANGUAGES, (one) => LANGUAGE_NAMES[one]),
  } satisfies Record<string, Say>;
  const known = Object.keys(said) as (keyof typeof said)[];
  const line = (name: string, value: unknown, say: Say): string => {
    const values = (Array.isArray(value) ? value : [value]).map((one) => say(String(one)));
    return t('ledger:asked.line', { name, value: values.join(t('ledger:asked.join')) });
  };
  return (filters: Readonly<Record<string, unknown>>): string =>
    [
      ...known
        .filter((name) => name in filters)
        .map((name) => line(t(`ledger:asked.${name}`), filters[name], said[name])),
      ...Object.keys(filters)
        .filter((name) => !known.some((one) => one === name))
        .map((name) => line(name, filters[name], asItIs)),
    ].join('\n');
}
