import type { KeycloakEvent } from './shapes.ts';

/** A user who is to be read, and what is to be told of them then. */
export interface Waiting {
  userId: string;
  events: KeycloakEvent[];
}

/** Users who are to be read, each once however often they are named, and when. Times are those of a clock that only runs forward. */
export class Backlog {
  readonly #waiting = new Map<string, { dueAtMs: number; events: KeycloakEvent[] }>();

  /** Of several times the soonest. */
  add(userId: string, dueAtMs: number, events: readonly KeycloakEvent[] = []): void {
    const known = this.#waiting.get(userId);
    this.#waiting.set(userId, {
      dueAtMs: Math.min(dueAtMs, known?.dueAtMs ?? dueAtMs),
      events: [...(known?.events ?? []), ...events],
    });
  }

  /** Those who are due, at most so many, the longest due first. They are not waiting any more. */
  take(nowMs: number, max: number): Waiting[] {
    const due = [...this.#waiting]
      .filter(([, { dueAtMs }]) => dueAtMs <= nowMs)
      .sort(([, a], [, b]) => a.dueAtMs - b.dueAtMs)
      .slice(0, max);
    for (const [userId] of due) this.#waiting.delete(userId);
    return due.map(([userId, { events }]) => ({ userId, events }));
  }

  /** For how long somebody has been due. */
  lateMs(nowMs: number): number {
    let soonest = nowMs;
    for (const { dueAtMs } of this.#waiting.values()) soonest = Math.min(soonest, dueAtMs);
    return nowMs - soonest;
  }

  /** The time of the oldest event that nobody has been told of; null where there is none. */
  oldestEvent(): Date | null {
    let oldest: Date | null = null;
    for (const { events } of this.#waiting.values()) {
      for (const { time } of events) if (oldest === null || time < oldest) oldest = time;
    }
    return oldest;
  }
}
