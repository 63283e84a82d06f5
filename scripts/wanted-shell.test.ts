import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = path.join(import.meta.dirname, 'run.mjs');

it.each(['start', 'dev'])(
  'npm run %s refuses a shell that it does not know, before anything is started',
  async (name) => {
    const env = { ...process.env, LOCKDESK_SHELL: 'firefox' };
    const refused = promisify(execFile)(process.execPath, [SCRIPT, name], { env });
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^LOCKDESK_SHELL .*firefox.*\n$/),
    });
  },
);
