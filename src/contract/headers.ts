/** Request headers of ours (RFC 9110: names in any case). */
export const HEADERS = {
  /** The workstation as its settings name it: claimed, recorded, proven by nothing. */
  workstation: 'lockdesk-workstation',
  /** Version of the console (semver); below `Me.least_console_version` the API answers `console_too_old`. */
  consoleVersion: 'lockdesk-console-version',
  idempotencyKey: 'idempotency-key',
} as const;
