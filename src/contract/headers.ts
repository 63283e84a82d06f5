/** Headers of ours (RFC 9110: names in any case). */
export const HEADERS = {
  /** The workstation as its settings name it: claimed, recorded, proven by nothing. */
  workstation: 'lockdesk-workstation',
  /** Version of the console (semver); below `Me.least_console_version` the API answers `console_too_old`. */
  consoleVersion: 'lockdesk-console-version',
  idempotencyKey: 'idempotency-key',
  /** In every answer: `request_id` of a problem, of the log's line and of the entry. */
  requestId: 'lockdesk-request-id',
} as const;
