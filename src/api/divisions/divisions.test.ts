import { expect, test } from 'vitest';
import { divisionOf, placeName, placesWithin } from './divisions.ts';

test.each([
  ['320106', '江苏省', '南京市', '鼓楼区'],
  ['110101', '北京市', '', '东城区'],
  ['500229', '重庆市', '', '城口县'],
  ['429021', '湖北省', '', '神农架林区'],
  ['441900', '广东省', '东莞市', '东莞市'],
  // Abolished (2013) or unknown: still an account somewhere.
  ['320103', '江苏省', '南京市', '320103'],
  ['990101', '', '', '990101'],
])('%s is %s %s %s', (code, province, city, county) => {
  expect(divisionOf(code)).toEqual({ code, province, city, county });
});

test.each([
  ['', '全国'],
  ['32', '江苏省'],
  ['3201', '南京市'],
  ['1101', '北京市市辖区'],
  ['320106', '鼓楼区'],
  ['3299', '3299'],
])('prefix %j is called %s', (prefix, name) => {
  expect(placeName(prefix)).toBe(name);
});

test('the level below a prefix', () => {
  expect(placesWithin('')).toHaveLength(34);
  expect(placesWithin('32')).toContain('3205');
  expect(placesWithin('3201')).toContain('320106');
  expect(placesWithin('320106')).toEqual([]);
});
