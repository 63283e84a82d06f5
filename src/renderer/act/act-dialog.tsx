import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForwardedEvent } from '../../contract/index.ts';
import { useConnectionState, useLedgerRefused, usePendingActs, useStreamEvents } from '../lib/live.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { About } from './about.tsx';
import { ActForm, type FormFields } from './act-form.tsx';
import { blockOf } from './blocks.ts';
import { Consequences } from './consequences.tsx';
import type { Open } from './desk.ts';
import { useActDesk, useActInHand } from './desk-provider.tsx';
import { answersOf, checkDraft, type Draft, firstLack, type Lacks } from './draft.ts';
import { Foot } from './foot.tsx';
import { OPERATION_ICONS } from './icons.ts';
import { useNewer } from './newer.ts';
import { Panel } from './panel.tsx';
import { type Stage, stageOf } from './stage.ts';
import { useBurstGuard } from './use-burst-guard.ts';

/** The dialog of the act in hand: unlock or forced reset. It is about one account, whatever goes on behind it. */
export function ActDialog() {
  const current = useActInHand();
  return current === null || current.is === 'done' ? null : <OpenDialog open={current} />;
}

function OpenDialog({ open }: { open: Open }) {
  const { t } = useTranslation('act');
  const desk = useActDesk();
  const { subject, draft } = open;
  const { operation, seen } = subject;
  const connection = useConnectionState();
  const ledgerRefused = useLedgerRefused();
  const pending = usePendingActs().filter(({ account_id }) => account_id === seen.account.id);
  const reading = useNewer(open);
  const stage = stageOf(open, reading.newer);

  const checked = checkDraft(subject, draft);
  const lacks: Lacks = 'lacks' in checked ? checked.lacks : {};
  const block = blockOf(subject, { connection, ledgerRefused, pending });

  const fields: FormFields = {
    method: useRef(null),
    document_note: useRef(null),
    ticket: useRef(null),
    note: useRef(null),
  };
  const next = useRef<HTMLButtonElement>(null);
  const lack = firstLack(lacks);
  const goal = stage === 'fill' && block === null && lack !== undefined ? fields[lack] : next;
  const top = useRef<HTMLDivElement>(null);
  useFocusAtStage(
    stage,
    pending.some(({ unknown }) => unknown),
    goal,
    top,
  );

  useStreamEvents((events) => {
    if (events.some((event) => concerns(event, seen.account.id, seen.account.version))) desk.move();
  });

  const [burst, setBurst] = useState(false);
  const reasonBefore = useRef(draft.reason);
  useBurstGuard({
    onFirstKey() {
      reasonBefore.current = draft.reason;
    },
    onBurst() {
      desk.edit({ reason: reasonBefore.current });
      setBurst(true);
    },
  });

  const confirm = () => {
    if (lack === undefined && block === null) desk.confirm();
    else goal.current?.focus();
  };

  const edit = (change: Partial<Draft>) => {
    setBurst(false);
    desk.edit(change);
  };

  const answers = answersOf(subject, draft);
  const panel = <Panel open={open} stage={stage} reading={reading} pending={pending[0] ?? null} burst={burst} />;
  return (
    <Dialog
      icon={OPERATION_ICONS[operation]}
      title={t(`title.${operation}`, { name: seen.account.name })}
      about={<About seen={seen} stage={stage} newer={reading.newer} connection={connection} />}
      closeLabel={t(`close.${operation}`)}
      onClose={() => desk.close()}
      initialFocus={goal}
      foot={
        <Foot stage={stage} open={open} reading={reading} lacks={lacks} block={block} onConfirm={confirm} next={next} />
      }
    >
      {stage === 'stuck' ? (
        <div className="dialog__main" ref={top}>
          {panel}
        </div>
      ) : (
        <div className="dialog__cols">
          <div className="dialog__main" ref={top}>
            {panel}
            <ActForm
              subject={subject}
              draft={draft}
              answers={answers}
              lacks={lacks}
              locked={stage === 'sending' || stage === 'cut_off'}
              onEdit={edit}
              fields={fields}
            />
          </div>
          <Consequences subject={subject} answers={answers} />
        </div>
      )}
    </Dialog>
  );
}

/** Whether an event says that the account is another than the version seen. */
function concerns(event: ForwardedEvent, accountId: string, version: number): boolean {
  switch (event.event) {
    case 'account_changed':
      return event.data.account_id === accountId && event.data.version > version;
    case 'locked':
    case 'lock_ended':
      return event.data.row.account_id === accountId;
    case 'reset':
      return true;
    case 'entry':
      return false;
  }
}

/**
 * The dialog has the focus from the start; afterwards each stage puts it where the next key is wanted, and brings into
 * view what has come in the way.
 */
function useFocusAtStage(
  stage: Stage,
  unknown: boolean,
  goal: RefObject<HTMLElement | null>,
  top: RefObject<HTMLElement | null>,
): void {
  const last = useRef({ stage, unknown });
  const focus = useEffectEvent((filling: boolean) => {
    goal.current?.focus({ preventScroll: !filling });
    if (!filling) top.current?.scrollIntoView({ block: 'start' });
  });
  useEffect(() => {
    if (last.current.stage === stage && last.current.unknown === unknown) return;
    last.current = { stage, unknown };
    focus(stage === 'fill');
  }, [stage, unknown]);
}
