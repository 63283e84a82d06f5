/** Bringing a list to a file: the button, and what becomes of it while one works on. */
export const exports = {
  csv: '导出 CSV',
  busy: '正在导出，一次一个',
  what: { exportEntries: '台账', exportLockedAccounts: '锁定账号' },
  asking: '{{what}}：请选择存放位置',
  running: '正在导出{{what}}：{{rows}} 行，{{size}}',
  running_hint: '文件含公民信息。导出会写入台账。',
  cancel: '取消',
  saved: '{{what}}已导出：{{rows}} 行，{{size}}',
  saved_hash: '文件 SHA-256，与台账里的一致才是原件：',
  to_entry: '看台账记录',
  copy_hash: '复制文件 SHA-256',
  cancelled: '没有导出{{what}}：已取消，没有留下文件。',
  disk_full: '没有导出{{what}}：磁盘已满。请换一个位置，或清理后再试。',
  not_writable: '没有导出{{what}}：这个位置不能写入。请换一个位置。',
  failed: '没有导出{{what}}，没有留下文件。',
  dismiss: '知道了',
};
