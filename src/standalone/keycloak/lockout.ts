/** How a realm guards its users against guessing, by the four ways that Keycloak has. */
export interface Lockout {
  /**
   * `temporary`: for a time that grows; `permanent`: until somebody enables the user; `mixed`: permanent after so many
   * temporary ones.
   */
  mode: 'off' | 'temporary' | 'permanent' | 'mixed';
  /** Wrong passwords up to the lock. Keycloak's own default is 30. */
  failures?: number;
  /** How much longer each further lock lasts, and the longest, in seconds. */
  waitSeconds?: number;
  longestWaitSeconds?: number;
  /** So long after the last failure, in seconds, they are forgotten. */
  forgottenAfterSeconds?: number;
  /** Two failures within so many milliseconds lock in every mode, for so many seconds; 0: never. */
  quickMilliseconds?: number;
  quickWaitSeconds?: number;
  /** In `mixed`: how many temporary locks come before the permanent one. */
  temporaryLocks?: number;
}

/** As Keycloak's realm representation names them. A test's failures come quickly, so that rule is off unless it is asked for. */
export const lockoutFields = ({
  mode,
  failures = 3,
  waitSeconds = 60,
  longestWaitSeconds = 900,
  forgottenAfterSeconds = 43_200,
  quickMilliseconds = 0,
  quickWaitSeconds = 60,
  temporaryLocks = 1,
}: Lockout) => ({
  bruteForceProtected: mode !== 'off',
  permanentLockout: mode === 'permanent' || mode === 'mixed',
  maxTemporaryLockouts: mode === 'mixed' ? temporaryLocks : 0,
  bruteForceStrategy: 'MULTIPLE',
  failureFactor: failures,
  waitIncrementSeconds: waitSeconds,
  maxFailureWaitSeconds: longestWaitSeconds,
  maxDeltaTimeSeconds: forgottenAfterSeconds,
  quickLoginCheckMilliSeconds: quickMilliseconds,
  minimumQuickLoginWaitSeconds: quickWaitSeconds,
});
