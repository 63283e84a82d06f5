import { useTranslation } from 'react-i18next';
import type { ExtractLine, Language, Part } from '../../contract/index.ts';
import { extract as en } from '../../words/en/extract.ts';
import { fill } from '../../words/fill.ts';
import { extract as zh } from '../../words/zh-CN/extract.ts';
import { useEntryWordsIn } from '../ledger/entry-words.ts';
import { momentOf } from '../lib/days.ts';

/** The document's own words come with it, in both languages: nothing else of the console needs them. */
export const EXTRACT_WORDS = { 'zh-CN': zh, en } satisfies Record<Language, typeof zh>;
export type ExtractWords = typeof zh;

/** Which part it is, where there are several. */
export const partOf = (words: ExtractWords, part: Part): string => (part.of === 1 ? '' : fill(words.part, { ...part }));

/** Opened beyond the office's area; see `openAccount`. */
const OUTSIDE_SCOPE = 'outside_scope';

/** Nobody here ended the lock: the sentence says why. */
const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(['expire', 'end_elsewhere']);

/** What stands in one line, as a citizen reads it. */
export function useLineWords(language: Language) {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT(language, 'ledger');
  const entry = useEntryWordsIn(language);
  const words = EXTRACT_WORDS[language];
  const own: Readonly<Record<string, string>> = words.action;
  const channels: Readonly<Record<string, string>> = words.channel;

  return {
    /** What happened. */
    what(line: ExtractLine): string {
      const { action, field, reason } = line;
      const sentence = own[action] ?? t(`action.${action}`);
      return fill(sentence, {
        ...(field !== null && { field: entry.field(field) }),
        ...(reason !== null && { what: entry.reason(line) ?? reason }),
      });
    },
    /** Why, how the citizen was verified, and what they were told. */
    more(line: ExtractLine): string {
      const { action, reason, outcome, verification, channel } = line;
      const why = action === 'open' && reason === OUTSIDE_SCOPE ? words.elsewhere : entry.reason(line);
      return [
        ...(outcome === 'done' ? [] : [words.outcome[outcome]]),
        // In the sentence itself.
        ...(why === null || action === 'export' || ENDS_BY_ITSELF.has(action) ? [] : [why]),
        ...(verification === null ? [] : [fill(words.verified_by, { method: entry.method(verification) })]),
        ...(channel === null ? [] : [channels[channel] ?? channel]),
        ...line.messages.map(message),
      ].join(words.join);
    },
    number: (index: number): string => fill(words.number, { index }),
    by({ actor_kind, office }: ExtractLine): string {
      return office ?? words.by[actor_kind];
    },
  };

  function message({ kind, state, at }: ExtractLine['messages'][number]): string {
    const moment = at === null ? null : momentOf(at);
    const time = moment ? `${moment.monthDay} ${moment.minute}` : '';
    return fill(words.message_state[state], { what: words.message[kind], time });
  }
}
