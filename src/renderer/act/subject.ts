import {
  type AccountDetail,
  type OperationInput,
  RESET_REASONS,
  UNLOCK_REASONS,
  type VERIFICATION_METHODS,
} from '../../contract/index.ts';

export type ActOperation = 'unlockAccount' | 'forceReset';
export type ReasonCode = (typeof UNLOCK_REASONS)[number] | (typeof RESET_REASONS)[number];
export const isActOperation = (name: string): name is ActOperation => Object.hasOwn(REASONS, name);

/** In the order of their number keys. */
export const REASONS: Record<ActOperation, readonly ReasonCode[]> = {
  unlockAccount: UNLOCK_REASONS,
  forceReset: RESET_REASONS,
};

export type Method = (typeof VERIFICATION_METHODS)[number];

/** One act, ready to be sent. */
export type Act = { [O in ActOperation]: { operation: O; input: OperationInput<O> } }[ActOperation];

/**
 * What a dialog is about, fixed when it opens: the account and version that the clerk looked at. Whatever the list, the
 * detail or the stream do meanwhile, it never becomes another one.
 */
export interface Subject {
  operation: ActOperation;
  /** The account as the clerk saw it, with the opening that let them see it. */
  seen: AccountDetail;
  /** The document number came from a reader's burst and not from somebody's fingers. */
  scanned: boolean;
}
