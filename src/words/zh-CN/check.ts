/** What this workstation has found of the ledger: whether it only grows. */
export const check = {
  alarm: {
    title: '台账核对未通过，本机暂停办理',
    shrank: '本机{{time}} 核对时有 {{kept}} 条记录，服务器现在只给出 {{size}} 条。',
    forked:
      '本机{{time}} 核对过 {{kept}} 条记录。服务器现在给出 {{size}} 条，但不能证明其中包含这 {{kept}} 条：先前的记录可能被改动、删除或替换。',
    before_loss:
      '两名管理员声明过恢复时丢失的记录；但本机{{time}} 核对过的前 {{kept}} 条不在丢失之列，服务器现在给出的 {{size}} 条里，这部分却与当时不同：恢复用的备份可能被改动过。',
    other_key: '签署台账的不是本机认得的密钥，台账里也没有更换密钥的记录。',
    not_signed: '台账的签名无效：内容可能被改动。',
    tell: '请立即告知系统管理员。屏幕上已打开的账号可能不是现状，要看请重新查找；解锁和重置等核对通过后再办。',
    tell_administrator:
      '请按运维手册核查。如果从备份恢复过，须由两名管理员声明丢失的记录；否则按台账被篡改处理，保留凭据和数据库。',
    tell_before_loss:
      '请按台账被篡改处理：保留凭据、数据库和恢复用的备份，用别处保存的检查点逐个核对（lockdesk verify --kept），改用未被改动的备份恢复。',
  },
  restored: {
    title: '台账已恢复，编号 {{first}} 至 {{last}} 的记录已丢失',
    one: '台账已恢复，编号 {{first}} 的记录已丢失',
    text: '{{time}} 由 {{proposed}} 和 {{confirmed}} 两名管理员共同声明，本机核对无误。这期间的办理不在台账里，也可能没有生效：请重新查找账号，按登记另行核实。',
    noted: '知道了',
  },
  copy_evidence: '复制核对凭据',
  again: '重新核对',
  sound: '已核对到编号 {{number}}',
  refused: '核对未通过',
  none: '尚未核对',
  empty: '已核对，还没有记录',
  title: '台账核对',
  close: '关闭',
  how: '本机记住看到的最后一个检查点；服务器给出的新检查点必须由台账的密钥签署，并包含先前的全部记录。',
  entries: '记录',
  entries_count: '{{count}} 条',
  checked: '核对时间',
  key: '密钥',
  key_from: {
    named: '由信息科为本机指定',
    first_seen: '本机首次核对时记住。请与信息科公布的密钥对照',
    handed_on: '由原密钥签署的一条台账记录换用',
  },
  copy_key: '复制密钥',
  copy_checkpoint: '复制检查点',
  not_yet: '登录后会自动核对。服务器还没有给出签署的检查点。',
};
