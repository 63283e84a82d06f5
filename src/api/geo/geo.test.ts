import { describe, expect, it } from 'vitest';
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
