import type { tour as zh } from '../zh-CN/tour.ts';

export const tour: typeof zh = {
  title: 'Lockdesk: the tour',
  lead: 'The same console, in a Chromium without a window, did the clerk’s and the supervisor’s job once. No lock here is made up: each time somebody typed wrong passwords.',
  began: 'This machine has no display: the console goes through its job by itself, in a Chromium without a window.',
  shell:
    'The Chromium shell has neither Electron’s process sandbox nor the system’s keyring: tokens stay in memory and are gone when it closes.',
  step: 'Tour {{number}}/{{count}}: {{text}}',
  done: 'The tour is over. Report and pictures: {{file}}',
  failed: 'The tour did not get to its end: {{problem}}. The system goes on. Pictures so far: {{dir}}',
  people_used: 'no demo citizen is left who has not changed their password; --fresh begins anew',
  steps: {
    list: 'The clerk 李敏 signs in: who is locked and why, and the cursor is in the search field.',
    citizen_locked:
      'A citizen types five wrong passwords into their own sign-in page and is paused; the page does not say why.',
    account:
      'They come to the counter. Typing the document number opens the account: verdict, evidence, failures at a glance.',
    unlock: 'U: verify who stands there, choose the reason; the right side says what will happen.',
    receipt: 'Ctrl+Enter: unlocked, written to the ledger, the citizen told; the receipt says what was read back.',
    signed_in: 'The citizen signs in, and the receipt says so by itself.',
    citizen_told: 'The message on the citizen’s phone.',
    reset: 'Another citizen cannot remember their password. R: forced reset.',
    reset_done: 'The old password is void; the code goes to the citizen’s phone alone, and the clerk never sees it.',
    citizen_code: 'The citizen types the code, chooses a new password and is signed in.',
    reset_followed: 'The receipt has followed them to the last step.',
    entry: 'The supervisor 周建国 finds the unlock in the ledger: who, when, why, on what proof.',
  },
};
