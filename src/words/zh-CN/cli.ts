/** What the administrator's command says in a terminal. */
import { disaster } from './disaster.ts';

export const cli = {
  usage: `用法：
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

导入
  FILE           CSV（首行是列名）或 NDJSON（每行一个 JSON 对象），UTF-8；列名与接口字段相同
  --api URL      Account API 的地址，默认取 LOCKDESK_API，否则 http://127.0.0.1:7100
  --token-file F 存放 directory 角色访问令牌的文件，令牌过期时重新读取；没有此项时取 LOCKDESK_TOKEN

  未接受的行连同行号和原因写入 FILE.refused。中断后用同一命令继续；同一文件再导入一次不会改变任何数据。
  退出码：0 全部接受，3 已完成但有未接受的行，1 未完成，2 用法有误

台账
  ledger-key     显示台账的公钥（签名笔记的验证密钥）；--file 读签名密钥文件，加 --new 新建一个，ORIGIN 是台账的名称
  rotate-ledger-key  改用 F 里的密钥签名台账；服务器须已在 LEDGER_NEXT_KEY_FILE 配好；需要管理员的令牌
  export-ledger  把台账写成 C2SP tlog-tiles 文件，同类工具可以直接核对；需要审计员的令牌
  prove          证明一条记录在台账里，写成 C2SP tlog-proof：只凭台账的公钥就能核对，不必再连台账
  verify         核对导出的文件夹；给 --database 时核对数据库的表，连同另存的内容；都不给时核对接口提供的台账
  --key K        台账的公钥，或存放公钥的文件；没有此项时向接口询问
  --witness K    外部见证的公钥，或存放公钥的文件：核对台账在其联署之后只增不改
  --kept FILE    以前保存的检查点，可给多次，逐个核对：台账此后只增不改，或丢失的部分已由两名管理员声明。新旧各留几个：
                 已声明丢失的检查点，说明不了丢失之前的记录
  --entry INDEX  只核对这一条记录，并显示其内容
  --proof FILE   只核对这份证明，不连台账；密钥是签这份证明的那一把，或其前任
  退出码：0 与签名时一致，1 不一致或未完成，2 用法有误

个人信息
  rotate-keys    新建一把数据密钥，用最新的密钥加密密钥包裹，再把全部字段改用它加密；不停机，中断后用同一命令继续。
                 密钥加密密钥与 API 相同，取自 LOCKDESK_KEY_FILE 或 LOCKDESK_KEY_COMMAND
  erase          清除一名公民的姓名、号码、登录记录和备注，账号停用；台账仍可核对。须用表的所有者连接；锁定中的账号须先解锁
  hold           司法保全：此账号不得清除；--lift 解除。ACCOUNT 是账号标识，或登记系统里的编号；--ticket 是文号
  mark-account   登记此账号是某经办亲属的，--own 是其本人的，--unmark 取消；该经办在此账号上的办理都要复核。SUBJECT 是
                 登录系统给经办的标识（台账里可见），不是姓名。须用主管或管理员的令牌；不能取消与自己有关的登记
  退出码：0 全部完成，1 未完成，2 用法有误

${disaster.usage}`,
  problem: {
    ...disaster.problem,
    node_too_old: 'lockdesk 需要 Node {{least}} 或更新的版本，这里运行的是 {{here}}。请安装 Node {{least}} 后再试。',
    no_token: '没有访问令牌：请用 --token-file 指定文件，或设置 LOCKDESK_TOKEN。',
    token_unreadable: '读不到令牌文件 {{file}}（{{code}}）。',
    file_unreadable: '读不到文件 {{file}}（{{code}}）。',
    not_writable: '不能写入 {{file}}（{{code}}）。',
    empty_file: '文件 {{file}} 是空的。',
    unknown_columns: '文件首行有接口没有的列：{{columns}}。可用的列：{{known}}。',
    missing_columns: '文件首行缺少必需的列：{{columns}}。',
    gave_up: '未完成，停在第 {{line}} 行：{{why}}用同一命令可以接着导入。',
    key_unusable: '密钥文件 {{file}} 不能用：{{problem}}',
    no_key: '{{url}} 没有给出台账的公钥。{{why}}请用 --key 指定。',
    api_failed: '接口没有给出台账文件。{{why}}',
    tile_missing: '台账缺少文件 {{name}}。',
    export_shrank: '台账只有 {{size}} 条记录，比 {{dir}} 里已导出的还少：没有改动该文件夹。',
    export_interrupted: '已中断。用同一命令可以接着导出。',
    verify_interrupted: '已中断，没有核对完。',
    no_such_entry: '没有第 {{index}} 条记录：台账有 {{size}} 条，从 0 开始编号。',
    no_such_account: '没有账号 {{account}}。',
    held: '账号 {{account}} 在司法保全中，没有清除。',
    locked: '账号 {{account}} 在锁定中，没有清除：请先解锁，或等锁定到期。',
    erased_already: '账号 {{account}} 的个人信息已经清除。',
    nothing_to_change: '账号 {{account}} 已是这个状态，没有改动。',
    rotation_running: '另一个 rotate-keys 正在运行。',
    keys_unusable: '密钥不能用：{{problem}}',
    database_unreachable: '连接不上数据库：{{why}}',
    not_provable: '第 {{index}} 条记录与签名时不一致，无法证明。',
    not_marked: '没有登记。{{why}}',
    not_rotated: '没有更换密钥。{{why}}',
    no_witness_key: '--witness 要给外部见证的公钥，这是台账的公钥。',
    unsound: '不能采信：{{why}}',
    interrupted: '已中断，停在第 {{line}} 行。用同一命令可以接着导入。',
  },
  resuming: '从第 {{line}} 行接着导入。',
  progress: '{bar} {percentage}%  {lines} 行，未接受 {refused}  剩余 {eta_formatted}',
  account: {
    erasing: '已删除登录记录 {{attempts}} 条，已查看备注 {{notes}} 条。中断后用同一命令继续。',
    erased: '账号 {{account}} 的个人信息已清除，台账记录 {{entry}}。',
    elsewhere: '别处的记录里也留有该群众信息的：{{count}} 条，已在那里清除，每条各有一条清除记录。',
    placed: '账号 {{account}} 开始保全，台账记录 {{entry}}。',
    lifted: '账号 {{account}} 解除保全，台账记录 {{entry}}。',
  },
  mark: {
    relative: '账号 {{account}} 已登记为亲属的账号，台账记录 {{entry}}。',
    own: '账号 {{account}} 已登记为本人的账号，台账记录 {{entry}}。',
    unmarked: '账号 {{account}} 已取消登记，台账记录 {{entry}}。',
    unchanged: '账号 {{account}} 已是这样登记，没有改动。',
    staff_unknown: '注意：近三个月没有 {{staff}} 的任何记录，请核对是否写错。',
  },
  rotate: {
    settling: '新密钥先让所有进程取得，约一分钟；接着上次的，不用再等。',
    done: '数据密钥 {{key}}：本次改用它加密 {{rows}} 行，全部完成。',
    interrupted: '已中断。数据密钥 {{key}}：本次改用它加密 {{rows}} 行；用同一命令继续。',
  },
  ledger_progress: '{bar} {percentage}%  {value}/{total}  剩余 {eta_formatted}',
  exported: '已导出 {{size}} 条记录到 {{dir}}。',
  key_of_api: '公钥由 {{url}} 给出，请与台账管理方公布的比对：{{key}}',
  whole: '台账 {{origin}} 的 {{size}} 条记录与签名时一致。',
  broken: '台账 {{origin}} 共 {{size}} 条记录，发现 {{problems}} 处与签名时不一致。',
  consistent: '自保存的检查点（{{kept}} 条）以来，台账只增不改，现有 {{size}} 条。',
  restored:
    '台账有 {{size}} 条记录，保存的检查点有 {{kept}} 条。第 {{from}} 至 {{to}} 条已丢失，由两名管理员在第 {{index}} 条声明（第 {{number}} 次恢复）。',
  shrank: '台账变短了：保存的检查点有 {{kept}} 条，现在只有 {{size}} 条。',
  forked: '台账分叉了：现在的 {{size}} 条里，前 {{kept}} 条与保存的检查点不同。',
  forked_before_loss:
    '台账分叉了：第 {{from}} 条起的丢失已声明（第 {{number}} 次恢复，第 {{index}} 条），但在此之前的 {{kept}} 条与保存的检查点不同。恢复用的备份可能被改动过。',
  before_loss_unshown:
    '丢失之前的 {{before}} 条是否仍与当时相同，这里给出的检查点都不能说明：请用 --kept 再给一个更早的检查点。',
  included: '第 {{index}} 条记录在 {{size}} 条的台账中，与签名时一致：',
  rotated: '台账的签名密钥换过 {{times}} 次，最近一次在第 {{index}} 条记录，每次都由前一把密钥签名并记入台账。',
  rotation_withheld:
    '第 {{index}} 条记录已把台账的密钥交给新密钥，台账的轮换清单却没有列出：持有旧密钥的人可能仍在签名。',
  rotation_ignored: '{{size}} 条记录的检查点没有新密钥的签名，不可信。',
  rotated_unlogged: '更换签名密钥的记录不在台账里（最近一次称在第 {{index}} 条）。',
  witnessed: '外部见证 {{name}} 在 {{at}} 看过 {{seen}} 条；此后台账只增不改，现有 {{size}} 条。',
  unwitnessed: '外部见证 {{name}} 没有联署过这个台账。',
  witness_disputes: '外部见证 {{name}} 在 {{at}} 联署过 {{seen}} 条的台账，现在的 {{size}} 条不是它的延续。',
  key_rotated: '已更换。请公布新的公钥，随后把密钥文件改为 LEDGER_KEY_FILE：',
  not_included: '证明不成立：它没有说明第 {{index}} 条记录在 {{size}} 条的台账中。',
  proof_witnessed: '外部见证 {{name}} 在 {{at}} 看过这 {{size}} 条的台账。',
  finding: {
    retired: '{{month}} 另存的内容已到期，按第 {{by}} 条删除，不是改动。',
    erased: '第 {{index}} 条另存的内容（{{fields}}）已按第 {{by}} 条清除，不是改动。',
    leaf_changed: '第 {{index}} 条记录被改动过。',
    leaf_missing: '第 {{index}} 条记录不见了。',
    leaves_changed: '第 {{from}} 至 {{to}} 条记录中有被改动的，散列值也被改过，无法指出是哪一条。',
    tile_changed: '散列文件 {{name}} 被改动过；其下的记录已逐条核对。',
    columns_changed: '第 {{index}} 条记录的列与签名内容不同：{{fields}}。',
    private_changed: '第 {{index}} 条记录另存的内容被改动或删除：{{fields}}。',
    entry_inserted: '记录 {{id}} 不在台账中：不是按规程写入的。',
    root_changed: '记录和散列值都得不出签名的根：以下只能将二者互相比对。',
  },
  ledger_fault: {
    malformed_note: '这不是签名笔记。',
    malformed_checkpoint: '这不是台账的检查点。',
    malformed_key: '这不是 Ed25519 验证密钥。',
    unsigned: '检查点没有这把密钥的签名。',
    wrong_signature: '检查点的签名不对。',
    wrong_origin: '这是另一本台账的检查点。',
    malformed_tile: '散列文件的长度不对。',
    malformed_proof: '这不是台账记录的证明。',
    malformed_rotations: '密钥更换记录的格式不对。',
    malformed_bundle: '记录文件的长度不对。',
  },
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
