import { ChevronRight, UserPlus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormerStaff, SessionState } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useDayWords } from '../parts/time.tsx';

interface PeopleProps {
  staff: readonly FormerStaff[];
  session: Exclude<SessionState, { state: 'signed_in' }>;
}

/** Who has signed in here before; the browser then asks for their password in any case. */
export function People({ staff, session }: PeopleProps) {
  const { t } = useTranslation('console');
  const expected = session.state === 'signing_in' ? session.expected?.subject : undefined;
  const busy = session.state === 'signing_in';
  // The day begins here: whoever comes picks themself with Enter.
  const first = useRef<HTMLButtonElement>(null);
  const someone = staff.length > 0;
  useEffect(() => {
    if (someone && document.activeElement === document.body) first.current?.focus();
  }, [someone]);
  const signIn = (who: { subject: string } | null) => {
    if (!busy) void window.lockdesk.session.signIn(who);
  };
  return (
    <>
      <h2 className="start__cap">{t(staff.length === 0 ? 'signin.former_none' : 'signin.former')}</h2>
      {staff.length > 0 && (
        <ul className="people">
          {staff.map((person, at) => (
            <li key={person.subject}>
              <button
                ref={at === 0 ? first : undefined}
                type="button"
                className="people__item"
                aria-current={person.subject === expected || undefined}
                aria-disabled={busy || undefined}
                onClick={() => signIn({ subject: person.subject })}
              >
                <Person person={person} now={person.subject === expected} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {staff.length > 0 && (
        <Button kind="quiet" icon={UserPlus} className="start__other" unavailable={busy} onPress={() => signIn(null)}>
          {t('signin.other')}
        </Button>
      )}
    </>
  );
}

function Person({
  person: { name, roles, staff_number: number, last_seen_at },
  now,
}: {
  person: FormerStaff;
  now: boolean;
}) {
  const { t } = useTranslation('console');
  const when = useDayWords(last_seen_at);
  // A newer console may have known roles that this one has no word for.
  const words: Readonly<Record<string, string>> = t('shell.role', { returnObjects: true });
  const known = roles.flatMap((role) => words[role] ?? []);
  return (
    <>
      <span className="user__face" aria-hidden="true">
        {name.charAt(0)}
      </span>
      <span className="people__who">
        <b>{name}</b> {known.join(' ')}
        <small>{number === null ? t('signin.seen_no_number', { when }) : t('signin.seen', { number, when })}</small>
      </span>
      {now ? <span className="people__now">{t('signin.now')}</span> : <Icon of={ChevronRight} />}
    </>
  );
}
