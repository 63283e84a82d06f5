/**
 * Every sentence that the console shows, by language and area. zh-CN is the first language: its files say which keys
 * there are, and one that is missing in another language does not compile.
 */
import { access as accessEn } from './en/access.ts';
import { act as actEn } from './en/act.ts';
import { check as checkEn } from './en/check.ts';
import { console as consoleEn } from './en/console.ts';
import { errors as errorsEn } from './en/errors.ts';
import { exports as exportsEn } from './en/exports.ts';
import { filters as filtersEn } from './en/filters.ts';
import { ledger as ledgerEn } from './en/ledger.ts';
import { reports as reportsEn } from './en/reports.ts';
import { review as reviewEn } from './en/review.ts';
import { slip as slipEn } from './en/slip.ts';
import { access } from './zh-CN/access.ts';
import { act } from './zh-CN/act.ts';
import { check } from './zh-CN/check.ts';
import { console } from './zh-CN/console.ts';
import { errors } from './zh-CN/errors.ts';
import { exports } from './zh-CN/exports.ts';
import { filters } from './zh-CN/filters.ts';
import { ledger } from './zh-CN/ledger.ts';
import { reports } from './zh-CN/reports.ts';
import { review } from './zh-CN/review.ts';
import { slip } from './zh-CN/slip.ts';

const zh = { console, errors, access, act, ledger, slip, check, exports, filters, reports, review };
export type Words = typeof zh;

export const WORDS = {
  'zh-CN': zh,
  en: {
    console: consoleEn,
    errors: errorsEn,
    access: accessEn,
    act: actEn,
    ledger: ledgerEn,
    slip: slipEn,
    check: checkEn,
    exports: exportsEn,
    filters: filtersEn,
    reports: reportsEn,
    review: reviewEn,
  },
} satisfies Record<string, Words>;
