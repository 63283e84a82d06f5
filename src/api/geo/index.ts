import { ip2regionPlaces } from './ip2region.ts';
import { maxmindPlaces } from './maxmind.ts';
import type { PlaceOf } from './place.ts';

export { NOWHERE, networkOf, type Place, type PlaceOf } from './place.ts';

/** The agency's own table where one is configured, else the one that comes along. @throws where the file is none */
export async function openPlaces({ GEO_FILE: file }: { GEO_FILE?: string | undefined }): Promise<PlaceOf> {
  return file === undefined ? ip2regionPlaces() : maxmindPlaces(file);
}
