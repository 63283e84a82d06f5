import type { Handler } from '../http/handler.ts';
import { readUnlockHours } from '../review/unlock-hours.ts';

export const hourlyUnlocks: Handler<'hourlyUnlocks'> = ({ actor, services: { db, config } }) =>
  readUnlockHours(db, actor.scope, config.TIME_ZONE);
