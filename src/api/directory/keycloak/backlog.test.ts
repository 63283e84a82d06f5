import { expect, it } from 'vitest';
import { Backlog } from './backlog.ts';
import { KeycloakEvent } from './shapes.ts';

const event = (time: number) => KeycloakEvent.parse({ time, type: 'LOGIN' });
const names = (backlog: Backlog, now: number, max = 10) => backlog.take(now, max).map(({ userId }) => userId);

it('gives those who are due, the longest due first, each once', () => {
  const backlog = new Backlog();
  backlog.add('b', 20);
  backlog.add('a', 10);
  backlog.add('c', 30);
  expect(names(backlog, 20)).toEqual(['a', 'b']);
  expect(names(backlog, 20)).toEqual([]);
  expect(names(backlog, 30)).toEqual(['c']);
});

it('gives no more than it is asked for, and tells how late it is', () => {
  const backlog = new Backlog();
  for (let at = 0; at < 5; at++) backlog.add(`user-${at}`, at);
  expect(names(backlog, 10, 2)).toEqual(['user-0', 'user-1']);
  expect(backlog.lateMs(10)).toBe(8);
  names(backlog, 10);
  expect(backlog.lateMs(10)).toBe(0);
});

it('keeps the soonest of several times, and the events of all', () => {
  const backlog = new Backlog();
  backlog.add('a', 20, [event(2)]);
  backlog.add('a', 10);
  backlog.add('a', 30, [event(1)]);
  expect(backlog.oldestEvent()).toEqual(new Date(1));
  expect(backlog.take(10, 1)).toEqual([{ userId: 'a', events: [event(2), event(1)] }]);
  expect(backlog.oldestEvent()).toBeNull();
});
