import { createRequire } from 'node:module';
import { NOWHERE, operatorOf, type PlaceOf } from './place.ts';

// A CommonJS module with a `default`, which importers disagree about.
const { default: Ip2Region } = createRequire(import.meta.url)('ip2region') as typeof import('ip2region');

/** The table of ip2region (MIT), which comes with its package: all of China by city, IPv6 by province mostly. */
export function ip2regionPlaces(): PlaceOf {
  const table = new Ip2Region();
  return (ip) => {
    const found = table.search(ip);
    // Private and reserved addresses have no country, and a remark in place of a city.
    if (!found?.country) return NOWHERE;
    return {
      province: found.province || found.country,
      city: found.city || null,
      operator: operatorOf(found.isp),
    };
  };
}
