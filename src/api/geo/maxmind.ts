import { open } from 'maxmind';
import * as z from 'zod';
import { NOWHERE, operatorOf, type PlaceOf } from './place.ts';

const Named = z.object({ names: z.record(z.string(), z.string()) });

/** What we read of MaxMind's own databases and of those built like them; agencies add the operator to theirs. */
const Found = z.object({
  country: Named.optional(),
  subdivisions: z.array(Named).optional(),
  city: Named.optional(),
  traits: z.object({ isp: z.string().optional() }).optional(),
  isp: z.string().optional(),
});

/** An agency's own table in the MaxMind DB format. @throws where the file is none */
export async function maxmindPlaces(file: string): Promise<PlaceOf> {
  const table = await open(file);
  return (ip) => {
    const { data } = Found.safeParse(table.get(ip));
    if (!data) return NOWHERE;
    return {
      province: nameOf(data.subdivisions?.[0]) ?? nameOf(data.country),
      city: nameOf(data.city),
      operator: operatorOf(data.traits?.isp ?? data.isp),
    };
  };
}

const nameOf = (named: z.infer<typeof Named> | undefined): string | null =>
  named?.names['zh-CN'] ?? named?.names.en ?? null;
