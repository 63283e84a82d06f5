/** What may be wrong with a ledger or with a part of it, as a code: words for people stand in `src/words`. */
export type LedgerFault =
  /** Not a signed note, or one whose text is no checkpoint. */
  | 'malformed_note'
  | 'malformed_checkpoint'
  | 'malformed_key'
  /** No signature by a key that is trusted. */
  | 'unsigned'
  /** A signature in a trusted key's name that the key did not make. */
  | 'wrong_signature'
  /** Another log's checkpoint. */
  | 'wrong_origin'
  /** A tile or a bundle of another length than its place in the tree demands. */
  | 'malformed_tile'
  | 'malformed_bundle'
  /** Not the list of entries that named a new key. */
  | 'malformed_rotations'
  /** Not a proof of c2sp.org/tlog-proof. */
  | 'malformed_proof';

/** Thrown for whatever can't be taken for what it says it is. */
export class UnsoundLedger extends Error {
  readonly fault: LedgerFault;

  constructor(fault: LedgerFault, options?: ErrorOptions) {
    super(fault, options);
    this.name = 'UnsoundLedger';
    this.fault = fault;
  }
}
