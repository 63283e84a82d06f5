import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountState, type EntryDetail, entryLink, UNNAMED_WORKSTATION } from '../../contract/index.ts';
import { slipAdvice } from '../act/advice.ts';
import { standingOfState } from '../act/changes.ts';
import { ProgressPane, SinceThen } from '../act/since-then.tsx';
import { TrackList } from '../act/track-list.tsx';
import { useProgress } from '../act/use-progress.ts';
import { useSize } from '../exports/use-size.ts';
import { momentOf } from '../lib/days.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { SlipPart } from '../slip/slip-part.tsx';
import { useSlip } from '../slip/use-slip.ts';
import { useAskedFor } from './asked-for.ts';
import { useEntryWords } from './entry-words.ts';
import { SignedAccessList } from './signed-access.tsx';

interface EntryFactsProps {
  entry: EntryDetail;
  /** The reader's own: they may also see what became of an act. */
  own: boolean;
  /** Goes to the entry that this one refers to. */
  onSelect: (id: string) => void;
}

/** Everything an entry holds, in the order in which a reviewer asks: what changed, why, who, by what right, which ids. */
export function EntryFacts({ entry, own, onSelect }: EntryFactsProps) {
  const { t } = useTranslation('ledger');
  return (
    <div className="pane__body">
      {entry.before && entry.after && <Changes before={entry.before} after={entry.after} />}
      <Part title={t('detail.what')}>
        <What entry={entry} />
      </Part>
      <Part title={t('detail.who')}>
        <Who entry={entry} />
      </Part>
      {own && isActDone(entry) && <OwnProgress entry={entry} />}
      <Part title={t('detail.ids')}>
        <Ids entry={entry} onSelect={onSelect} />
      </Part>
      {own && isActDone(entry) && <SlipAgain entry={entry} />}
    </div>
  );
}

const isActDone = ({ action, outcome }: EntryDetail): boolean =>
  outcome === 'done' && (action === 'unlock' || action === 'reset');

/** For a citizen who comes back without theirs. What was wrong with the account then is not known any more. */
function SlipAgain({ entry: { id, action } }: { entry: EntryDetail }) {
  const slip = useSlip(id);
  return <SlipPart slip={slip} advice={slipAdvice(action === 'reset' ? 'reset' : 'unlock', null)} prints />;
}

/** As on the receipt: what became of the code, signed in since, or locked again and why. */
function OwnProgress({ entry }: { entry: EntryDetail }) {
  const progress = useProgress(entry.id);
  const { data } = progress;
  if (!data?.code) return <SinceThen progress={progress} />;
  return (
    <ProgressPane progress={progress}>
      <TrackList progress={data} doneAt={entry.recorded_at} />
    </ProgressPane>
  );
}

interface PartProps {
  title: string;
  /** Said in place of facts, where there are none. */
  none?: string | false;
  children: ReactNode;
}

export function Part({ title, none = false, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="head">
        <h3 id={id}>{title}</h3>
      </div>
      {none === false ? <dl className="rows">{children}</dl> : <p className="quiet">{none}</p>}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function What({ entry }: { entry: EntryDetail }) {
  const { t } = useTranslation('ledger');
  const words = useEntryWords();
  const askedFor = useAskedFor();
  const { account, refused_with, substitution } = entry;
  const at = momentOf(entry.recorded_at);
  return (
    <>
      <Fact name={t('detail.recorded')}>
        <time dateTime={entry.recorded_at}>
          {at.date} {at.second}
        </time>
      </Fact>
      <Fact name={t('detail.account')}>
        {account && (
          <>
            {account.name} <span className="quiet">{account.document}</span>
          </>
        )}
      </Fact>
      <Fact name={t(entry.action === 'retire' ? 'detail.month' : 'detail.field')}>
        {entry.field && words.field(entry.field)}
      </Fact>
      <Fact name={t(entry.action === 'call' ? 'detail.operation' : 'detail.reason')}>{words.reason(entry)}</Fact>
      <Fact name={t('detail.filters')}>{entry.filters && <span className="said">{askedFor(entry.filters)}</span>}</Fact>
      <FileFacts file={entry.file} />
      <Fact name={t('detail.access')}>{entry.access && <SignedAccessList signed={entry.access} />}</Fact>
      <Fact name={t('detail.note')}>{entry.note && <span className="said">{entry.note}</span>}</Fact>
      <Fact name={t('detail.marked_staff')}>{entry.marked_staff}</Fact>
      <Fact name={t('detail.substitution')}>
        {substitution &&
          t('detail.substitution_of', {
            substitute: substitution.substitute.name,
            absent: substitution.absent.name,
            from: substitution.from,
            until: substitution.until,
          })}
      </Fact>
      <Fact name={t('detail.refused_with')}>{refused_with && words.refusal(refused_with)}</Fact>
    </>
  );
}

function FileFacts({ file }: Pick<EntryDetail, 'file'>) {
  const { t } = useTranslation('ledger');
  const { fileSize } = useSize();
  if (file === null) return null;
  return (
    <>
      <Fact name={t('detail.file')}>{fileSize(file)}</Fact>
      <Fact name={t('detail.file_hash')}>
        <CopyableId id={file.sha256} label={t('detail.copy', { what: t('detail.file_hash') })} />
      </Fact>
    </>
  );
}

export function Who({ entry }: { entry: EntryDetail }) {
  const { t } = useTranslation('ledger');
  const words = useEntryWords();
  const { actor, verification, channel } = entry;
  return (
    <>
      <Fact name={t('detail.actor')}>
        {words.actor(entry)}
        {actor.kind !== 'staff' && <span className="quiet"> {words.actorMore(entry)}</span>}
        {actor.staff_number && (
          <span className="quiet"> {t('detail.staff_number', { number: actor.staff_number })}</span>
        )}
      </Fact>
      <Fact name={t('detail.office')}>{actor.office?.name ?? null}</Fact>
      <Fact name={t('detail.workstation')}>{actor.workstation && <Workstation id={actor.workstation} />}</Fact>
      <Fact name={t('detail.verification')}>
        {verification &&
          [words.method(verification.method), words.reading(verification.reading)].join(t('detail.join'))}
      </Fact>
      <Fact name={t('detail.document_note')}>
        {entry.document_note && <span className="said">{entry.document_note}</span>}
      </Fact>
      <Fact name={t('detail.channel')}>{channel && words.channel(channel)}</Fact>
      <Fact name={t('detail.ticket')}>{entry.ticket}</Fact>
    </>
  );
}

function Workstation({ id }: { id: string }) {
  const { t } = useTranslation('ledger');
  return id === UNNAMED_WORKSTATION ? t('detail.workstation_unnamed') : t('detail.workstation_claimed', { id });
}

function Ids({ entry, onSelect }: Omit<EntryFactsProps, 'own'>) {
  const { t } = useTranslation('ledger');
  const { id, request_id, refers_to, actor } = entry;
  return (
    <>
      <Fact name={t('detail.entry_id')}>
        <CopyableId id={id} label={t('detail.copy', { what: t('detail.entry_id') })} />
      </Fact>
      <Fact name={t('detail.link')}>
        <CopyableId id={entryLink(id)} label={t('detail.copy', { what: t('detail.link') })} />
      </Fact>
      <Fact name={t('detail.request_id')}>
        {request_id && <CopyableId id={request_id} label={t('detail.copy', { what: t('detail.request_id') })} />}
      </Fact>
      <Fact name={t('detail.policy_version')}>
        {actor.kind === 'policy' && (
          <CopyableId id={actor.subject} label={t('detail.copy', { what: t('detail.policy_version') })} />
        )}
      </Fact>
      <Fact name={t('detail.refers_to')}>
        {refers_to && (
          <button type="button" className="link" onClick={() => onSelect(refers_to)}>
            {t('detail.open_refers_to')}
          </button>
        )}
      </Fact>
    </>
  );
}

function CopyableId({ id, label }: { id: string; label: string }) {
  return (
    <span className="copyable">
      <code>{id}</code>
      <CopyButton text={id} label={label} />
    </span>
  );
}

/** The account's state before and after, as the API read both in the acting transaction. */
export function Changes({ before, after }: { before: AccountState; after: AccountState }) {
  const { t } = useTranslation(['ledger', 'act']);
  const title = useId();
  const state = (of: AccountState) => t(`act:standing.${standingOfState(of)}`);
  const version = (of: AccountState) => t('act:version_number', { version: of.version });
  const rows = [
    { name: t('ledger:detail.state'), was: state(before), now: state(after) },
    { name: t('ledger:detail.version'), was: version(before), now: version(after) },
  ];
  return (
    <section aria-labelledby={title}>
      <div className="head">
        <h3 id={title}>{t('ledger:detail.changes')}</h3>
      </div>
      <table className="table table--small plain changes" aria-labelledby={title}>
        <thead>
          <tr>
            <th scope="col">{t('ledger:detail.item')}</th>
            <th scope="col">{t('ledger:detail.before')}</th>
            <th scope="col">{t('ledger:detail.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, was, now }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="was">{was}</td>
              <td className="now">{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
