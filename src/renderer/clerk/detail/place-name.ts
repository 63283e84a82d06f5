import type { Division } from '../../../contract/index.ts';

/** A county with all that it lies in, as addresses are written. A city that is a province is named once. */
export const placeName = ({ province, city, county }: Division): string =>
  [...new Set([province, city, county])].join('');
