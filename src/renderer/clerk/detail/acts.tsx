import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AccountDetail, EntrySummary } from '../../../contract/index.ts';
import { ExtractButton } from '../../extract/extract-button.tsx';
import { ActionMark } from '../../ledger/entry-marks.tsx';
import { useEntryWords } from '../../ledger/entry-words.ts';
import { useHasRole } from '../../lib/staff.tsx';
import { Time } from '../../parts/time.tsx';

/** What was done on this account before, newest first. */
export function Acts({ detail, scanned }: { detail: AccountDetail; scanned: boolean }) {
  const { acts, more_acts } = detail;
  const { t } = useTranslation('console');
  const columns = ['time', 'act', 'verification', 'actor', 'entry'] as const;
  const note = more_acts ? t('detail.acts_more') : t('detail.acts_count', { count: acts.length });
  return (
    <div>
      <div className="head">
        <h3 id="acts-title">{t('detail.acts')}</h3>
        <span className="head__note">{acts.length === 0 ? t('detail.acts_none') : note}</span>
        <ExtractButton detail={detail} scanned={scanned} />
      </div>
      {acts.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls by itself
        <section className="table-wrap" tabIndex={0} aria-labelledby="acts-title">
          <table className="table table--small plain acts">
            <colgroup>
              <col className="c-1" />
              <col className="c-2" />
              <col className="c-how" />
              <col />
              <col className="c-no" />
            </colgroup>
            <thead className="sr-only">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`detail.acts_column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {acts.map((entry) => (
                <ActLine key={entry.id} entry={entry} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function ActLine({ entry }: { entry: EntrySummary }) {
  const { t } = useTranslation('console');
  const words = useEntryWords();
  return (
    <tr>
      <td>
        <Time at={entry.recorded_at} />
      </td>
      <td>
        <ActionMark action={entry.action} /> <span className="quiet">{words.reason(entry)}</span>
      </td>
      <td>{entry.verification ? words.method(entry.verification.method) : t('detail.none')}</td>
      <td>
        {words.actor(entry)} <span className="quiet">{words.actorMore(entry)}</span>
      </td>
      <td className="num">
        <EntryLink entry={entry} />
      </td>
    </tr>
  );
}

/** A link for those who may read the whole ledger; a clerk reads only what they did themself. */
function EntryLink({ entry: { id, index } }: { entry: EntrySummary }) {
  const { t } = useTranslation('console');
  const readsAll = useHasRole('supervisor', 'auditor');
  const number = index === null ? t('detail.numbering') : t('detail.entry_number', { index });
  if (!readsAll) return number;
  return (
    <Link className="linkish" to="/ledger" search={{ entry: id }} aria-label={t('detail.see_entry', { number })}>
      {number}
    </Link>
  );
}
