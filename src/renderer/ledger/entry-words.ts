import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  ALERT_KINDS,
  CAUSES,
  CHANNELS,
  type EndpointName,
  type EntrySummary,
  ERROR_CODES,
  EXPORT_ENDS,
  EXPORT_SUBJECTS,
  HOLD_CHANGES,
  type Language,
  MARKS,
  OPERATION_NAMES,
  READINGS,
  RESET_REASONS,
  RETIRED_CLASSES,
  REVEAL_REASONS,
  REVEALED_FIELDS,
  REVIEW_STEPS,
  SEARCHED_AS,
  SUBSTITUTE_STEPS,
  UNLOCK_REASONS,
  VERIFICATION_METHODS,
} from '../../contract/index.ts';

/** Those that can be refused by role. */
const ENDPOINTS_FOR_SOME = ['stream', 'metrics', 'exportFile'] as const satisfies readonly EndpointName[];
const EXPORTS = [...EXPORT_SUBJECTS, ...EXPORT_ENDS];
const REASONS = [...UNLOCK_REASONS, ...RESET_REASONS];

/** The value as one of a closed list; undefined where a newer API has written one that this console does not know. */
function known<const T extends string>(values: readonly T[], value: string | null | undefined): T | undefined {
  return values.find((one) => one === value);
}

/**
 * What stands in an entry, in words. The ledger outlives consoles: what this one does not know is shown as it was
 * written.
 */
export function useEntryWords() {
  return entryWords(useTranslation(AREAS).t);
}

/** As {@link useEntryWords}, in a language of its own. */
export function useEntryWordsIn(language: Language) {
  const { i18n } = useTranslation();
  return entryWords(i18n.getFixedT(language, AREAS));
}

/** Whose words an entry is told in. */
const AREAS = ['ledger', 'act', 'console', 'errors', 'review'] as const;

function entryWords(t: TFunction<typeof AREAS>) {
  const method = (value: string): string => {
    const one = known(VERIFICATION_METHODS, value);
    return one === undefined ? value : t(`act:method.${one}`);
  };
  const reading = (value: string): string => {
    const one = known(READINGS, value);
    return one === undefined ? value : t(`act:reading.${one}`);
  };
  return {
    method,
    reading,
    channel(value: string): string {
      const one = known(CHANNELS, value);
      return one === undefined ? value : t(`act:channel.${one}`);
    },
    /** Why: the reason of an act, the cause of a lock, how a search was read, which call was refused. */
    reason({ action, reason }: Pick<EntrySummary, 'action' | 'reason'>): string | null {
      if (action === 'expire') return t('ledger:expired');
      if (action === 'end_elsewhere') return t('ledger:ended_elsewhere');
      if (reason === null) return null;
      if (action === 'open' && reason === 'outside_scope') return t('ledger:opened_outside');
      const step = known(REVIEW_STEPS, reason);
      if (action === 'review' && step !== undefined) return t(`review:item.step.${step}`);
      const cause = known(CAUSES, reason);
      if (cause !== undefined) return t(`console:cause.${cause}`);
      const searched = known(SEARCHED_AS, reason);
      if (action === 'search' && searched !== undefined) return t(`console:search.as.${searched}`);
      const alert = known(ALERT_KINDS, reason);
      if ((action === 'alert' || action === 'acknowledge') && alert !== undefined) return t(`ledger:alert_of.${alert}`);
      const hold = known(HOLD_CHANGES, reason);
      if (action === 'hold' && hold !== undefined) return t(`ledger:hold_of.${hold}`);
      const mark = known(MARKS, reason);
      if (action === 'mark' && mark !== undefined) return t(`ledger:mark_of.${mark}`);
      const substitute = known(SUBSTITUTE_STEPS, reason);
      if (action === 'substitute' && substitute !== undefined) return t(`ledger:substitute_of.${substitute}`);
      const retired = known(RETIRED_CLASSES, reason);
      if (action === 'retire' && retired !== undefined) return t(`ledger:retired_of.${retired}`);
      const revealed = known(REVEAL_REASONS, reason);
      if (action === 'reveal' && revealed !== undefined) return t(`console:reveal.reason.${revealed}`);
      const operation = known(OPERATION_NAMES, reason);
      if (operation !== undefined) return t(`ledger:operation.${operation}`);
      const endpoint = known(ENDPOINTS_FOR_SOME, reason);
      if (endpoint !== undefined) return t(`ledger:endpoint.${endpoint}`);
      const exported = known(EXPORTS, reason);
      if (exported !== undefined) return t(`ledger:export_of.${exported}`);
      const code = known(REASONS, reason);
      return code === undefined ? reason : t(`act:reason.${code}`);
    },
    /** Which number was looked at whole. */
    field(value: string): string {
      const one = known(REVEALED_FIELDS, value);
      return one === undefined ? value : t(`ledger:field.${one}`);
    },
    /** What follows an export's first entry is another one: the first stays as it is. */
    outcome({ action, outcome }: Pick<EntrySummary, 'action' | 'outcome'>): string {
      const begun = action === 'export' && outcome === 'pending';
      return begun ? t('ledger:export_begun') : t(`ledger:outcome_of.${outcome}`);
    },
    /** Why the API refused. */
    refusal(value: string): string {
      const code = known(ERROR_CODES, value);
      return code === undefined ? value : t(`errors:${code}`);
    },
    /** Who did it: a name, or what acted by itself. */
    actor({ actor }: Pick<EntrySummary, 'actor'>): string {
      return actor.kind === 'staff' ? (actor.name ?? actor.subject) : t(`ledger:actor_kind.${actor.kind}`);
    },
    /** Where they sit; what of ours acted by itself; of a system its name. */
    actorMore({ actor }: Pick<EntrySummary, 'actor'>): string {
      if (actor.kind === 'policy') return t('ledger:policy');
      return actor.kind === 'system' ? (actor.name ?? actor.subject) : (actor.office?.name ?? '');
    },
  };
}
