import type { reveal as zh } from '../zh-CN/reveal.ts';

export const reveal: typeof zh = {
  show: 'Show whole: {{what}}',
  hide: 'Hide: {{what}}',
  left: 'hidden in {{seconds}} s',
  shown: 'The whole number is shown and hides itself in {{seconds}} seconds',
  title: 'Show the whole number: {{what}}',
  why: 'Why you need it',
  reason: {
    compare_document: 'To compare it with the document in hand',
    call_back: 'To call the registered phone back',
    register_wrong: 'The citizen says the register is wrong',
    other: 'Something else (needs a note)',
  },
  note: 'Note',
  note_hint: 'required; no document or phone numbers',
  recorded: 'The ledger keeps which number you saw and why, never the number.',
  confirm: 'Show for {{seconds}} s',
  cancel: 'Cancel',
  failed: 'The number was not shown',
};
