/**
 * Imported before any schema is: one that is made earlier tries whether it may make code from text, which the page's policy
 * forbids and reports.
 */
import * as z from 'zod';

z.config({ jitless: true });
