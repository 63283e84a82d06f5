/** What the administrator's command says in a terminal. */
export const cli = {
  usage: `用法：
  lockdesk import-attempts FILE [--api URL] [--token-file F]
  lockdesk import-accounts FILE [--api URL] [--token-file F]

  FILE           CSV（首行是列名）或 NDJSON（每行一个 JSON 对象），UTF-8；列名与接口字段相同
  --api URL      Account API 的地址，默认取 LOCKDESK_API，否则 http://127.0.0.1:7100
  --token-file F 存放 directory 角色访问令牌的文件，令牌过期时重新读取；没有此项时取 LOCKDESK_TOKEN

  未接受的行连同行号和原因写入 FILE.refused。中断后用同一命令继续；同一文件再导入一次不会改变任何数据。
  退出码：0 全部接受，3 已完成但有未接受的行，1 未完成，2 用法有误`,
  problem: {
    node_too_old: 'lockdesk 需要 Node {{least}} 或更新的版本，这里运行的是 {{here}}。请安装 Node {{least}} 后再试。',
    no_token: '没有访问令牌：请用 --token-file 指定文件，或设置 LOCKDESK_TOKEN。',
    token_unreadable: '读不到令牌文件 {{file}}（{{code}}）。',
    file_unreadable: '读不到文件 {{file}}（{{code}}）。',
    not_writable: '不能写入 {{file}}（{{code}}）。',
    empty_file: '文件 {{file}} 是空的。',
    unknown_columns: '文件首行有接口没有的列：{{columns}}。可用的列：{{known}}。',
    missing_columns: '文件首行缺少必需的列：{{columns}}。',
    gave_up: '未完成，停在第 {{line}} 行：{{why}}用同一命令可以接着导入。',
    interrupted: '已中断，停在第 {{line}} 行。用同一命令可以接着导入。',
  },
  resuming: '从第 {{line}} 行接着导入。',
  progress: '{bar} {percentage}%  {lines} 行，未接受 {refused}  剩余 {eta_formatted}',
  done: {
    lines: '共 {{lines}} 行（空行不计）。',
    created: '新建 {{count}}',
    updated: '更新 {{count}}',
    unchanged: '没有变化 {{count}}',
    older: '比已有的旧 {{count}}',
    recorded: '记录 {{count}}',
    duplicate: '此前已有 {{count}}',
    refused: '未接受 {{count}}，见 {{file}}',
  },
  /** Why a line was refused: by the code of what is wrong, with the field where there is one. */
  refused: {
    not_utf8: '不是 UTF-8 文字',
    line_too_long: '行太长',
    not_json: '不是 JSON 对象',
    broken_csv: '列数不对或引号没有成对',
    request_refused: '接口拒绝了这一行',
    unrecognized_keys: '接口没有这个字段',
    invalid_type: '缺少，或类型不对',
    invalid_value: '不是允许的取值',
    invalid_format: '格式不对',
    invalid_union: '格式不对',
    too_big: '太长（最多 {{limit}}）',
    too_small: '太短（至少 {{limit}}）',
    unprintable: '有不可见的控制字符',
    in_future: '时间在将来',
    too_old: '时间太早，已超出保存期',
    check_digit: '校验码不对',
    other: '不符合要求（{{code}}）',
  },
};
