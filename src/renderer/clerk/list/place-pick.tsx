import { useTranslation } from 'react-i18next';
import type { LockTotals } from '../../../contract/index.ts';
import { useStaff } from '../../lib/staff.tsx';
import { type Choice, Pick } from '../../parts/pick.tsx';

/** A place with the ones it lies in, outermost first; empty for the whole scope. */
export type PlacePath = readonly { code: string; name: string }[];

export const placeOf = (path: PlacePath): string => path.at(-1)?.code ?? '';

/** The place whose parts are offered: of a county, which has none, those of the place around it. */
export const offeredPlace = (path: PlacePath): string => (isCounty(path) ? placeOf(path.slice(0, -1)) : placeOf(path));

const isCounty = (path: PlacePath): boolean => placeOf(path).length === 6;

/** Names of the places that somebody may see, for sentences. */
export function useScopeName(): string {
  const { t } = useTranslation('console');
  const { scope } = useStaff();
  return scope.map(({ prefix, name }) => (prefix === '' ? t('list.scope_country') : name)).join(t('settings.day_join'));
}

interface PlacePickProps {
  path: PlacePath;
  /** Of the place that is offered, with its parts. */
  totals: Omit<LockTotals, 'index' | 'groups'> | undefined;
  onPick: (path: PlacePath) => void;
  /** What the whole is called, where that is not the person's scope. */
  whole?: string | undefined;
}

/** Narrows to a part of the scope, step by step: each choice offers its own parts next. */
export function PlacePick({ path, totals, onPick, whole }: PlacePickProps) {
  const { t } = useTranslation('console');
  const ownScope = useScopeName();
  const scopeName = whole ?? ownScope;
  const around = isCounty(path) ? path.slice(0, -1) : path;
  const ways: { path: PlacePath; choice: Choice<string> }[] = [
    { path: [], choice: { id: '', label: t('list.place_all', { place: scopeName }) } },
    ...around.map((place, at) => ({
      path: around.slice(0, at + 1),
      choice: { id: place.code, label: t('list.place_all', { place: place.name }) },
    })),
    ...(totals?.places ?? []).map(({ code, name, count }) => ({
      path: [...around, { code, name }],
      choice: { id: code, label: name, count },
    })),
  ];
  const chosen = path.at(-1);
  // Until the totals are there, the chosen place is known by its path alone.
  if (chosen && !ways.some(({ choice }) => choice.id === chosen.code)) {
    ways.push({ path, choice: { id: chosen.code, label: chosen.name } });
  }
  const label = ways.find(({ choice }) => choice.id === placeOf(path))?.choice.label ?? scopeName;
  return (
    <Pick
      label={t('list.place', { place: label })}
      value={placeOf(path)}
      choices={ways.map(({ choice }) => choice)}
      onPick={(code) => onPick(ways.find(({ choice }) => choice.id === code)?.path ?? [])}
    />
  );
}
