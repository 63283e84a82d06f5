/** What the standalone system and its scripts say on a terminal. `{{name}}` marks are filled in by the caller. */
export const standalone = {
  problem: {
    port_in_use: '端口 {{port}} 已被别的程序占用。请关掉它，或用 --port 另选一个（--port 0 自动选空闲端口）。',
    port_not_allowed: '这个用户不能使用端口 {{port}}。请用 --port 选一个大于 1023 的端口。',
    not_writable: '不能写入文件夹 {{dir}}。请检查它的所有者和权限，或用 --data 另选一个文件夹。',
    disk_full: '{{dir}} 所在的磁盘已满。请腾出空间后再启动，已有数据没有丢失。',
    no_postgres: '没有找到 {{platform}} 的 PostgreSQL 程序包。请重新运行 npm ci，并且不要加 --omit=optional。',
    postgres_links: 'PostgreSQL 程序包不完整，也不能补全：{{dir}} 不可写。请由安装它的用户重新运行 npm ci。',
    postgres_root:
      'PostgreSQL 不能以 root 身份运行，这台机器也不允许换成别的身份（unshare 和 setuid 都被拒绝）。请改用普通用户启动。',
    postgres_failed: 'PostgreSQL 没有启动。它最后的记录：\n{{log}}',
    postgres_ended: 'PostgreSQL 意外停止。它最后的记录：\n{{log}}',
  },
};
