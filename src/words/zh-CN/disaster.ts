/** What the administrator's command says of backups, restores and declared restorations. */
export const disaster = {
  usage: `备份与恢复
  lockdesk backup DIR --database URL
  lockdesk restore DIR --to DATADIR [--until TIME]
  lockdesk drill DIR --key K [--kept FILE]... [--postgres FOLDER]
  lockdesk archive-wal FILE DIR
  lockdesk restoration show|propose|confirm [DIGEST] [--export DIR] [--feed FILE] [--api URL]
                                             [--token-file F]

  backup         在线备份数据库集群到 DIR；数据库须已把预写日志归档到同一 DIR（archive_command：lockdesk archive-wal）
  restore        从 DIR 最新的备份恢复到空文件夹 DATADIR；--until 恢复到某一时刻（如 2026-11-23T08:00:00Z）
  drill          演练：把最新的备份恢复到临时文件夹，启动并核对整个台账，报告用时与损失，不留下任何东西
  archive-wal    把一个预写日志文件归档到 DIR，供 archive_command 使用："… archive-wal %p DIR"
  restoration    恢复之后声明丢失的台账：show 查看，propose 由一名管理员提出，confirm 由另一名管理员确认同一摘要；
                 --export 用以前导出的台账、--feed 用安全信息平台收到的推送（JSON 行或 RFC 5424 行）
                 逐条列出丢失的记录；须重新登录后五分钟内办理
  --postgres     放有 bin/postgres 的文件夹，默认用 npm 安装的
  退出码：0 已完成，1 未完成或核对不符，2 用法有误`,
  problem: {
    backup_wrong_version: '{{where}}的 PostgreSQL 是 {{version}} 版，备份只支持 18 版。',
    backup_no_archiving:
      '数据库没有归档预写日志：请设置 archive_mode=on 和 archive_command（见 docs/operations.md），重启后再备份。',
    backup_tablespaces: '数据库有表空间（{{names}}），本命令不备份表空间。请改用 pg_basebackup。',
    backup_standby: '这是备用服务器，请在主服务器上备份。',
    backup_no_folder:
      '读不到数据库的文件夹 {{dir}}（{{code}}）：备份须在数据库所在的机器上、用能读该文件夹的用户运行。',
    backup_not_empty: '{{dir}} 里有别的文件，没有改动。请指定空文件夹，或以前备份用过的文件夹。',
    backup_no_space: '{{dir}} 所在的磁盘已满，备份没有完成，未完成的部分已删除。',
    backup_wal_late:
      '等了 {{seconds}} 秒，预写日志 {{name}} 仍没有归档到 {{dir}}，备份没有完成。请检查 archive_command 和数据库的日志。',
    backup_interrupted: '已中断，未完成的部分已删除。',
    backup_failed: '备份没有完成：{{why}}',
    restore_no_backup: '{{dir}} 里没有已完成的备份。',
    restore_none_before: '{{dir}} 里没有在 {{until}} 之前完成的备份，最早的完成于 {{first}}。',
    restore_not_empty: '{{dir}} 不是空文件夹，没有改动。',
    restore_wal_missing: '归档缺少预写日志 {{name}}：备份 {{id}} 不能恢复。请找回该文件，或改用更早的备份。',
    restore_wal_gap:
      '归档缺少预写日志 {{name}}，其后的内容都不能恢复。请找回该文件，或用 --until 恢复到 {{until}} 之前。',
    restore_wal_late:
      '归档的日志只到 {{last}}：{{until}} 之前的内容还没有归档到，或者其间没有写入。请等待归档，或用 --until 恢复到更早的时刻，或不用 --until 恢复到日志的尽头。',
    restore_damaged: '备份 {{id}} 与记录不符：应有 {{files}} 个文件 {{bytes}} 字节，实有 {{found}} 个 {{size}} 字节。',
    restore_no_space: '{{dir}} 所在的磁盘已满，恢复没有完成，写入的部分已删除。',
    restore_failed: '恢复没有完成：{{why}}',
    drill_not_started: '恢复出来的数据库没有启动：{{log}}',
    drill_wrong_binaries: '{{where}}的 PostgreSQL 不能用：{{why}}',
    restoration_no_export: '{{dir}} 里没有能用的台账检查点。',
    restoration_no_feed: '{{file}} 里没有推送的行：应为推送所写的 JSON 行或 RFC 5424 消息。',
  },
  backup_progress: '{bar} {percentage}%  {value}/{total} MB  还需 {eta_formatted}',
  backed_up: '备份 {{id}} 已完成：{{files}} 个文件，{{megabytes}} MB，用时 {{seconds}} 秒，台账有 {{size}} 条记录。',
  backup_cleared: '以前被中止、没有完成的备份 {{id}} 已删除。',
  restored_files:
    '备份 {{id}} 已恢复到 {{dir}}，用时 {{seconds}} 秒。启动数据库后会接着重放归档的日志{{until}}。此后台账不再签名，直到两名管理员声明丢失了什么：lockdesk restoration show。',
  restored_until: '，直到 {{until}}',
  drill_cleared: '以前被中止的演练留下的文件夹已删除：{{dir}}',
  drill_restored: '备份 {{id}} 已恢复，用时 {{seconds}} 秒；重放日志用时 {{replay}} 秒。',
  drill_lost: '最后一条恢复的记录写于 {{last}}，比现在早 {{age}} 秒。',
  drill_lost_nothing_known: '恢复出来的台账没有记录。',
  drill_took: '全部用时 {{seconds}} 秒，没有留下任何东西。',
  restoration: {
    whole: '台账完好，不需要声明。',
    needed: '台账丢失了已签名的记录，现在不再签名，等待两名管理员声明。',
    kept: '保留：前 {{size}} 条（最后一条编号 {{last}}）。',
    kept_none: '保留：没有任何一条能确定保留。',
    lost: '丢失：第 {{from}} 至 {{to}} 条。',
    lost_unknown: '丢失：没有人保存更新的检查点，不知道是否有丢失。',
    entry: {
      leaf: '  {{index}}  {{action}}  {{id}}',
      hash: '  {{index}}  {{action}}  {{id}}  （推送的行，其哈希曾在此位置被签名）',
      word: '  {{index}}  {{action}}  {{id}}  （仅凭推送所述）',
    },
    mark: '数据库由备份恢复：{{mark}}',
    reported: '已提交导出的检查点（{{size}} 条）。',
    feed_reported: '已提交推送中最新的检查点（{{size}} 条）。',
    feed_strange: '文件里不是推送的行，已略过：{{count}} 行。',
    feed_contradicted: '推送里与签名不符的行，没有列入：{{count}} 行。文件可能被改过。',
    feed_beyond: '推送还提到第 {{last}} 条之后的记录（{{count}} 条），没有人保存涵盖它们的已签名检查点，不能声明。',
    by_word: '仅凭推送所述列出的记录：{{count}} 条。这里没有签名的检查点或哈希文件能证明它们的哈希曾在该位置。',
    unknown: '丢失的记录中，这里没有任何内容的：{{count}} 条。声明了编号，没有声明是什么。',
    named_most: '只列出前 {{count}} 条；全部编号都已声明。',
    proposal: '{{name}} 已提出，摘要 {{digest}}',
    proposed: '已提出。请另一名管理员核对后确认：lockdesk restoration confirm {{digest}}',
    confirmed: '已声明第 {{number}} 次恢复，由 {{first}} 提出、{{second}} 确认。台账接着签名。',
    refused: '没有办理：{{why}}',
  },
};
