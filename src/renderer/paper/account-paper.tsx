import { useTranslation } from 'react-i18next';
import {
  ACCOUNT_FILE_MAX,
  type AccountDetail,
  type EntryAction,
  type Paper,
  type PaperContent,
} from '../../contract/index.ts';
import { placeName } from '../clerk/detail/place-name.ts';
import { momentOf } from '../lib/days.ts';
import { AttemptsTable, EntriesTable, LocksTable } from './account-tables.tsx';
import { ExportFacts, Fact, secondOf } from './facts.tsx';
import { PaperProof } from './paper-proof.tsx';

/** Entries of somebody who looked, and changed nothing. */
const LOOKS: readonly EntryAction[] = ['open', 'search', 'reveal', 'export'];

/** An account's file on A4: who, how it stands, what was done on it and why, who looked, and how it was signed in to. */
export function AccountPaper({ content, paper }: { content: PaperContent<'exportAccountFile'>; paper: Paper }) {
  const { t } = useTranslation('paper');
  const { answer } = content;
  const { detail, locks, entries, attempts } = answer;
  const isLook = ({ action }: { action: EntryAction }) => LOOKS.includes(action);
  const more = (there: boolean, count: number) => there && t('account.more', { count });
  return (
    <main className="paper">
      <h1>{t('account.title')}</h1>
      <dl className="paper__facts">
        <Person detail={detail} />
        <ExportFacts content={content} by={paper.by} />
      </dl>
      <LocksTable locks={locks} more={more(answer.more_locks, ACCOUNT_FILE_MAX.locks)} />
      <EntriesTable
        title={t('account.acts')}
        entries={entries.filter((entry) => !isLook(entry))}
        more={more(answer.more_entries, ACCOUNT_FILE_MAX.entries)}
      />
      <EntriesTable
        title={t('account.looks')}
        entries={entries.filter(isLook)}
        more={more(answer.more_entries, ACCOUNT_FILE_MAX.entries)}
      />
      <p>{t('account.entries_from', { date: momentOf(answer.entries_from).date })}</p>
      <AttemptsTable attempts={attempts} more={more(answer.more_attempts, ACCOUNT_FILE_MAX.attempts)} />
      <PaperProof ledger={paper.ledger} />
    </main>
  );
}

/** Whose account it is and whether they can sign in: masked, as the screen has it. */
function Person({ detail }: { detail: AccountDetail }) {
  const { t } = useTranslation(['paper', 'console']);
  const { account, verdict } = detail;
  return (
    <>
      <Fact name={t('paper:account.name')}>{account.name}</Fact>
      <Fact name={t(`console:document.${account.document.kind}`)}>{account.document.masked}</Fact>
      <Fact name={t('console:detail.phone')}>{account.phone ?? t('console:detail.no_phone')}</Fact>
      <Fact name={t('console:detail.licence_file')}>{account.licence_file}</Fact>
      <Fact name={t('console:detail.licence_classes')}>{account.licence_classes}</Fact>
      <Fact name={t('console:detail.place')}>{placeName(account.division)}</Fact>
      <Fact name={t('paper:account.registered')}>{momentOf(account.registered_at).date}</Fact>
      <Fact name={t('paper:account.state')}>
        <State detail={detail} />
      </Fact>
      <Fact name={t('paper:account.last_success')}>
        {verdict.last_success_at === null ? t('console:detail.fact.no_success') : secondOf(verdict.last_success_at)}
      </Fact>
      <Fact name={t('paper:account.password_changed')}>
        {verdict.password_changed_at && secondOf(verdict.password_changed_at)}
      </Fact>
    </>
  );
}

/** Until when, or since when, by the clock: on paper nothing counts down. */
function State({ detail: { account, lock } }: { detail: AccountDetail }) {
  const { t } = useTranslation(['paper', 'console']);
  const version = t('paper:account.version', { version: account.version });
  const since = (state: string, at: string | null) =>
    [state, at === null ? null : t('paper:account.since', { time: secondOf(at) }), version].filter(
      (part) => part !== null,
    );
  const join = t('paper:join');
  if (account.disabled) return since(t('console:state.disabled'), account.disabled.since).join(join);
  if (lock) return since(t(`console:kind.${lock.kind}`), lock.started_at).join(join);
  if (account.reset_pending) return since(t('console:state.reset_pending'), account.reset_pending.since).join(join);
  return since(t('console:state.not_locked'), null).join(join);
}
