import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt, FiledEntry, Lock } from '../../contract/index.ts';
import { AttemptNet, AttemptNote } from '../clerk/detail/attempt-lines.tsx';
import { useEntryWords } from '../ledger/entry-words.ts';
import { secondOf } from './facts.tsx';

interface TableProps {
  title: string;
  heads: readonly string[];
  /** Says that there was more of it. */
  more: string | false;
  /** As many rows; none are a sentence. */
  rows: readonly ReactNode[];
}

function PaperTable({ title, heads, more, rows }: TableProps) {
  const { t } = useTranslation('paper');
  const id = useId();
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {more && <p>{more}</p>}
      {rows.length === 0 ? (
        <p>{t('account.none')}</p>
      ) : (
        <table className="table" aria-labelledby={id}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      )}
    </section>
  );
}

export function LocksTable({ locks, more }: { locks: readonly Lock[] } & Pick<TableProps, 'more'>) {
  const { t } = useTranslation(['paper', 'console']);
  const heads = ['started', 'kind', 'cause', 'failures', 'ended'] as const;
  return (
    <PaperTable
      title={t('paper:account.locks')}
      heads={heads.map((head) => t(`paper:account.lock.${head}`))}
      more={more}
      rows={locks.map(({ id, started_at, kind, cause, failures, ends_at, ended }) => (
        <tr key={id}>
          <td className="nowrap">{secondOf(started_at)}</td>
          <td>{t(`console:kind.${kind}`)}</td>
          <td>{t(`console:cause.${cause}`)}</td>
          <td>{failures}</td>
          <td>
            {ended
              ? t('paper:account.lock.ended_by', {
                  how: t(`paper:account.lock.by.${ended.by}`),
                  time: secondOf(ended.at),
                })
              : ends_at
                ? t('paper:account.lock.until', { time: secondOf(ends_at) })
                : t('console:detail.by_hand')}
          </td>
        </tr>
      ))}
    />
  );
}

interface EntriesTableProps extends Pick<TableProps, 'title' | 'more'> {
  entries: readonly FiledEntry[];
}

export function EntriesTable({ title, entries, more }: EntriesTableProps) {
  const { t } = useTranslation('paper');
  const heads = ['time', 'what', 'why', 'who', 'number'] as const;
  return (
    <PaperTable
      title={title}
      heads={heads.map((head) => t(`account.entry.${head}`))}
      more={more}
      rows={entries.map((entry) => <EntryLine key={entry.id} entry={entry} />)}
    />
  );
}

function EntryLine({ entry }: { entry: FiledEntry }) {
  const { t } = useTranslation(['paper', 'ledger', 'console']);
  const words = useEntryWords();
  const { recorded_at, action, outcome, actor, field, verification, refused_with, index } = entry;
  const join = t('paper:join');
  const told = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null && part !== '').join(join);
  const verified = verification && words.method(verification.method);
  return (
    <tr>
      <td className="nowrap">{secondOf(recorded_at)}</td>
      <td>{told([t(`ledger:action.${action}`), outcome === 'done' ? null : words.outcome(entry)])}</td>
      <td>
        {told([field && words.field(field), words.reason(entry), verified])}
        <Said>{refused_with && words.refusal(refused_with)}</Said>
        <Said>{entry.note}</Said>
        <Said>{entry.document_note}</Said>
        <Said>{entry.ticket && t('paper:account.entry.ticket', { ticket: entry.ticket })}</Said>
      </td>
      <td className="paper__who">
        {words.actor(entry)}
        {actor.staff_number && t('paper:account.entry.staff_number', { number: actor.staff_number })}
        <Said>{words.actorMore(entry)}</Said>
      </td>
      <td className="nowrap">
        {index === null ? t('console:detail.numbering') : t('console:detail.entry_number', { index })}
      </td>
    </tr>
  );
}

/** On a line of its own. */
function Said({ children }: { children: string | null }) {
  return children && <span className="paper__said">{children}</span>;
}

export function AttemptsTable({ attempts, more }: { attempts: readonly Attempt[] } & Pick<TableProps, 'more'>) {
  const { t } = useTranslation(['paper', 'console']);
  const heads = ['time', 'outcome', 'source', 'client'] as const;
  return (
    <PaperTable
      title={t('console:detail.attempts_free')}
      heads={heads.map((head) => t(`console:detail.attempts_column.${head}`))}
      more={more}
      rows={attempts.map((attempt) => {
        const { occurred_at, outcome, ip, device, client } = attempt;
        return (
          <tr key={`${occurred_at} ${outcome} ${ip}`}>
            <td className="nowrap">{secondOf(occurred_at)}</td>
            <td>
              {t(`console:detail.outcome.${outcome}`)}{' '}
              <span className="paper__note">
                <AttemptNote attempt={attempt} />
              </span>
            </td>
            <td>
              {ip} <AttemptNet attempt={attempt} />
            </td>
            <td>
              {[device, client].filter((part) => part !== null).join(t('console:detail.join')) ||
                t('console:detail.none')}
            </td>
          </tr>
        );
      })}
    />
  );
}
