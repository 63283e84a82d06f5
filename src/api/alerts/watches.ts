import type { SystemAlertKind } from '../../contract/index.ts';
import { LEDGER_LATE_S, ledgerStand } from '../ledger/lag.ts';
import { maySign } from '../ledger/restoration/losses.ts';
import type { Services } from '../services.ts';
import { feedStands } from '../siem/stand.ts';
import { witnessStand } from '../witness/stand.ts';
import { diskStand } from './disk.ts';

export type WatchServices = Pick<Services, 'config' | 'db' | 'inTransaction' | 'log' | 'pool'>;

/** Something that is not as it should be, at this moment. */
export interface Finding {
  /** Tells it from others of its kind: a receiver's name. Empty where there is only one. */
  cause: string;
  /** The same, for people to read. */
  about: string | null;
  /** What its sentence tells: seconds behind, days left. */
  figure: number | null;
}

/** One thing of the system that somebody has to be told of. */
export interface Watch {
  kind: SystemAlertKind;
  /** It is told once it was found for so long, in seconds: what mends itself meanwhile is no alert. */
  heldS: number;
  /** It is over once it was not found for so long, in seconds: what comes and goes is one alert. */
  calmS: number;
  /** The figure is an age. Whoever comes closer catches up, as a receiver that was just set up, and is waited for. */
  catchesUp: boolean;
  /** What is wrong now; null where this process is not set up to know. */
  look(services: WatchServices): Promise<Finding[] | null>;
}

const found = (bad: boolean, figure: number | null = null, about: string | null = null): Finding[] =>
  bad ? [{ cause: '', about, figure }] : [];

/** Everything of the system that is watched. */
export const WATCHES: readonly Watch[] = [
  {
    kind: 'ledger_not_advancing',
    heldS: 10,
    calmS: 60,
    catchesUp: true,
    look: async ({ db, pool }) => {
      const { behindSeconds } = await ledgerStand(db, pool);
      return found(behindSeconds > LEDGER_LATE_S, behindSeconds);
    },
  },
  {
    kind: 'restoration_needed',
    heldS: 10,
    calmS: 60,
    catchesUp: false,
    look: async ({ pool }) => found(!(await maySign(pool))),
  },
  {
    kind: 'witness_behind',
    heldS: 30,
    calmS: 60,
    catchesUp: true,
    look: async ({ db, config }) => {
      const stand = await witnessStand(db, config);
      if (!stand) return null;
      return found(stand.behindSeconds > config.OUTSIDE_LATE_MINUTES * 60, stand.behindSeconds, stand.name);
    },
  },
  {
    kind: 'witness_disputes',
    heldS: 10,
    calmS: 60,
    catchesUp: false,
    look: async ({ db, config }) => {
      const stand = await witnessStand(db, config);
      return stand && found(stand.disputed, null, stand.name);
    },
  },
  {
    kind: 'feed_behind',
    heldS: 30,
    calmS: 60,
    catchesUp: true,
    look: async ({ db, config }) =>
      (await feedStands(db, config))
        .filter(({ behindSeconds }) => behindSeconds > config.OUTSIDE_LATE_MINUTES * 60)
        .map(({ name, behindSeconds }) => ({ cause: name, about: name, figure: behindSeconds })),
  },
  {
    kind: 'disk_filling',
    heldS: 0,
    // A forecast wavers with every sample.
    calmS: 6 * 3600,
    catchesUp: false,
    look: async ({ db, config }) => {
      const stand = await diskStand(db, config);
      return stand && found(stand.filling, stand.daysLeft);
    },
  },
];
