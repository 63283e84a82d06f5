import { useLocation, useNavigate } from '@tanstack/react-router';
import { IdCard, Languages, type LucideIcon, Search, Smartphone, TriangleAlert, X } from 'lucide-react';
import {
  type ChangeEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Reading, SearchResult } from '../../../contract/index.ts';
import { ariaKey, takesText, useShortcut } from '../../lib/shortcuts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Kbd } from '../../parts/kbd.tsx';
import { Tag, type Tone } from '../../parts/tag.tsx';
import { useDesk, useDeskState, useNextCitizen } from '../desk-provider.tsx';
import { BurstMeter, ENTER_WAIT_MS } from './burst.ts';
import { readTyped, type Typed, WHOLE_LENGTH } from './read-typed.ts';

const KEY = 'Ctrl+K';
/** As the contract has it. */
const TEXT_MAX = 64;

/**
 * The search field: says how it reads what is typed, runs on Enter, or by itself once a document number is whole and
 * right, and shows a number masked as soon as it has been read.
 */
export function SearchBox() {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const { searched, searching, hits, asksForSearch } = useDeskState();
  const next = useNextCitizen();
  const navigate = useNavigate();
  const onDesk = useLocation().pathname === '/';
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [meter] = useState(() => new BurstMeter());
  const waitForEnter = useRef<ReturnType<typeof setTimeout>>(undefined);

  const focus = () => {
    field.current?.focus();
    field.current?.select();
  };
  const focusAsked = useEffectEvent((_times: number) => {
    if (searched === null) setText('');
    focus();
  });
  // At the start, after "next citizen", and where nobody was found. Both before any further key: a reader's first
  // characters would go with what was there before.
  useLayoutEffect(() => focusAsked(asksForSearch), [asksForSearch]);
  // Read: the number itself is no longer needed here.
  useLayoutEffect(() => {
    if (searched !== null) setText('');
  }, [searched]);
  useShortcut(KEY, focus);
  useTypeAnywhere(meter, (goesOn, letters) => {
    if (letters !== '') {
      desk.typed();
      flushSync(() => setText(letters));
    }
    focus();
    // Something took the focus in mid-number: what has come of it stays.
    if (goesOn) field.current?.setSelectionRange(TEXT_MAX, TEXT_MAX);
  });

  const run = (typed: string, reading: Reading) => {
    clearTimeout(waitForEnter.current);
    if (typed.trim() === '') return;
    if (!onDesk) void navigate({ to: '/' });
    void desk.search(typed.trim(), reading);
  };

  const change = ({ target: { value }, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
    clearTimeout(waitForEnter.current);
    desk.typed();
    // Whatever is done to a masked number, the number itself is gone: what is put into it begins a new one.
    const typed = searched !== null && value.includes('*') ? putIn(nativeEvent) : value;
    setText(typed);
    if (!isWhole(typed)) return;
    // A reader's Enter is on its way, and with it the proof that it was a reader.
    if (meter.length() > 0) waitForEnter.current = setTimeout(() => run(typed, 'typed'), ENTER_WAIT_MS);
    else run(typed, 'typed');
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key.length === 1 || event.key === 'Process') meter.key(event.timeStamp);
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && (text !== '' || hits !== null)) {
      event.preventDefault();
      clear();
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const burst = meter.length(event.timeStamp);
    meter.end();
    // What has been read already is not read again; a reader that types into a filled field means its own number.
    const number = text.slice(-WHOLE_LENGTH);
    if (burst > 0) run(isWhole(number) ? number : text.slice(-burst), 'scanned');
    else if (searched === null && !searching) run(text, 'typed');
  };

  const clear = () => {
    clearTimeout(waitForEnter.current);
    setText('');
    if (hits !== null) desk.leaveHits();
    else next();
    field.current?.focus();
  };

  const shown = searched?.shownAs ?? text;
  return (
    <search className={`search ${shown === '' ? '' : 'search--typed'}`}>
      <Icon of={Search} />
      <input
        ref={field}
        id="search"
        className="search__input"
        type="text"
        inputMode="search"
        maxLength={TEXT_MAX}
        autoComplete="off"
        spellCheck={false}
        aria-label={t('search.label')}
        aria-keyshortcuts={ariaKey(KEY)}
        aria-describedby="search-kind"
        placeholder={t('search.placeholder')}
        value={shown}
        onChange={change}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target.select()}
      />
      <span className="search__kind" id="search-kind">
        <Kind read={searched === null ? readTyped(text) : { as: searched.as, whole: true }} />
      </span>
      {shown === '' ? (
        <span className="search__keys" aria-hidden="true">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      ) : (
        <IconButton icon={X} label={t('search.clear')} className="search__clear" onPress={clear} />
      )}
      <span className="sr-only" role="status">
        {searching ? t('search.running') : ''}
      </span>
    </search>
  );
}

/** A document number to its last character, with the right check digit. */
function isWhole(text: string): boolean {
  const read = readTyped(text);
  return read !== null && 'whole' in read && read.whole;
}

const putIn = (event: Event): string => (event instanceof InputEvent ? (event.data ?? '') : '');

const LOOKS: Partial<Record<SearchResult['searched_as'], LucideIcon>> = {
  name: Languages,
  pinyin: Languages,
  initials: Languages,
  phone: Smartphone,
};

/** How the text is read. */
function Kind({ read }: { read: Typed }) {
  const { t } = useTranslation('console');
  if (read === null) return null;
  const [tone, icon, words] = ((): [Tone, LucideIcon, string] => {
    if (read.as === 'wrong_check_digit') return ['warn', TriangleAlert, t('search.wrong_check')];
    if (read.as === 'incomplete') {
      return ['idle', IdCard, t('search.incomplete', { typed: read.length, whole: WHOLE_LENGTH })];
    }
    return ['accent', LOOKS[read.as] ?? IdCard, t(`search.as.${read.as}`)];
  })();
  return (
    <Tag tone={tone} icon={icon}>
      {words}
    </Tag>
  );
}

/**
 * A digit outside any field is the beginning of a number: a reader need not wait for the field to be clicked. Passports
 * and permits begin with letters; those that came just before belong to the number. `goesOn` where it is the middle of
 * one that somebody has begun.
 */
function useTypeAnywhere(meter: BurstMeter, begin: (goesOn: boolean, letters: string) => void): void {
  const begun = useEffectEvent(begin);
  useEffect(() => {
    let letters: globalThis.KeyboardEvent[] = [];
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const typing = /^[\da-z]$/i.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (!typing || takesText(event.target) || document.querySelector('dialog[open]')) return;
      const goesOn = meter.goesOn(event.timeStamp);
      meter.key(event.timeStamp);
      if (!goesOn) letters = [];
      if (/\d/.test(event.key)) {
        // A letter that was somebody's key has done its work.
        const lead = letters.filter(({ defaultPrevented }) => !defaultPrevented);
        begun(goesOn, lead.map(({ key }) => key).join(''));
        letters = [];
      } else letters.push(event);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [meter]);
}
