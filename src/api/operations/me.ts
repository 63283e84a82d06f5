import { placeName } from '../divisions/divisions.ts';
import type { Handler } from '../http/handler.ts';

/** The token's say, the least console version, and the server's clock. */
export const me: Handler<'me'> = async ({ actor, services }) => ({
  subject: actor.subject,
  name: actor.name,
  staff_number: actor.staffNumber,
  office: actor.office,
  roles: [...actor.roles],
  scope: actor.scope.map((prefix) => ({ prefix, name: placeName(prefix) })),
  least_console_version: services.config.LEAST_CONSOLE_VERSION,
  server_time: new Date().toISOString(),
});
