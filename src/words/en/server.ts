import type { server as zh } from '../zh-CN/server.ts';

export const server: typeof zh = {
  listening: 'The Account API listens on {{address}}',
  config_invalid: 'Not started: the environment has mistakes.\n{{problems}}',
  ledger_rights:
    'Not started: the database role {{role}} may do more to the ledger than add to it ({{rights}}). Let DATABASE_URL use the role lockdesk_api; migrate gives it the rights it needs.',
  not_migrated:
    'Not started: the database has not the tables of this version. Run migrate first, as the owner (DATABASE_OWNER_URL).',
  database_unreachable: 'Not started: the database of DATABASE_URL cannot be reached ({{code}}).',
  key_unreadable: 'Not started: {{problem}}',
  address_in_use: 'Not started: another program uses {{address}}.',
  owner_url_missing: 'DATABASE_OWNER_URL is missing: the connection URL of the role that owns the database.',
  migrated: 'Applied {{name}}',
  migrated_already: 'The database is up to date.',
};
