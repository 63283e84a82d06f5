import type { main as zh } from '../zh-CN/main.ts';

export const main: typeof zh = {
  menu: {
    file: 'File',
    hand_over: 'Hand over',
    settings: 'Settings',
    quit: 'Quit Lockdesk',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    select_all: 'Select all',
    view: 'View',
    find: 'Find',
    zoom_in: 'Zoom in',
    zoom_out: 'Zoom out',
    zoom_reset: 'Actual size',
    full_screen: 'Full screen',
    language: '语言 Language',
    help: 'Help',
    keys: 'All keys',
  },
  sign_in_page: {
    signed_in: { title: 'You are signed in', text: 'Go back to the Lockdesk window. You can close this page.' },
    failed: {
      title: 'You are not signed in',
      text: 'Go back to the Lockdesk window to see why, and sign in again from there.',
    },
    not_ours: {
      title: 'This page is no longer valid',
      text: 'It does not belong to the sign-in under way and had no effect. Sign in again from the Lockdesk window.',
    },
  },
  hang: {
    message: 'The page is not responding',
    detail:
      'You can wait, or load the page again. Loading again repeats nothing: acts already sent keep their number, and their result is still being confirmed.',
    wait: 'Wait',
    reload: 'Load again',
  },
  crash: {
    message: 'The page keeps stopping',
    detail:
      'Nothing was done twice; acts already sent are in the ledger. Load again, or quit and start anew. If that does not help, tell your IT office.',
    reload: 'Load again',
    quit: 'Quit',
  },
  export_part: '(part {{number}} of {{of}})',
  export_names: {
    exportEntries: 'ledger',
    exportLockedAccounts: 'locked accounts',
    exportReportTables: 'report tables',
    exportAccessReview: 'access review',
    exportReport: 'report',
    exportAccountFile: 'account file',
    exportExtract: 'record for the citizen',
  },
  no_config: {
    title: 'Lockdesk is not configured yet',
    text: 'No usable service addresses were found. Ask your IT office to put lockdesk.json into {{folder}}, with api and issuer (https, except on this machine).',
  },
};
