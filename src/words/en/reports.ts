import type { reports as zh } from '../zh-CN/reports.ts';

export const reports: typeof zh = {
  title: 'Reports',
  no_permission: 'For supervisors and auditors',
  period: 'Period',
  period_of: {
    week: 'Last 7 days',
    month: 'Last 31 days',
    this_month: 'This month',
    last_month: 'Last month',
    year: 'Last 12 months',
  },
  days: '{{from}} to {{to}}',
  loading: 'Reading the report',
  failed: 'The report could not be read',
  none: '—',
  count: {
    locks: 'Locks',
    unlocks: 'Unlocks',
    resets: 'Forced resets',
    repeats: 'Again in 7 days',
    reviewed: 'Reviewed',
    returns: 'Signed in again',
  },
  acts: 'Acts (unlocks and forced resets)',
  of_acts: '{{share}} of acts',
  reviewed: {
    of_acts: 'Reviewed, of acts',
    of_shown: 'Reviewed, of listed',
    shares: '{{acts}} of acts, {{shown}} of those listed',
  },
  within_hour: '{{share}} within an hour of the lock',
  within: { returns_15_minutes: 'in 15 min', returns_1_hour: 'in 1 hour', returns_1_day: 'in 1 day' },
  chart: 'Locks: {{locks}}, acts: {{acts}}; most locks on {{busiest}}. The tables below have the figures.',
  by: 'By',
  dimension: {
    place: 'Place',
    office: 'Office',
    reason: 'Reason of the act',
    cause: 'Cause of the lock',
    clerk: 'Clerk',
  },
  steps: 'Figures by time',
  starts: 'Date',
  nothing: 'Nothing to count in this period.',
  choose_city:
    'Offices and clerks are counted by city: please choose a city or county. Those without figures are left out.',
  counted_to: 'Counted up to {{time}}.',
  explained:
    '“Again in 7 days”: staff unlocked or reset the same account within 7 days before. “Reviewed”: a supervisor has signed off or disputed the act; “listed”: it was to be reviewed at some time; both count on the day of the act. “Signed in again”: within 7 days after the lock ended; the time counts from the lock.',
};
