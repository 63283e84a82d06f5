import { expect, test } from 'vitest';
import { Links } from './links.ts';

const ID = '01910a3e-0000-7000-8000-000000000001';
const LINK = `lockdesk://entry/${ID}`;

function takenFrom(...args: string[]) {
  const links = new Links();
  links.inArguments(args);
  return links.take();
}

test('a link on the command line leads to its entry', () => {
  expect(takenFrom('/opt/lockdesk', '--user-data-dir=/tmp/x', '--', LINK)).toEqual({ entry_id: ID });
});

test('a command line without a link leads nowhere, whatever its flags hold', () => {
  expect(takenFrom('/opt/lockdesk', '--flag', `--url=${LINK}`, `x${LINK}`, ' lockdesk://entry/')).toBeNull();
});

test.each([
  ['another host', `lockdesk://account/${ID}`],
  ['a host that begins alike', `lockdesk://entry.example.org/${ID}`],
  ['an act', `lockdesk://entry/${ID}/unlock`],
  ['a path before the id', `lockdesk://entry/../${ID}`],
  ['a query', `${LINK}?unlock=1`],
  ['a fragment', `${LINK}#x`],
  ['a user', `lockdesk://x@entry/${ID}`],
  ['a port', `lockdesk://entry:80/${ID}`],
  ['a flag behind it', `${LINK} --no-sandbox`],
  ['a quote and a flag', `${LINK}" --gpu-launcher="calc`],
  ['an escaped id', `lockdesk://entry/%30${ID.slice(1)}`],
  ['a line more', `${LINK}\n`],
  ['a null byte', `${LINK}\0`],
  ['no id', 'lockdesk://entry/'],
  ['a number for an id', 'lockdesk://entry/5203918'],
  ['a document number for an id', 'lockdesk://entry/320106198801011237'],
  ['the scheme alone', 'lockdesk:'],
  ['the scheme in capitals', `LOCKDESK://entry/${ID}`],
  ['very much of it', `${LINK}${'0'.repeat(10_000_000)}`],
])('%s is no link of ours, and is said to be none', (_what, link) => {
  expect(takenFrom(link)).toEqual({ entry_id: null });
});

test('several at once are followed not at all', () => {
  expect(takenFrom(LINK, LINK)).toEqual({ entry_id: null });
});

test('the last one counts, and is taken once', () => {
  const links = new Links();
  let told = 0;
  links.followed.add(() => told++);
  links.follow('lockdesk://nowhere');
  links.follow(LINK);
  expect(told).toBe(2);
  expect(links.take()).toEqual({ entry_id: ID });
  expect(links.take()).toBeNull();
});
