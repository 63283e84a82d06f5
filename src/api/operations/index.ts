import type { OperationName } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { accessReview, signAccess } from './access-review.ts';
import { openAccount, readAccount } from './account.ts';
import { accountState } from './account-state.ts';
import { acknowledgeAlert, listAlerts } from './alerts.ts';
import { listAttempts } from './attempts.ts';
import { endExport, exportAccountFile, exportReport, readExportEnd } from './documents.ts';
import { getEntry, listEntries } from './entries.ts';
import { exportAccessReview, exportEntries, exportLockedAccounts, exportReportTables } from './exports.ts';
import { exportExtract } from './extract.ts';
import { followAct } from './follow-act.ts';
import { hourlyUnlocks } from './hourly-unlocks.ts';
import { ledgerStatus } from './ledger-status.ts';
import { lockTotals } from './lock-totals.ts';
import { listLockedAccounts } from './locked-accounts.ts';
import { markAccount } from './mark-account.ts';
import { me } from './me.ts';
import { listOwnDisputes } from './own-disputes.ts';
import { registerAccounts } from './register.ts';
import { readReport } from './report.ts';
import { forceReset } from './reset.ts';
import { redeemCode } from './reset-codes.ts';
import {
  confirmRestoration,
  listRestorations,
  proposeRestoration,
  reportCheckpoint,
  restorationState,
} from './restoration.ts';
import { revealField } from './reveal.ts';
import { answerDispute, closeDispute, disputeAct, signOff } from './review-steps.ts';
import { attention, getReview, listReviews } from './reviews.ts';
import { rotateLedgerKey } from './rotate-ledger-key.ts';
import { deleteFilter, listFilters, saveFilter } from './saved-filters.ts';
import { searchAccounts } from './search-accounts.ts';
import { reportAttempts } from './sign-in-attempts.ts';
import { endSubstitute, listSubstituteCandidates, nameSubstitute } from './substitutes.ts';
import { unlockAccount } from './unlock.ts';

/** Every operation of the contract and what does it. A missing one does not compile. */
export const HANDLERS: { readonly [N in OperationName]: Handler<N> } = {
  me,
  listLockedAccounts,
  lockTotals,
  searchAccounts,
  openAccount,
  readAccount,
  listAttempts,
  revealField,
  exportExtract,
  unlockAccount,
  forceReset,
  followAct,
  listEntries,
  getEntry,
  ledgerStatus,
  exportEntries,
  exportLockedAccounts,
  exportReportTables,
  exportAccessReview,
  exportReport,
  exportAccountFile,
  endExport,
  readExportEnd,
  markAccount,
  rotateLedgerKey,
  attention,
  listReviews,
  hourlyUnlocks,
  getReview,
  signOff,
  disputeAct,
  closeDispute,
  listSubstituteCandidates,
  nameSubstitute,
  endSubstitute,
  listOwnDisputes,
  answerDispute,
  listFilters,
  saveFilter,
  deleteFilter,
  accessReview,
  signAccess,
  listAlerts,
  acknowledgeAlert,
  listRestorations,
  reportCheckpoint,
  restorationState,
  proposeRestoration,
  confirmRestoration,
  readReport,
  registerAccounts,
  reportAttempts,
  accountState,
  redeemCode,
};
