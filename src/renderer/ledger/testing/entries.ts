import type { EntrySummary } from '../../../contract/index.ts';

/** An entry of a clerk in Nanjing. For tests only. */
export function someEntry(change: Partial<EntrySummary> = {}): EntrySummary {
  return {
    id: '01910a3e-0000-7000-8000-000000000001',
    index: 5203918,
    recorded_at: '2026-11-18T02:27:41.000Z',
    action: 'unlock',
    outcome: 'done',
    actor: {
      kind: 'staff',
      subject: 'limin',
      name: '李敏',
      staff_number: '032417',
      office: { code: '320106-01', name: '南京市车管所鼓楼分所' },
      workstation: 'NJ-GL-W03',
    },
    account: { id: '5f0c2a8e-1f55-4f3e-9c64-3b6d0d6a1234', name: '王*明', document: '3201**********1234' },
    reason: 'old_password',
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
    field: null,
    refused_with: null,
    ...change,
  };
}

/** Entries one second apart, the oldest first; their ids rise with time, as the ledger's do. */
export function entriesInTurn(count: number): EntrySummary[] {
  const first = Date.parse('2026-11-18T02:00:00.000Z');
  return Array.from({ length: count }, (_, n) =>
    someEntry({
      id: `01910a3e-0000-7000-8000-${String(n).padStart(12, '0')}`,
      index: 5203000 + n,
      recorded_at: new Date(first + n * 1000).toISOString(),
    }),
  );
}
