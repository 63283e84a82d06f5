import type { check as zh } from '../zh-CN/check.ts';

export const check: typeof zh = {
  alarm: {
    title: 'The ledger failed this workstation’s check: no acts for now',
    shrank: 'This workstation has checked {{kept}} entries ({{time}}); the server now shows only {{size}}.',
    forked:
      'This workstation has checked {{kept}} entries ({{time}}). The server now shows {{size}}, but can’t prove that they include those {{kept}}: earlier entries may have been changed, deleted or replaced.',
    before_loss:
      'Two administrators have declared entries lost in a restore. The first {{kept}}, which this workstation checked ({{time}}), are not among those, yet of the {{size}} that the server now shows they are no longer the same: the backup may have been changed before it was restored.',
    other_key:
      'The ledger is signed by a key that this workstation does not know, and no entry says that it was changed.',
    not_signed: 'The ledger’s signature is not valid: its content may have been changed.',
    tell: 'Tell the administrator now. What is open on the screen may be out of date: search again to read; unlock and reset once the check passes.',
    tell_administrator:
      'Follow the operating manual. After a restore, two administrators must declare what was lost; otherwise treat the ledger as tampered with, and keep the evidence and the database.',
    tell_before_loss:
      'Treat the ledger as tampered with: keep the evidence, the database and the backup it was restored from, hold it against checkpoints kept elsewhere (lockdesk verify --kept), and restore from a backup that was not changed.',
  },
  restored: {
    title: 'The ledger was restored; entries {{first}} to {{last}} are lost',
    one: 'The ledger was restored; entry {{first}} is lost',
    text: 'Declared by two administrators, {{proposed}} and {{confirmed}} ({{time}}), and checked here. Acts of that time are not in the ledger, and may be undone: search the account again, and verify by other records.',
    noted: 'Got it',
  },
  copy_evidence: 'Copy the evidence',
  again: 'Check again',
  sound: 'Checked up to number {{number}}',
  refused: 'Check failed',
  none: 'Not checked yet',
  empty: 'Checked; no entries yet',
  title: 'The ledger’s check',
  close: 'Close',
  how: 'This workstation keeps the last checkpoint it saw. A newer one must be signed by the ledger’s key and include every entry from before.',
  entries: 'Entries',
  entries_count: '{{count}}',
  checked: 'Checked',
  key: 'Key',
  key_from: {
    named: 'named for this workstation by the IT office',
    first_seen: 'kept from the first check here; compare it with the one the IT office publishes',
    handed_on: 'handed on by an entry that the key before it signed',
  },
  copy_key: 'Copy the key',
  copy_checkpoint: 'Copy the checkpoint',
  not_yet: 'It is checked by itself once you have signed in. The server has shown no signed checkpoint yet.',
};
