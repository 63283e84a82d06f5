import type { paper as zh } from '../zh-CN/paper.ts';

export const paper: typeof zh = {
  head: 'Lockdesk · {{title}}',
  printed_by: '{{name}} · {{time}}',
  page: 'Page {{page}} of {{pages}}',
  export_id: 'Export {{id}}',
  facts: {
    period: 'Period',
    places: 'Places',
    counted_to: 'Counted up to',
    by: 'Exported by',
    at: 'Exported at',
    export: 'Export number',
  },
  staff: '{{name}} ({{number}})',
  join: ', ',
  proof: {
    title: 'How to check this file',
    file: 'The ledger has the SHA-256 of this file: look for the export’s number; its second entry (export, done) tells pages, bytes and SHA-256. The file is the original where its SHA-256 is the same.',
    checkpoint:
      'When it was exported, this workstation had checked the first {{count}} entries of the ledger ({{time}}). The checkpoint as it was signed follows; lockdesk verify and tools of its kind show by it that the ledger was not changed since:',
    none: 'When it was exported, this workstation had not checked the ledger yet: there is no checkpoint here.',
    refused:
      'Note: when it was exported, this workstation did not accept the ledger (since {{time}}). What follows is the last checkpoint that it had accepted before.',
  },
  report: { title: 'Report', steps: 'Figures by time', chart: 'Locks and acts', by: 'By {{dimension}}' },
};
