import type { messages as zh } from '../zh-CN/messages.ts';

export const messages: typeof zh = {
  lock_notice: {
    temporary:
      'Signing in to your account is paused because of {{cause}}; it resumes at {{until}}. If this was not you, bring your ID card to any licensing office.',
    permanent:
      'Signing in to your account is paused because of {{cause}}. Please bring your ID card to any licensing office to restore it.',
  },
  unlock_notice:
    'Your account was unlocked at {{at}} by {{office}}; the password is unchanged. If you did not ask for this, bring your ID card to any licensing office at once.',
  reset_notice:
    'The password of your account was reset at {{at}} by {{office}}; all devices are signed out. If you did not ask for this, bring your ID card to any licensing office at once.',
  reset_code:
    'Reset code {{code}}, valid until {{until}}, once only. Type it on the sign-in page yourself; staff never ask for it.',
  cause: {
    many_wrong_passwords: 'repeated wrong passwords',
    spread_sources: 'unusual sign-in attempts',
    quick_failures: 'wrong passwords in quick succession',
  },
  time: '{{month}}-{{day}} {{hour}}:{{minute}}',
  office_unnamed: 'the licensing office',
};
