import * as z from 'zod';

/** What the screens, and what the API writes for people to read, are worded in. */
export const Language = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof Language>;

/** Identifies a row of ours. Random (or time-ordered random), so it says nothing about a person. */
export const Id = z.uuid();

/** RFC 3339 in UTC with milliseconds: what `Date.toISOString()` writes and `timestamptz(3)` keeps. */
export const Instant = z.iso.datetime({ precision: 3 });

/** An RFC 3339 time as other systems write it: any offset, any precision. */
export const ForeignInstant = z.iso.datetime({ offset: true });

/**
 * Where a page ends, opaque to whoever carries it. Base64url of at most 512 characters; one that the API did not make is
 * answered with `invalid_cursor`.
 */
export const Cursor = z.string().min(1).max(512);

/**
 * Prefix of an administrative division code (GB/T 2260): '' the country, '32' a province, '3201' a city, '320106' a county.
 */
export const DivisionPrefix = z.string().regex(/^(\d{2}){0,3}$/);

/** A county's whole code (GB/T 2260). */
export const DivisionCode = z.string().regex(/^\d{6}$/);

// Controls but for line breaks and tabs, format characters (bidi, zero-width, soft hyphen, tags), line separators, lone
// surrogates, and letters that look like nothing: none of them belongs in what a person wrote, all of them can make a record
// read as something it is not (Trojan Source, CVE-2021-42574; ASVS 5.0 16.4.1). Variation selectors stay: names need them.
export const UNPRINTABLE = /(?![\t\n\r])(?:[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f)/u;

/** What a person wrote: printable, well-formed Unicode, trimmed, counted in UTF-16 units as a text field counts. */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !UNPRINTABLE.test(text), { params: { code: 'unprintable' } });

/** What a person wrote on one line: as `plainText`, without line breaks or tabs. */
export const plainLine = (max: number) =>
  plainText(max).refine((text) => !/[\t\n\r]/.test(text), { params: { code: 'unprintable' } });

/** Short token that another system coined: printable ASCII without spaces. */
export const token = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\x21-\x7e]+$/);

/** A county with its names, in Chinese in both languages: they are proper names. */
export const Division = z.object({
  code: DivisionCode,
  province: z.string(),
  city: z.string(),
  county: z.string(),
});
export type Division = z.infer<typeof Division>;
