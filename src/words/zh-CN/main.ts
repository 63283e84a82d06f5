/** What the console's main process says: menus, native dialogs, the page in the browser after signing in. */
export const main = {
  menu: {
    file: '文件',
    hand_over: '交班',
    settings: '设置',
    quit: '退出 Lockdesk',
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    select_all: '全选',
    view: '查看',
    find: '查找',
    zoom_in: '放大',
    zoom_out: '缩小',
    zoom_reset: '实际大小',
    full_screen: '全屏',
    language: '语言 Language',
    help: '帮助',
    keys: '全部快捷键',
  },
  sign_in_page: {
    signed_in: { title: '已登录', text: '请回到 Lockdesk 窗口。此页可以关闭。' },
    failed: { title: '没有登录', text: '请回到 Lockdesk 窗口查看原因，并从那里重新登录。' },
    not_ours: { title: '此页已失效', text: '它不属于正在进行的登录，没有产生任何作用。请从 Lockdesk 窗口重新登录。' },
  },
  hang: {
    message: '页面没有响应',
    detail: '可以再等一等，也可以重新载入页面。重新载入不会重复办理：已提交的办理仍由系统用同一编号确认结果。',
    wait: '继续等待',
    reload: '重新载入',
  },
  crash: {
    message: '页面连续意外停止',
    detail: '没有重复办理任何事，已提交的办理见台账。可以重新载入，或退出后再启动；仍不行请报信息科。',
    reload: '重新载入',
    quit: '退出',
  },
  /** Files are called so, and by the day. */
  /** Of a file, behind its name. */
  export_part: '（第 {{number}} 份，共 {{of}} 份）',
  export_names: {
    exportEntries: '台账',
    exportLockedAccounts: '锁定账号',
    exportReportTables: '报表数据',
    exportAccessReview: '权限复核',
    exportReport: '报表',
    exportAccountFile: '账号档案',
    exportExtract: '本人记录单',
  },
  no_config: {
    title: 'Lockdesk 还没有配置',
    text: '没有找到可用的服务地址。请信息科在 {{folder}} 放置 lockdesk.json，写明 api 和 issuer（除本机外须为 https）。',
  },
};
