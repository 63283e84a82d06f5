/** What the standalone system and its scripts say on a terminal. `{{name}}` marks are filled in by the caller. */
export const standalone = {
  progress: {
    postgres: 'PostgreSQL 18 正在启动…',
    postgres_first: '首次启动：正在建立 PostgreSQL 18 数据库…',
    migrate: '正在准备数据表…',
    provider: '统一身份认证：{{url}}',
    api: '账号 API：{{url}}',
    citizens: '公民登录网站：{{url}}',
    citizens_registered: '正在登记演示公民：{{done}}/{{count}}',
    warming_up: '正在预热：演示公民在登录网站上输错密码，已有 {{done}}/{{count}} 人试完',
    trouble: '有一次操作没有成功，详情见 {{file}}。系统继续运行。',
    stopping: '正在结束…',
    stopped: '已全部结束。',
    fresh: '已清除上次的数据。',
  },
  roles: { clerk: '窗口经办', supervisor: '值班主管', auditor: '审计', administrator: '系统管理员' },
  start: {
    addresses: '账号 API　　　　{{api}}\n工作人员登录　　{{issuer}}\n公民登录网站　　{{citizens}}',
    people: '\n演示人员（口令都是 {{password}}）：',
    person: '  {{name}}（{{username}}）　{{role}}，{{office}}',
    how_to_end: '\n按 Ctrl+C 结束全部程序。',
    building: '正在编译控制台…',
    build_failed: '控制台编译失败，系统继续运行。编译记录：{{log}}',
    fetching_electron: '正在尝试下载 Electron…',
    no_electron: '下载不到 Electron（网络不通？可设置 ELECTRON_MIRROR）。改用本机的浏览器。',
    electron: '控制台运行于 Electron：进程隔离和系统密钥环都已启用；这一份未打包签名，没有程序完整性校验。',
    root_without_electron: 'Electron 的沙箱不接受 root，控制台改用本机的浏览器。以普通用户运行，就能用 Electron。',
    no_browser: '这台机器上没有 Electron，也没有 Chrome、Edge 或 Chromium，不能打开控制台。系统继续运行。',
    console_failed: '控制台因错误而结束，原因见上文。系统继续运行。',
    console_closed: '控制台已关闭。系统继续运行。',
  },
  problem: {
    already_running:
      '这个数据文件夹（{{dir}}）上已有 Lockdesk 在运行：进程 {{pid}}，{{api}}。请先结束它，或用 --data 另选一个文件夹。',
    unknown_option:
      '{{problem}}\n用法：npm run -s standalone -- [--port 7100] [--data 文件夹] [--fresh] [--citizens 5000] [--no-traffic]',
    token_usage:
      '用法：npm run -s token -- clerk|supervisor|auditor|administrator|directory [--issuer 地址] [--data 文件夹] [--user 用户名]',
    bad_number: '{{option}} 须是 {{least}} 到 {{most}} 的整数。',
    not_running:
      '没有找到正在运行的 Lockdesk（{{where}}）。请先用 npm run standalone 或 npm start 启动，或用 --issuer 指明地址。',
    no_such_staff: '演示人员里没有 {{who}}。',
    staff_refused: '{{who}} 不能登录：可能已被停用。',
    no_token: '没有拿到令牌：{{problem}}。启动系统的终端会说明原因。',
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
    unexpected: '出现了没有料到的错误：{{problem}}。详情见 {{file}}。',
  },
};
