import type { FollowServices } from '../index.ts';
import type { KeycloakClient } from './client.ts';
import type { MirroredDirectory } from './mirror.ts';

/** What whoever follows a realm works with. */
export interface Following {
  services: FollowServices;
  client: KeycloakClient;
  directory: MirroredDirectory;
  /** Aborted when somebody else is to follow. */
  signal: AbortSignal;
}
