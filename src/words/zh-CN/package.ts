/** What a workstation's menus and installers say of the console, before it runs. */
export const packageWords = {
  name: 'Lockdesk',
  kind: '驾驶证业务账号解锁台',
  about: '公民的驾驶证业务账号被锁定时，窗口经办在这里查明原因、核验身份，解锁或强制重置密码',
};
