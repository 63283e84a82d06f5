import type { Migration } from 'kysely/migration';
import * as base from './0001_base.ts';
import * as ledgerTree from './0002_ledger_tree.ts';
import * as outside from './0003_outside.ts';
import * as reveal from './0004_reveal.ts';
import * as looks from './0005_looks.ts';
import * as exportTickets from './0006_exports.ts';
import * as review from './0007_review.ts';
import * as dataKeys from './0008_data_keys.ts';
import * as restorations from './0009_restorations.ts';
import * as erasure from './0010_erasure.ts';
import * as retention from './0011_retention.ts';
import * as reports from './0012_reports.ts';
import * as watches from './0013_watches.ts';
import * as access from './0014_access.ts';
import * as shareReviewed from './0015_share_reviewed.ts';
import * as accountMarks from './0016_account_marks.ts';
import * as savedFilters from './0017_saved_filters.ts';
import * as substitutes from './0018_substitutes.ts';
import * as exportEnds from './0019_export_ends.ts';
import * as unlockHours from './0020_unlock_hours.ts';
import * as filterVersions from './0021_filter_versions.ts';
import * as orders from './0022_orders.ts';
import * as directoryState from './0023_directory_state.ts';

/** In order of their names. Written out, so that a bundle carries them too. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001_base': base,
  '0002_ledger_tree': ledgerTree,
  '0003_outside': outside,
  '0004_reveal': reveal,
  '0005_looks': looks,
  '0006_exports': exportTickets,
  '0007_review': review,
  '0008_data_keys': dataKeys,
  '0009_restorations': restorations,
  '0010_erasure': erasure,
  '0011_retention': retention,
  '0012_reports': reports,
  '0013_watches': watches,
  '0014_access': access,
  '0015_share_reviewed': shareReviewed,
  '0016_account_marks': accountMarks,
  '0017_saved_filters': savedFilters,
  '0018_substitutes': substitutes,
  '0019_export_ends': exportEnds,
  '0020_unlock_hours': unlockHours,
  '0021_filter_versions': filterVersions,
  '0022_orders': orders,
  '0023_directory_state': directoryState,
};
