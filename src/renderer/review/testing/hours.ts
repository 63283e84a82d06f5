import type { HourlyRow, HourlyUnlocks } from '../../../contract/index.ts';

/** From eight o'clock on. */
const day = (...counts: number[]): number[] => Array.from({ length: 24 }, (_, hour) => counts[hour - 8] ?? 0);

const office = (key: string, name: string, hours: number[], outlier: HourlyRow['outlier'] = null): HourlyRow => ({
  key,
  name,
  hours,
  usual: day(4, 8, 9, 8, 5, 7, 6, 5, 2),
  outlier,
});

/** An invented day of seven offices: at 11 o'clock one of them unlocks four times as many as it usually does. */
export function inventedHours(change: Partial<HourlyUnlocks> = {}): HourlyUnlocks {
  const out = { hour: 11, count: 31, usual: 7.75 };
  return {
    day: '2026-11-18',
    hour: 16,
    by: 'office',
    rows: [
      office('320111-01', '南京市车管所浦口分所', day(4, 8, 9, 31, 5, 7, 6, 5, 2), out),
      office('320115-01', '南京市车管所江宁分所', day(12, 19, 22, 16, 9, 14, 15, 12, 4)),
      office('320106-01', '南京市车管所鼓楼分所', day(9, 14, 17, 11, 6, 10, 9, 7, 3)),
      office('320104-01', '南京市车管所秦淮分所', day(7, 11, 12, 9, 4, 9, 10, 8, 4)),
      office('320113-01', '南京市车管所栖霞分所', day(5, 6, 7, 5, 3, 6, 5, 4, 1)),
      office('320114-01', '南京市车管所雨花台分所', day(4, 5, 6, 5, 3, 5, 4, 3, 1)),
      office('320124-01', '南京市车管所溧水分所', day(1, 2, 2, 1, 0, 1, 1, 1, 0)),
    ],
    more: 0,
    ...change,
  };
}
