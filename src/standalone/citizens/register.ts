import type { Client } from '../../client/index.ts';
import { ROWS_MAX } from '../../contract/index.ts';
import { demoCitizens } from './people.ts';
import type { CitizenStore } from './store.ts';

/**
 * Puts the demo's citizens into the site's own table and into the API's register, the way an agency would. Those that
 * are there already stay as they are.
 *
 * @param progress gets the number of citizens registered so far
 */
export async function registerCitizens(
  count: number,
  { client, store }: { client: Client; store: CitizenStore },
  progress: (done: number) => void,
): Promise<void> {
  const known = await store.count();
  if (known >= count) return;
  const citizens = demoCitizens(count);
  for (let from = known; from < count; from += ROWS_MAX) {
    const rows = citizens.slice(from, from + ROWS_MAX);
    const { results } = await client.registerAccounts({ accounts: rows });
    const refused = results.find((result) => result.status === 'refused');
    if (refused) throw new Error(`a demo citizen was refused: ${JSON.stringify(refused)}`);
    // The site's table last: it tells the next start how far this one came.
    await store.add(rows);
    progress(from + rows.length);
  }
}
