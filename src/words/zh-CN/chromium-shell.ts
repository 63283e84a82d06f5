/** What the Chromium shell says on the terminal. */
export const chromiumShell = {
  not_protected:
    '运行于 Chromium 外壳（{{product}}）：没有 Electron 的进程隔离、程序完整性校验和系统密钥环，登录凭据只留在内存，关闭即失。',
  not_protected_unsandboxed:
    '运行于 Chromium 外壳（{{product}}），没有浏览器沙箱（以 root 身份运行，或系统不允许）：也没有 Electron 的进程隔离、程序完整性校验和系统密钥环，登录凭据只留在内存。',
  browser_failed: '浏览器没有打开控制台的窗口：{{problem}}',
  no_browser: '这台机器上没有找到 Chrome、Edge 或 Chromium。请安装其中之一，或用 LOCKDESK_BROWSER 指明它的位置。',
  not_built: '没有找到编译好的控制台（{{folder}}）。请先运行 npm run build。',
  first_shown: 'Lockdesk 已经在运行，已切换到它的窗口。',
  saving: '这个外壳没有保存对话框，文件存到 {{file}}。',
};
