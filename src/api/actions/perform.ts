import type { Transaction } from 'kysely';
import type { ActResult, ConsoleAction, ResetInput, UnlockInput } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { builtIn } from '../directory/built-in.ts';
import { BUILT_IN } from '../directory/held-accounts.ts';
import type { Directory } from '../directory/index.ts';
import { orderResult } from '../directory/orders/await.ts';
import { giveOrder } from '../directory/orders/give.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { queueMessages } from '../notify/outbox.ts';
import type { Notice } from '../notify/text.ts';
import { ApiError } from '../problem.ts';
import { hashBody, type Known, recordedAnswer, rememberAnswer } from './idempotency.ts';
import { checkSeen, inProgress, type Seen, see } from './see.ts';

/** What one kind of act on an account does beyond what all of them do. */
export interface Act {
  operation: ConsoleAction;
  action: 'unlock' | 'reset';
  /** Throws where the account, as it stands, is not one to do this to. */
  check(trx: Transaction<Database>, seen: Seen): Promise<void>;
  /** Changes the account, and says what the citizen is to be told. */
  change(trx: Transaction<Database>, means: Means): Promise<Changed>;
}

export interface Means {
  directory: Directory;
  seen: Seen;
  actor: StaffActor;
  config: Config;
}

export interface Changed {
  notices: Notice[];
  code: ActResult['code'];
}

/**
 * Does an act once. Whoever asks again with the same key gets the same answer; where the entry cannot be written nothing is
 * done. In our own directory effect, entry, messages and answer are one transaction; for a directory outside that transaction
 * holds a `pending` entry and an order, and the answer is what the directory worker made of it.
 *
 * @throws ApiError as the rows of the contract's actions list
 */
export async function performAct(
  { actor, services, requestId, idempotencyKey }: Call<StaffActor>,
  act: Act,
  input: UnlockInput | ResetInput,
): Promise<ActResult> {
  if (idempotencyKey === null) throw new ApiError('idempotency_key_required', {});
  const request = {
    subject: actor.subject,
    key: idempotencyKey,
    operation: act.operation,
    bodyHash: hashBody(input),
  };

  const opening = {
    id: input.opening_id,
    subject: actor.subject,
    accountId: input.account_id,
    hours: services.config.OPENING_HOURS,
  };

  const once = async (trx: Transaction<Database>): Promise<Known<ActResult>> => {
    const [found, known] = await Promise.all([see(trx, request, opening), recordedAnswer<ActResult>(trx, request)]);
    if (known) return known;
    const seen = await checkSeen(trx, found, { opening, version: input.version });
    await act.check(trx, seen);
    // The end of a lock that has run out comes first: an account's entries tell one history.
    if (seen.lockRunOut) throw inProgress();

    const draft = {
      id: seen.entryId,
      action: act.action,
      actor,
      account: { id: seen.id, division: seen.division },
      reason: input.reason.code,
      channel: input.channel,
      verification: { method: input.verification.method, reading: input.verification.reading },
      requestId,
      before: seen.state,
      lockId: seen.lockId,
      private: {
        note: input.reason.note,
        document_note: input.verification.document_note,
        ticket: input.ticket,
      },
    };
    if (seen.directory !== BUILT_IN) {
      const ordered = { order: seen.entryId };
      const order = { directory: seen.directory, accountId: seen.id, action: act.action };
      await Promise.all([giveOrder(trx, order, draft), rememberAnswer(trx, request, ordered)]);
      return ordered;
    }

    const [{ notices, code }, after] = await Promise.all([
      act.change(trx, { directory: builtIn, seen, actor, config: services.config }),
      builtIn.read(trx, seen.id),
    ]);
    if (after.locked) throw new Error('an account is still locked after the act that ends its lock');
    const entry = recordEntry(trx, { ...draft, outcome: 'done', after });
    const recipient = { id: seen.id, phone_cipher: seen.phone?.cipher ?? null, key_id: seen.keyId };
    const told = queueMessages(
      trx,
      services,
      notices.map((notice) => ({ entryId: seen.entryId, recipient, notice })),
    );
    const answer: ActResult = {
      entry_id: seen.entryId,
      recorded_at: seen.now.toISOString(),
      before: seen.state,
      after,
      notice_to: seen.phone?.masked ?? null,
      code,
    };
    await Promise.all([entry, told, rememberAnswer(trx, request, { answer })]);
    return { answer };
  };

  const known = await services.inTransaction(once);
  return 'order' in known ? orderResult(services, known.order) : known.answer;
}
