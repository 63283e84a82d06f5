import type { cli as zh } from '../zh-CN/cli.ts';
import { disaster } from './disaster.ts';

export const cli: typeof zh = {
  usage: `Usage:
  lockdesk import-attempts FILE [--api URL] [--token-file F]
  lockdesk import-accounts FILE [--api URL] [--token-file F]
  lockdesk ledger-key [--file F [--new ORIGIN] | --api URL]
  lockdesk rotate-ledger-key --file F [--api URL] [--token-file F]
  lockdesk export-ledger DIR [--api URL] [--token-file F]
  lockdesk prove INDEX [DIR | --database URL] [--out FILE] [--key K] [--api URL] [--token-file F]
  lockdesk verify [DIR | --database URL] [--key K] [--kept FILE]... [--witness K] [--entry INDEX] [--api URL] [--token-file F]
  lockdesk verify --proof FILE [--key K] [--witness K]
  lockdesk rotate-keys --database URL
  lockdesk erase ACCOUNT --database URL [--ticket T]
  lockdesk hold ACCOUNT --database URL [--lift] [--ticket T]
  lockdesk mark-account ACCOUNT --staff SUBJECT --reason TEXT [--own | --unmark] [--api URL] [--token-file F]

Imports
  FILE           CSV (first line: column names) or NDJSON (a JSON object a line), UTF-8; columns are the API's fields
  --api URL      address of the Account API; else LOCKDESK_API, else http://127.0.0.1:7100
  --token-file F file with an access token of the role directory, read again when it has expired; else LOCKDESK_TOKEN

  Refused lines go to FILE.refused with line number and reason. After an interruption the same command goes on; the same
  file again changes nothing.
  Exit codes: 0 all taken, 3 finished but some lines were refused, 1 not finished, 2 wrong usage

The ledger
  ledger-key     prints the ledger's public key in note-verifier form; --file reads a signer's key file, --new makes one,
                 ORIGIN is the ledger's name
  rotate-ledger-key
                 lets the key in F sign the ledger; the API must hold it already (LEDGER_NEXT_KEY_FILE); needs an
                 administrator's token
  export-ledger  writes the ledger as the files of C2SP tlog-tiles, which others' tools check; needs an auditor's token
  prove          proves that an entry is in the ledger, as a C2SP tlog-proof: checked by the ledger's key alone
  verify         checks an exported folder; with --database the tables, what is kept apart included; else the ledger as
                 the API serves it
  --key K        the ledger's public key, or a file that holds it; else the API is asked for it
  --witness K    an outside witness's public key, or a file that holds it: checks that the ledger has only grown since
                 the witness cosigned it
  --kept FILE    a checkpoint that was kept: checks that the ledger has only grown since, or that two administrators have
                 declared what it lost; may be given several times. Keep older ones too: one that is declared lost says
                 nothing of the entries before the loss
  --entry INDEX  checks this entry alone, and prints it
  --proof FILE   checks this proof alone, without the ledger; the key is the one that signed it, or one before that
  Exit codes: 0 all as it was signed, 1 not so, or not finished, 2 wrong usage

Personal data
  rotate-keys    makes a new data key, wrapped with the newest key-encryption key, and encrypts every field with it; nothing
                 stops meanwhile, and after an interruption the same command goes on. The key-encryption keys are the
                 API's: LOCKDESK_KEY_FILE or LOCKDESK_KEY_COMMAND
  erase          takes a citizen's name, numbers, attempts and notes away and disables the account; the ledger stays provable.
                 As the owner of the tables; an account that is locked must be unlocked first
  hold           legal hold: nothing of the account may go, until --lift. ACCOUNT is its id, or that of the register;
                 --ticket the number of the request or order
  mark-account   ACCOUNT is a relative's of SUBJECT, or with --own theirs; --unmark ends it. What they do on it is then for
                 review. SUBJECT is what the sign-in provider calls them (the ledger shows it), not a name. Wants a
                 supervisor's or administrator's token; nobody ends a mark about themselves
  Exit codes: 0 all done, 1 not finished, 2 wrong usage

${disaster.usage}`,
  problem: {
    ...disaster.problem,
    node_too_old: 'lockdesk needs Node {{least}} or newer; this one is {{here}}. Install Node {{least}} and try again.',
    no_token: 'No access token: name a file with --token-file, or set LOCKDESK_TOKEN.',
    token_unreadable: 'The token file {{file}} cannot be read ({{code}}).',
    file_unreadable: 'The file {{file}} cannot be read ({{code}}).',
    not_writable: 'Cannot write {{file}} ({{code}}).',
    empty_file: 'The file {{file}} is empty.',
    unknown_columns: 'The first line names columns that the API does not have: {{columns}}. It has: {{known}}.',
    missing_columns: 'The first line lacks columns that are required: {{columns}}.',
    gave_up: 'Not finished, stopped at line {{line}}. {{why}} The same command goes on from there.',
    key_unusable: 'The key file {{file}} cannot be used: {{problem}}',
    no_key: '{{url}} does not tell the ledger’s key. {{why}} Name it with --key.',
    api_failed: 'The API does not give the ledger’s files. {{why}}',
    tile_missing: 'The ledger lacks its file {{name}}.',
    export_shrank:
      'The ledger has only {{size}} entries, fewer than {{dir}} already holds: the folder is left as it is.',
    export_interrupted: 'Interrupted. The same command goes on from there.',
    verify_interrupted: 'Interrupted before all was checked.',
    no_such_entry: 'There is no entry {{index}}: the ledger has {{size}}, counted from 0.',
    no_such_account: 'There is no account {{account}}.',
    held: 'Account {{account}} is under a legal hold; nothing was erased.',
    locked: 'Account {{account}} is locked; nothing was erased. Unlock it first, or let the lock run out.',
    erased_already: 'The personal data of account {{account}} are gone already.',
    nothing_to_change: 'Account {{account}} is so already; nothing was changed.',
    rotation_running: 'Another rotate-keys is running.',
    keys_unusable: 'The keys cannot be used: {{problem}}',
    database_unreachable: 'The database cannot be reached: {{why}}',
    not_provable: 'Entry {{index}} is not as it was signed: there is nothing to prove.',
    not_marked: 'Nothing was marked. {{why}}',
    not_rotated: 'The key was not rotated. {{why}}',
    no_witness_key: '--witness takes a witness’s key; this one is a ledger’s.',
    unsound: 'Not to be trusted: {{why}}',
    interrupted: 'Interrupted at line {{line}}. The same command goes on from there.',
  },
  resuming: 'Going on from line {{line}}.',
  progress: '{bar} {percentage}%  {lines} lines, {refused} refused  {eta_formatted} left',
  account: {
    erasing: '{{attempts}} attempts deleted, {{notes}} notes read. Where it is broken off, the same command goes on.',
    erased: 'The personal data of account {{account}} were erased; entry {{entry}} tells so.',
    elsewhere:
      'Entries of others that kept something of the citizen, too, erased there: {{count}}; each has an entry of its own.',
    placed: 'Account {{account}} is under a legal hold; entry {{entry}} tells so.',
    lifted: 'The legal hold of account {{account}} is lifted; entry {{entry}} tells so.',
  },
  mark: {
    relative: 'Account {{account}} is marked as a relative’s, entry {{entry}}.',
    own: 'Account {{account}} is marked as their own, entry {{entry}}.',
    unmarked: 'Account {{account}} is no longer marked, entry {{entry}}.',
    unchanged: 'Account {{account}} is marked so already; nothing was changed.',
    staff_unknown: 'Note: nothing by {{staff}} was recorded in the last three months. Is it spelt right?',
  },
  rotate: {
    settling: 'Every process learns a new key first, which takes a minute; one that was begun goes on at once.',
    done: 'Data key {{key}}: {{rows}} rows encrypted with it now, nothing is left.',
    interrupted: 'Interrupted. Data key {{key}}: {{rows}} rows encrypted with it now; the same command goes on.',
  },
  ledger_progress: '{bar} {percentage}%  {value}/{total}  {eta_formatted} left',
  exported: '{{size}} entries exported to {{dir}}.',
  key_of_api: 'The key is the one that {{url}} tells; compare it with what the ledger’s operator published: {{key}}',
  whole: 'The {{size}} entries of {{origin}} are as they were signed.',
  broken: '{{origin}} has {{size}} entries; {{problems}} things are not as they were signed.',
  consistent: 'Since the kept checkpoint ({{kept}} entries) the ledger has only grown; it has {{size}} now.',
  restored:
    'The ledger has {{size}} entries; the kept checkpoint has {{kept}}. Entries {{from}} to {{to}} were lost, which two administrators declared in entry {{index}} (restoration {{number}}).',
  shrank: 'The ledger has shrunk: the kept checkpoint has {{kept}} entries, the ledger {{size}}.',
  forked: 'The ledger has forked: of its {{size}} entries, the first {{kept}} are not those of the kept checkpoint.',
  forked_before_loss:
    'The ledger has forked: what was lost from entry {{from}} on is declared (restoration {{number}}, entry {{index}}), but the first {{kept}}, from before that, are not those of the kept checkpoint. The backup may have been changed before it was restored.',
  before_loss_unshown:
    'Whether the {{before}} entries from before the loss still are what they were, none of these checkpoints tells: give an older one, too, with --kept.',
  included: 'Entry {{index}} is in the ledger of {{size}} entries, as it was signed:',
  rotated:
    'The ledger’s key was rotated, times: {{times}}, the last at entry {{index}}; each by the key before it, in the ledger.',
  rotation_withheld:
    'Entry {{index}} hands the ledger’s key on, and the ledger’s list of rotations keeps that back: whoever has the old key could sign on.',
  rotation_ignored:
    'The checkpoint of {{size}} entries is not signed by the key that was handed on to: it is not to be trusted.',
  rotated_unlogged: 'The entries that rotated the ledger’s key (the last said to be {{index}}) are not in the ledger.',
  witnessed:
    '{{name}}, a witness, saw {{seen}} entries at {{at}}; since then the ledger has only grown; it has {{size}} now.',
  unwitnessed: '{{name}}, a witness, has not cosigned this ledger.',
  witness_disputes:
    '{{name}}, a witness, cosigned a ledger of {{seen}} entries at {{at}}; this one of {{size}} does not continue it.',
  key_rotated: 'Rotated. Publish the new public key, then make its file LEDGER_KEY_FILE:',
  not_included: 'This proves nothing: it does not show entry {{index}} in the ledger of {{size}} entries.',
  proof_witnessed: '{{name}}, a witness, saw the ledger of {{size}} entries at {{at}}.',
  finding: {
    retired: 'What {{month}} kept apart was kept long enough, and dropped as entry {{by}} tells; it was not changed.',
    erased:
      'Of entry {{index}}, what was kept apart ({{fields}}) was erased as entry {{by}} tells; it was not changed.',
    leaf_changed: 'Entry {{index}} was changed.',
    leaf_missing: 'Entry {{index}} is gone.',
    leaves_changed: 'Of entries {{from}} to {{to}} some were changed, and their hashes too: nothing tells which.',
    tile_changed: 'The hashes in {{name}} were changed; the entries below were checked one by one.',
    columns_changed: 'Columns of entry {{index}} are not what was signed: {{fields}}.',
    private_changed: 'Of entry {{index}}, what is kept apart was changed or is gone: {{fields}}.',
    entry_inserted: 'Entry {{id}} is not in the ledger: it was not written as entries are.',
    root_changed:
      'Neither entries nor hashes come to the signed root; what follows only compares them with each other.',
  },
  ledger_fault: {
    malformed_note: 'this is no signed note.',
    malformed_checkpoint: 'this is no checkpoint of a ledger.',
    malformed_key: 'this is no Ed25519 verifier key.',
    unsigned: 'the checkpoint is not signed by this key.',
    wrong_signature: 'the checkpoint’s signature is wrong.',
    wrong_origin: 'this is another ledger’s checkpoint.',
    malformed_tile: 'a file of hashes has the wrong length.',
    malformed_bundle: 'a file of entries has the wrong length.',
    malformed_proof: 'this is no proof of an entry.',
    malformed_rotations: 'the list of key rotations is not readable.',
  },
  done: {
    lines: '{{lines}} lines (empty ones not counted).',
    created: '{{count}} created',
    updated: '{{count}} updated',
    unchanged: '{{count}} unchanged',
    older: '{{count}} older than what is known',
    recorded: '{{count}} recorded',
    duplicate: '{{count}} known already',
    refused: '{{count}} refused, see {{file}}',
  },
  refused: {
    not_utf8: 'not UTF-8 text',
    line_too_long: 'line too long',
    not_json: 'not a JSON object',
    broken_csv: 'wrong number of columns, or an unpaired quote',
    request_refused: 'the API refused this line',
    unrecognized_keys: 'no such field in the API',
    invalid_type: 'missing, or of the wrong type',
    invalid_value: 'not one of the allowed values',
    invalid_format: 'wrong format',
    invalid_union: 'wrong format',
    too_big: 'too long (at most {{limit}})',
    too_small: 'too short (at least {{limit}})',
    unprintable: 'has invisible control characters',
    in_future: 'lies in the future',
    too_old: 'too long ago, beyond what is kept',
    check_digit: 'wrong check digit',
    other: 'not as required ({{code}})',
  },
};
