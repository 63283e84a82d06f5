import type { disaster as zh } from '../zh-CN/disaster.ts';

export const disaster: typeof zh = {
  usage: `Backup and restore
  lockdesk backup DIR --database URL
  lockdesk restore DIR --to DATADIR [--until TIME]
  lockdesk drill DIR --key K [--kept FILE]... [--postgres FOLDER]
  lockdesk archive-wal FILE DIR
  lockdesk restoration show|propose|confirm [DIGEST] [--export DIR] [--feed FILE] [--api URL]
                                             [--token-file F]

  backup         copies the running cluster to DIR; the database must archive its log to the same DIR (archive_command:
                 lockdesk archive-wal)
  restore        restores the newest backup of DIR into the empty folder DATADIR; --until to a moment in time, such as
                 2026-11-23T08:00:00Z
  drill          restores the newest backup into a temporary folder, starts it, verifies the whole ledger, tells how long
                 it took and what was lost, and leaves nothing behind
  archive-wal    archives one file of the log into DIR, for archive_command: "… archive-wal %p DIR"
  restoration    declares after a restore what was lost of the ledger: show, propose by one administrator, confirm by
                 another with the same digest; --export names lost entries by an exported ledger, --feed by what a SIEM
                 was fed (JSON or RFC 5424 lines); each within five minutes of signing in
  --postgres     folder with bin/postgres; else the one that npm installed
  Exit codes: 0 done, 1 not done, or not as it was signed, 2 wrong usage`,
  problem: {
    backup_wrong_version: 'PostgreSQL of {{where}} is version {{version}}; backups are of version 18 only.',
    backup_no_archiving:
      'The database does not archive its log: set archive_mode=on and archive_command (see docs/operations.md), start it again, then back up.',
    backup_tablespaces:
      'The database has tablespaces ({{names}}), which this command does not back up. Use pg_basebackup instead.',
    backup_standby: 'This is a standby server: back up the primary.',
    backup_no_folder:
      'The database’s folder {{dir}} cannot be read ({{code}}): back up on the database’s own machine, as a user who may read that folder.',
    backup_not_empty:
      '{{dir}} holds other files and is left as it is. Name an empty folder, or one that was used for backups.',
    backup_no_space: 'The disk of {{dir}} is full. The backup was not finished; what there was of it is deleted.',
    backup_wal_late:
      'After {{seconds}} seconds the log {{name}} has not been archived to {{dir}}: the backup was not finished. Look at archive_command and the database’s log.',
    backup_interrupted: 'Interrupted; what there was of it is deleted.',
    backup_failed: 'The backup was not finished: {{why}}',
    restore_no_backup: '{{dir}} holds no finished backup.',
    restore_none_before: '{{dir}} holds no backup finished before {{until}}; the first was finished at {{first}}.',
    restore_not_empty: '{{dir}} is not empty and is left as it is.',
    restore_wal_missing:
      'The archive lacks the log {{name}}: backup {{id}} cannot be restored. Find that file, or use an earlier backup.',
    restore_wal_gap:
      'The archive lacks the log {{name}}, and nothing after it can be restored. Find that file, or restore with --until to a moment before {{until}}.',
    restore_wal_late:
      'The archived log goes as far as {{last}} only: what was written until {{until}} has not been archived yet, or nothing was. Wait for it, restore with --until to an earlier moment, or without --until as far as there is log.',
    restore_damaged:
      'Backup {{id}} is not what it was: it should have {{files}} files of {{bytes}} bytes, and has {{found}} of {{size}}.',
    restore_no_space: 'The disk of {{dir}} is full. Nothing was restored; what was written is deleted.',
    restore_failed: 'Nothing was restored: {{why}}',
    drill_not_started: 'The restored database did not start: {{log}}',
    drill_wrong_binaries: 'PostgreSQL of {{where}} cannot be used: {{why}}',
    restoration_no_export: '{{dir}} holds no checkpoint that can be used.',
    restoration_no_feed:
      '{{file}} holds no line of the feed: JSON lines or RFC 5424 messages, as the feed writes them.',
  },
  backup_progress: '{bar} {percentage}%  {value}/{total} MB  {eta_formatted} left',
  backed_up:
    'Backup {{id}} is done: {{files}} files, {{megabytes}} MB, in {{seconds}} s; the ledger has {{size}} entries.',
  backup_cleared: 'Backup {{id}}, which was killed before it was finished, is deleted.',
  restored_files:
    'Backup {{id}} is restored to {{dir}}, in {{seconds}} s. Once started, the database replays the archived log{{until}}. The ledger is signed no more until two administrators have declared what was lost: lockdesk restoration show.',
  restored_until: ' up to {{until}}',
  drill_cleared: 'What a drill left that was killed is deleted: {{dir}}',
  drill_restored: 'Backup {{id}} is restored, in {{seconds}} s; replaying the log took {{replay}} s.',
  drill_lost: 'The last entry restored was written at {{last}}, {{age}} s ago.',
  drill_lost_nothing_known: 'The restored ledger has no entries.',
  drill_took: 'It took {{seconds}} s in all; nothing is left behind.',
  restoration: {
    whole: 'The ledger is whole: nothing needs to be declared.',
    needed:
      'The ledger has lost entries that were signed. It is signed no more until two administrators have declared it.',
    kept: 'Kept: the first {{size}} entries (the last is number {{last}}).',
    kept_none: 'Kept: of no entry is it certain.',
    lost: 'Lost: entries {{from}} to {{to}}.',
    lost_unknown: 'Lost: nobody holds a newer checkpoint; it is not known that anything was.',
    entry: {
      leaf: '  {{index}}  {{action}}  {{id}}',
      hash: '  {{index}}  {{action}}  {{id}}  (the feed’s line; its hash was signed at this place)',
      word: '  {{index}}  {{action}}  {{id}}  (by the feed’s word alone)',
    },
    mark: 'The database was restored: {{mark}}',
    reported: 'The export’s checkpoint ({{size}} entries) was handed in.',
    feed_reported: 'The feed’s newest checkpoint ({{size}} entries) was handed in.',
    feed_strange: 'Lines of the file that are not the feed’s, passed over: {{count}}.',
    feed_contradicted:
      'Lines of the feed that are not what was signed, left out: {{count}}. Somebody may have changed the file.',
    feed_beyond:
      'The feed tells of further entries after number {{last}} ({{count}}), over which nobody holds a signed checkpoint: they cannot be declared.',
    by_word:
      'Entries that are named by the feed’s word alone: {{count}}. No signed checkpoint and no tile held here shows that their hashes stood there.',
    unknown:
      'Lost entries of which nothing is held here: {{count}}. Their indices are declared, what they were is not.',
    named_most: 'Only the first {{count}} are named; the indices of all are declared.',
    proposal: '{{name}} has proposed it; digest {{digest}}',
    proposed: 'Proposed. Another administrator is to check and confirm it: lockdesk restoration confirm {{digest}}',
    confirmed:
      'Restoration {{number}} is declared, proposed by {{first}} and confirmed by {{second}}. The ledger is signed on.',
    refused: 'Not done: {{why}}',
  },
};
