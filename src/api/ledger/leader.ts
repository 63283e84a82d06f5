import type { Running, Services } from '../services.ts';
import { pause, standForElection, type Term } from './election.ts';
import { JOBS, type Job } from './jobs.ts';
import { type Signing, sequence } from './sequence.ts';

/** After a job has failed. */
const AGAIN_MS = 1_000;

/** Stands for election, and while elected does what only one process may do or only one needs to. */
export function startLeader(services: Services, signing: Signing): Running {
  const stopping = new AbortController();
  const done = standForElection(
    services.config.DATABASE_URL,
    services.log,
    (term) => lead(services, signing, term),
    stopping.signal,
  );
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}

async function lead(services: Services, signing: Signing, { client, signal }: Term): Promise<void> {
  // A term ends for all of its parts: whoever goes on alone would do so beside the next leader.
  const over = new AbortController();
  const term = { client, signal: AbortSignal.any([signal, over.signal]) };
  const jobs = JOBS.map((job) => repeat(services, job, term.signal));
  try {
    await sequence(term, signing);
  } finally {
    over.abort();
    await Promise.all(jobs);
  }
}

async function repeat(services: Services, job: Job, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { more } = await job.run(services, signal);
      if (!more) await pause(job.everyMs, signal);
    } catch (error) {
      services.log.error({ err: error, job: job.name }, 'a job failed');
      await pause(AGAIN_MS, signal);
    }
  }
}
