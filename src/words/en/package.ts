import type { packageWords as zh } from '../zh-CN/package.ts';

export const packageWords: typeof zh = {
  name: 'Lockdesk',
  kind: 'Unlocking of driver-licensing accounts',
  about:
    'Where counter clerks see why a citizen’s driver-licensing account is locked, verify who they are, and unlock it or force a password reset',
};
