/**
 * A name in the one form that is stored, searched and masked: Unicode NFC, one kind of separating dot, no spaces within
 * Chinese, single spaces elsewhere.
 */
export function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/[！-～]/gu, (wide) => wide.normalize('NFKC'))
    .replaceAll(/\s*[·•‧・．∙⋅･]\s*/gu, '·')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
}
