/**
 * Where demo citizens sign in from: the first three numbers of address blocks, each known to the table of places as one
 * operator in one province.
 */
const HOME: Readonly<Record<string, readonly string[]>> = {
  '3201': ['222.190.8', '36.152.40', '58.240.20', '112.4.5'],
  '3205': ['58.210.40', '112.80.60', '36.149.30'],
  '32': ['49.80.3', '58.218.9', '112.2.60'],
  '': ['101.80.3', '115.192.3', '60.166.3', '119.163.3', '115.60.3', '119.96.3', '113.88.3', '124.64.3'],
};

/** Blocks of six provinces and three operators: nobody's home in Jiangsu. */
const ELSEWHERE = ['120.229.3', '118.112.3', '221.207.3', '112.100.3', '59.56.3', '113.240.3', '123.52.3', '112.64.3'];

/** A number from 0 up to 1, as `Math.random` gives it. */
export type Random = () => number;

/** The address that a citizen usually has: the same network each time, chosen by their division and number. */
export function homeAddress(division: string, index: number): string {
  const blocks = HOME[division.slice(0, 4)] ?? HOME[division.slice(0, 2)] ?? HOME[''] ?? [];
  return `${blocks[index % blocks.length]}.${1 + (index % 254)}`;
}

/** Addresses of that many networks where the citizen has never been. */
export function farAddresses(count: number, random: Random): string[] {
  const start = Math.floor(random() * ELSEWHERE.length);
  const host = () => 1 + Math.floor(random() * 254);
  return Array.from({ length: count }, (_, at) => `${ELSEWHERE[(start + at) % ELSEWHERE.length]}.${host()}`);
}
