/** Short messages to a citizen's registered phone. One SMS holds 70 characters; a message takes two at most. */
export const messages = {
  lock_notice: {
    temporary: '您的账号因{{cause}}已暂停登录，{{until}} 自动恢复。如非本人操作，请带身份证到任一车管所。',
    permanent: '您的账号因{{cause}}已暂停登录。请本人带身份证到任一车管所，核验后当场恢复。',
  },
  unlock_notice: '您的账号已于 {{at}} 由{{office}}解锁，密码未变。如非本人办理，请立即带身份证到任一车管所。',
  reset_notice: '您的账号已于 {{at}} 由{{office}}重置密码，全部设备已退出。如非本人办理，请立即带身份证到任一车管所。',
  reset_code: '重置码 {{code}}，{{until}} 前有效，只能用一次。请在登录页自己输入，工作人员也不会索要。',
  cause: {
    many_wrong_passwords: '多次输错密码',
    spread_sources: '多处异常登录',
    quick_failures: '短时间内连续输错密码',
  },
  time: '{{month}} 月 {{day}} 日 {{hour}}:{{minute}}',
  office_unnamed: '车管所',
};
