/**
 * Every column of every table, and what becomes of it when a citizen is erased. A new column has to be declared here before a
 * test lets it in: whoever adds one says whether it can tell who a citizen is, what they did or what was written about them.
 */

/** What a table holds of citizens; columns by name. */
export interface Holding {
  /** Nothing of a citizen: figures, codes, keys of the system, and random ids. */
  free?: readonly string[];
  /** Of the staff: who acted, where and when. It stays: whoever serves the public answers for it (PIPL art. 13(1)(3)). */
  staff?: readonly string[];
  /** A citizen's; gone after `eraseAccount`, the row or the value. */
  erased?: readonly string[];
  /** A citizen's, without telling any more who: kept, each with its reason. */
  kept?: Readonly<Record<string, string>>;
}

const SHELL = 'the ledger’s entries name this account; id and place are what they are found and supervised by';
const LOCK = 'the acts of the staff are judged by the lock that they ended; PIPL art. 47(2), art. 54: audits';
const LEAF = 'signed: ids, codes, and commitments whose salts are gone; without it nothing in the ledger can be proven';

const columns = (names: string): string[] => names.split(' ');
const because = (reason: string, names: string): Record<string, string> =>
  Object.fromEntries(columns(names).map((name) => [name, reason]));

export const HOLDINGS: Readonly<Record<string, Holding>> = {
  access_verdicts: { staff: columns('subject version verdict comment signed_by signed_at entry_id') },
  account_devices: { erased: columns('account_id device_id first_success_at last_success_at') },
  account_marks: { erased: columns('account_id staff_subject kind made_at') },
  account_networks: { erased: columns('account_id network last_success_at') },
  accounts: {
    free: columns('directory key_id version created_at erased_at held_at disabled disabled_at'),
    erased: columns(
      'external_id name name_pinyin name_initials name_masked document_cipher document_hash document_masked phone_cipher ' +
        'phone_hash phone_masked licence_file_cipher licence_file_hash licence_file_masked licence_classes ' +
        'reset_pending_since reset_entry_id cleared_at last_success_at password_changed_at registered_at register_updated_at',
    ),
    kept: {
      ...because(SHELL, 'id province city division'),
      document_kind: 'which kind of document, without its number',
      sessions_valid_after: 'the sign-in system goes on refusing sessions from before',
    },
  },
  alerts: {
    free: columns('id kind cause division figure raised_at last_at times acknowledged_at over_at entry_owed'),
    staff: columns('about about_subject acknowledged_by'),
  },
  attempts: {
    erased: columns(
      'occurred_at source attempt_id account_id sign_in_name_hash sign_in_name_masked outcome factor password_repeated ' +
        'counted lock_id ip province city operator familiar_network device_id device client received_at',
    ),
  },
  clerk_days: { staff: columns('office_code day actor_subject acts other_document out_of_hours disputed') },
  data_keys: { free: columns('id wrapped kek_id active_from rotated_at created_at') },
  directory_state: { free: columns('directory events_to caught_up_at problem walk report') },
  disk_samples: { free: columns('at free_bytes') },
  entries: {
    free: columns('id x action outcome actor_kind request_id refers_to'),
    staff: columns('actor_subject actor_name staff_number office_code office_name workstation'),
    kept: because(
      LEAF,
      'recorded_at account_id province city division reason channel verification_method verification_reading refused_with ' +
        'before after lock_id leaf field',
    ),
  },
  entry_private: {
    free: columns('entry_id recorded_at'),
    // Names and numbers of the staff, and of orders, stay in it.
    erased: ['fields'],
    kept: because(SHELL, 'account_id'),
  },
  export_tickets: {
    free: columns('id operation created_at coming_at end_id ended ended_at'),
    staff: ['actor_subject'],
    erased: ['input'],
  },
  feeds: { free: columns('name next_index checkpoint_size tries next_try_at') },
  held_checkpoints: { free: columns('size root restoration note reported_at settled_by'), staff: ['held_by'] },
  idempotency_keys: {
    free: columns('key operation entry_id created_at'),
    staff: ['actor_subject'],
    erased: columns('body_hash answer'),
  },
  kysely_migration: { free: columns('name timestamp') },
  kysely_migration_lock: { free: columns('id is_locked') },
  leaves: { free: columns('index entry_id recorded_at leaf_hash') },
  ledger_head: { free: columns('one size root checkpoint signed_at') },
  ledger_keys: { free: columns('place verifier_key entry_id leaf') },
  lock_counters: { free: columns('place kind cause count') },
  locks: {
    free: columns('directory policy_version'),
    erased: columns('evidence name_masked document_masked'),
    kept: because(
      LOCK,
      'id account_id kind cause failures trend province city division started_at ends_at ended_at ended_by entry_id ' +
        'end_entry_id',
    ),
  },
  looks: { staff: columns('actor_subject since count alerted') },
  orders: {
    free: columns('entry_id directory action created_at taken_at ended_at'),
    erased: columns('account_id answer'),
  },
  outbox: {
    erased: columns(
      'id entry_id account_id kind payload_cipher key_id created_at not_after next_try_at tries delivered_at gave_up_at',
    ),
  },
  report_counts: {
    free: columns(
      'place dimension grain starts key locks unlocks resets repeats shown reviewed returns ' +
        'returns_15_minutes returns_1_hour returns_1_day',
    ),
  },
  report_names: { free: columns('dimension key'), staff: ['name'] },
  report_state: { free: columns('one next_index counted_to') },
  report_waiting: { erased: columns('lock_id account_id locked_at ended_at division keys look_at') },
  reset_codes: {
    erased: columns(
      'id account_id entry_id salt code_hash expires_at tries_left redeemed_at replaced_at redemptions created_at',
    ),
  },
  restoration_proposals: {
    free: columns('digest declaration entry_id proposed_at'),
    staff: columns('proposed_by proposed_by_name'),
  },
  restorations: {
    free: columns('number digest declaration mark entry_id recorded_at'),
    staff: columns('proposed_by_name confirmed_by_name'),
  },
  review_cursor: { free: columns('one next_index') },
  reviewers: { staff: columns('subject scope serves seen_at') },
  reviews: {
    free: columns('entry_id action risk reasons sampled state due_at escalated next_check_at desk counted'),
    staff: columns('actor_subject decided_at decided_by'),
    kept: because(SHELL, 'account_id division recorded_at'),
  },
  saved_filters: { staff: columns('subject id screen name filter is_default version') },
  sequencer_state: { free: columns('one next_index floor') },
  staff: {
    staff: columns('subject name staff_number office roles scope version first_seen_at seen_at changed_at'),
  },
  staff_uses: { staff: columns('subject uses') },
  staff_uses_state: { free: columns('one next_index') },
  substitutes: {
    free: columns('entry_id places from_day until_day'),
    staff: columns('absent absent_name substitute substitute_name'),
  },
  tree_nodes: { free: columns('level index hash') },
  unlock_hours: { free: columns('day place key unlocks') },
  witness_head: { free: columns('one witness size checkpoint cosignature cosigned_at problem') },
  workstation_readers: { staff: columns('workstation scanned_at') },
};
