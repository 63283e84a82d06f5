import { Gauge, type Registry } from 'prom-client';
import type { UnrecordedAlert } from '../../contract/index.ts';
import { pause } from '../ledger/election.ts';
import type { Running } from '../services.ts';
import { begin, causesGoingOn, end, goesOn, payEntries } from './episodes.ts';
import { type Finding, WATCHES, type Watch, type WatchServices } from './watches.ts';

const EVERY_MS = 10_000;

/** A finding as this process has seen it. */
interface Seen extends Finding {
  /** Of `performance.now()`: since when, without having come closer. */
  sinceMs: number;
  /** For long enough, or told of before. */
  told: boolean;
}

/**
 * Watches the system, and raises an alert with its entry for each thing that is wrong, once, from its beginning to its end.
 *
 * Not a job of the leader's: where the ledger is what is broken, its leader's term ends as soon as it has begun. Every
 * process that may lead watches, and the table sees to it that they raise one alert. What cannot even be written there is
 * still shown by whoever sees it, in the list of alerts and the metrics.
 */
export class SystemWatch {
  readonly #services: WatchServices;
  readonly #watches: readonly Watch[];
  readonly #seen = new Map<Watch, Seen[]>();
  #unrecorded: UnrecordedAlert[] = [];

  constructor(services: WatchServices, watches: readonly Watch[] = WATCHES) {
    this.#services = services;
    this.#watches = watches;
  }

  /** What was found at the last look and could not be written down. */
  get unrecorded(): readonly UnrecordedAlert[] {
    return this.#unrecorded;
  }

  /** Adds what is found now to the metrics, by kind and cause. */
  measureIn(registry: Registry): void {
    const seen = this.#seen;
    new Gauge({
      name: 'lockdesk_alert',
      help: '1 for what is wrong with the system now, whether or not somebody has acknowledged it',
      labelNames: ['kind', 'cause'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [{ kind }, findings] of seen) {
          for (const { cause } of findings.filter(({ told }) => told)) this.set({ kind, cause }, 1);
        }
      },
    });
  }

  /** Looks again and again. */
  start(): Running {
    const stopping = new AbortController();
    const { signal } = stopping;
    const done = (async () => {
      while (!signal.aborted) {
        // First of all: what has just started has something to catch up with.
        await pause(EVERY_MS, signal);
        if (!signal.aborted) await this.round();
      }
    })();
    return {
      stop: () => {
        stopping.abort();
        return done;
      },
    };
  }

  /** Looks at everything once. @param nowMs of `performance.now()` */
  async round(nowMs: number = performance.now()): Promise<void> {
    const unrecorded: UnrecordedAlert[] = [];
    const problems: unknown[] = [];
    for (const watch of this.#watches) {
      const findings = await watch.look(this.#services).catch((error: unknown) => {
        problems.push(error);
        return null;
      });
      // Whoever cannot look does not know that it is over, either.
      if (findings === null) continue;
      const seen = findings.map((finding) => this.#see(watch, finding, nowMs));
      this.#seen.set(watch, seen);
      try {
        await this.#record(watch, seen);
      } catch (error) {
        problems.push(error);
        unrecorded.push(...(await this.#leftOut(watch, seen)));
      }
    }
    await payEntries(this.#services).catch((error: unknown) => problems.push(error));
    this.#unrecorded = unrecorded;
    if (problems.length > 0) this.#services.log.warn({ err: problems[0] }, 'the system cannot be watched whole');
  }

  #see(watch: Watch, finding: Finding, nowMs: number): Seen {
    const before = this.#seen.get(watch)?.find(({ cause }) => cause === finding.cause);
    const closer = watch.catchesUp && (finding.figure ?? 0) < (before?.figure ?? 0);
    const sinceMs = before && !closer ? before.sinceMs : nowMs;
    return { ...finding, sinceMs, told: before?.told === true || nowMs - sinceMs >= watch.heldS * 1000 };
  }

  async #record({ kind, calmS }: Watch, seen: Seen[]): Promise<void> {
    const { db } = this.#services;
    for (const finding of seen) {
      if (await goesOn(db, kind, finding)) finding.told = true;
      else if (finding.told) await begin(db, kind, finding);
    }
    await end(db, kind, calmS, seen);
  }

  /** What the table does not tell, as far as it can be read. */
  async #leftOut({ kind }: Watch, seen: readonly Seen[]): Promise<UnrecordedAlert[]> {
    const known = await causesGoingOn(this.#services.db, kind).catch((): string[] => []);
    return seen
      .filter(({ cause, told }) => told && !known.includes(cause))
      .map(({ about, figure }) => ({ kind, about, figure }));
  }
}
