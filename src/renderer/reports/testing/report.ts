import type { Counts, Report } from '../../../contract/index.ts';

const DAY_MS = 86_400_000;

const counts = (n: number): Counts => ({
  locks: 40 + ((n * 37) % 60),
  unlocks: 20 + ((n * 13) % 20),
  resets: 5 + ((n * 7) % 9),
  repeats: n % 4,
  shown: 12,
  reviewed: 9,
  returns: 30,
  returns_15_minutes: 12,
  returns_1_hour: 21,
  returns_1_day: 29,
});

const row = (key: string, name: string | null, n: number) => ({ key, name, ...counts(n) });

/** An invented report: one step a day. */
export function inventedReport(from: string, to: string, place = ''): Report {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  const steps = Array.from({ length: days }, (_, n) => ({
    starts: new Date(Date.parse(from) + n * DAY_MS).toISOString().slice(0, 10),
    ...counts(n),
  }));
  const inCity = place.length >= 4;
  return {
    totals: { ...counts(3), locks: 2345 },
    steps,
    by: {
      place: inCity ? [row('320106', '鼓楼区', 1), row('320104', '秦淮区', 2)] : [row('3201', '南京市', 3)],
      office: inCity ? [row('320106-01', '南京市车管所鼓楼分所', 4)] : [],
      reason: [row('remembered_password', null, 5), row('invented_later', null, 6)],
      cause: [row('many_wrong_passwords', null, 7)],
      clerk: inCity ? [row('limin', '李敏', 8)] : [],
    },
    counted_to: new Date().toISOString(),
  };
}
