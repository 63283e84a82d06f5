import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeMmdb } from '../testing/mmdb.ts';
import { openPlaces } from './index.ts';
import { ip2regionPlaces } from './ip2region.ts';
import { networkOf } from './place.ts';

const placeOf = ip2regionPlaces();

describe('the table of addresses', () => {
  it.each([
    ['222.190.1.1', { province: '江苏省', city: '南京市', operator: '电信' }],
    ['36.152.44.95', { province: '江苏省', city: '南京市', operator: '移动' }],
    ['2409:8a20::1', { province: '江苏省', city: '南京市', operator: '移动' }],
    ['::ffff:222.190.1.1', { province: '江苏省', city: '南京市', operator: '电信' }],
    ['8.8.8.8', { province: '美国', city: null, operator: 'Level3' }],
    ['192.168.1.1', { province: null, city: null, operator: null }],
    ['::1', { province: null, city: null, operator: null }],
    ['fe80::1', { province: null, city: null, operator: null }],
  ])('knows where %s is', (ip, place) => {
    expect(placeOf(ip)).toEqual(place);
  });

  it('tells networks by operator and province, in either version of the protocol', () => {
    expect(networkOf(placeOf('36.152.44.95'))).toBe(networkOf(placeOf('2409:8a20::1')));
    expect(networkOf(placeOf('36.152.44.95'))).not.toBe(networkOf(placeOf('222.190.1.1')));
    expect(networkOf(placeOf('10.0.0.1'))).toBeNull();
  });
});

describe('an agency’s own table', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-geo-'));
    return () => rm(dir, { recursive: true });
  });
  const named = (name: string) => ({ names: { en: 'Latin', 'zh-CN': name } });

  it.each([
    [
      { country: named('中国'), subdivisions: [named('江苏省')], city: named('南京市'), isp: '中国移动公众宽带' },
      { province: '江苏省', city: '南京市', operator: '移动' },
    ],
    [
      { country: named('美国'), traits: { isp: 'Level3' } },
      { province: '美国', city: null, operator: 'Level3' },
    ],
    [{ country: { names: { en: 'Norway' } } }, { province: 'Norway', city: null, operator: null }],
    [{ subdivisions: 'not as we know it' }, { province: null, city: null, operator: null }],
  ])('is read as %j', async (entry, place) => {
    const file = path.join(dir, 'agency.mmdb');
    await writeFile(file, writeMmdb(entry));
    const placeOfTheirs = await openPlaces({ GEO_FILE: file });
    expect(placeOfTheirs('36.152.44.95')).toEqual(place);
    expect(placeOfTheirs('222.190.1.1')).toEqual({ province: null, city: null, operator: null });
  });

  it('that is none, or missing, is refused at start', async () => {
    const file = path.join(dir, 'agency.mmdb');
    await expect(openPlaces({ GEO_FILE: file })).rejects.toThrow();
    await writeFile(file, 'not a database');
    await expect(openPlaces({ GEO_FILE: file })).rejects.toThrow();
  });
});
