import { expect, test } from 'vitest';
import { somePeople } from './testing/access.ts';
import { plainPeople, saidOf, toSign, type Verdicts, withoutComment, withSaid } from './verdicts.ts';

const people = somePeople(Date.now());
const NOTHING: Verdicts = new Map();
const [plain, marked] = people;
if (!plain || !marked) throw new Error('no people');

test('what is said of somebody is of the rights that were seen', () => {
  const said = withSaid(new Map(), marked, { verdict: 'question', comment: ' 为什么 ' });
  expect(toSign(people, said)).toEqual([{ subject: 'wangfang', version: 3, verdict: 'question', comment: '为什么' }]);
  const changed = people.map((one) => (one === marked ? { ...marked, version: 4 } : one));
  expect(toSign(changed, said)).toEqual([]);
  expect(saidOf(said, { subject: 'wangfang', version: 4 })).toBeNull();
});

test('a comment belongs to a question alone, which is not asked without one', () => {
  const asked = withSaid(new Map(), marked, { verdict: 'question' });
  expect(withoutComment(toSign(people, asked))).toBe('wangfang');
  const kept = withSaid(withSaid(asked, marked, { comment: '旧' }), marked, { verdict: 'keep' });
  expect(toSign(people, kept)).toEqual([{ subject: 'wangfang', version: 3, verdict: 'keep' }]);
  expect(withoutComment(toSign(people, kept))).toBeNull();
});

test('nobody is signed who is not the reader’s to sign, and only the unmarked are kept together', () => {
  expect(plainPeople(people, new Map())).toEqual([plain]);
  expect(plainPeople(people, withSaid(new Map(), plain, { verdict: 'question' }))).toEqual([]);
  const all = people.reduce((said, one) => withSaid(said, one, { verdict: 'keep' }), NOTHING);
  expect(toSign(people, all).map(({ subject }) => subject)).toEqual(['limin', 'wangfang', 'zhaolei']);
});
