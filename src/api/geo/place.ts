/** Where an address is, as far as a table of addresses can tell. Names in Chinese. */
export interface Place {
  /** Province; abroad, the country. */
  province: string | null;
  city: string | null;
  /** Who runs the network there: 电信, 联通, 移动 … */
  operator: string | null;
}

export const NOWHERE: Place = { province: null, city: null, operator: null };

/** Looks an address up. Never throws: what the table does not know is nowhere. */
export type PlaceOf = (ip: string) => Place;

/**
 * The network of a place: operator and province, as the policy means it. A familiar network is one that the
 * account has signed in from. Null where not even the province is known: that says nothing of anybody.
 */
export function networkOf({ province, operator }: Place): string | null {
  return province === null ? null : `${province} ${operator ?? ''}`.trimEnd();
}

/** By these a name in any spelling (中国移动公众宽带, 中国移动) is one operator. */
const OPERATORS = ['电信', '联通', '移动', '铁通', '广电', '教育网'];

export function operatorOf(name: string | undefined): string | null {
  if (!name) return null;
  return OPERATORS.find((operator) => name.includes(operator)) ?? name;
}
