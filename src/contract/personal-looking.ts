/**
 * Whether a text seems to hold somebody's document or phone number, which don't belong in what is kept for years. Of a note
 * it is a warning, never a refusal: a licence plate or a work order may look alike. What can as well be called otherwise is
 * refused.
 */
export function looksPersonal(text: string): boolean {
  // People group digits to read them out, and Chinese keyboards give full-width ones.
  const joined = text.normalize('NFKC').replaceAll(/(?<=[\da-z])[\s\-·.]+(?=[\da-z])/gi, '');
  return PATTERNS.some((pattern) => pattern.test(joined));
}

const PATTERNS = [
  // Resident ID of 18 characters (GB 11643-1999): place, date of birth, serial, check.
  /(?<!\d)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dx](?!\d)/i,
  // The one of 15 digits that came before it.
  /(?<!\d)[1-9]\d{5}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}(?!\d)/,
  // Mobile phone, with or without the country.
  /(?<!\d)(86)?1[3-9]\d{9}(?!\d)/,
  // Passport (G, E, D …), permits of Hong Kong and Macau (H, M), of Taiwan (T).
  /(?<![a-z\d])[a-z][a-z\d]?\d{7,8}(\d{2})?(?![a-z\d])/i,
];
