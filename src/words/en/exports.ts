import type { exports as zh } from '../zh-CN/exports.ts';

export const exports: typeof zh = {
  csv: 'Export CSV',
  busy: 'Exporting; one at a time',
  what: { exportEntries: 'Ledger', exportLockedAccounts: 'Locked accounts' },
  asking: '{{what}}: please choose where it goes',
  running: 'Exporting – {{what}}: {{rows}} rows, {{size}}',
  running_hint: 'The file holds citizens’ data. The export is an entry of the ledger.',
  cancel: 'Cancel',
  saved: 'Exported – {{what}}: {{rows}} rows, {{size}}',
  saved_hash: 'SHA-256 of the file; it is the original where the ledger says the same:',
  to_entry: 'See its entry',
  copy_hash: 'Copy the file’s SHA-256',
  cancelled: '{{what}}: not exported. Cancelled, and no file is left.',
  disk_full: '{{what}}: not exported, the disk is full. Choose another place, or make room and try again.',
  not_writable: '{{what}}: not exported, this place takes no file. Please choose another.',
  failed: '{{what}}: not exported, and no file is left.',
  dismiss: 'Dismiss',
};
