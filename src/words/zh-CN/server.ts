/** What the API's own process says in a terminal: at its start, and why it does not start. */
export const server = {
  listening: 'Account API 正在监听 {{address}}',
  config_invalid: '环境变量有误，未启动：\n{{problems}}',
  ledger_rights:
    '未启动：数据库角色 {{role}} 对台账的权限超出追加（{{rights}}）。请让 DATABASE_URL 使用 lockdesk_api 角色；migrate 会按需授予它权限。',
  not_migrated: '未启动：数据库的表不是本版本的。请先用所有者角色运行 migrate（DATABASE_OWNER_URL）。',
  database_unreachable: '未启动：连接不到 DATABASE_URL 的数据库（{{code}}）。',
  key_unreadable: '未启动：{{problem}}',
  address_in_use: '未启动：{{address}} 已被其他程序占用。',
  owner_url_missing: '缺少 DATABASE_OWNER_URL：数据库所有者角色的连接地址。',
  migrated: '已执行 {{name}}',
  migrated_already: '数据库已是最新。',
};
