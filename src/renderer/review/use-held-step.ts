import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReviewState } from '../../contract/index.ts';
import type { OperationFailed } from '../lib/operations.ts';
import { type Held, HeldStep } from './held-step.ts';

export interface Steps {
  held: Held | null;
  /** Acts that were sent, and the state that each was in: no longer for this supervisor, whatever the list still says. */
  gone: ReadonlyMap<string, ReviewState>;
  failed: { held: Held; error: OperationFailed } | null;
  take: (what: Omit<Held, 'sentAt'>) => void;
  undo: () => void;
  forgetFailure: () => void;
}

/** The steps that are taken on one screen. Leaving it, or closing the window, sends what is held. */
export function useHeldStep(): Steps {
  const queryClient = useQueryClient();
  const [held, setHeld] = useState<Held | null>(null);
  const [gone, setGone] = useState<ReadonlyMap<string, ReviewState>>(new Map());
  const [failed, setFailed] = useState<Steps['failed']>(null);
  const holder = useRef<HeldStep>(null);
  const steps = () => {
    holder.current ??= new HeldStep({
      changed: setHeld,
      recorded: ({ entryIds, step }) => {
        const was = step.operation === 'closeDispute' ? 'answered' : 'waiting';
        setGone((now) => new Map([...now, ...entryIds.map((id) => [id, was] as const)]));
        for (const name of ['getReview', 'attention', 'listReviews']) {
          void queryClient.invalidateQueries({ queryKey: [name] });
        }
      },
      failed: (what, error) => setFailed({ held: what, error }),
    });
    return holder.current;
  };
  useEffect(() => {
    const flush = () => holder.current?.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  return {
    held,
    gone,
    failed,
    take: (what) => {
      setFailed(null);
      steps().hold(what);
    },
    undo: () => steps().undo(),
    forgetFailure: () => setFailed(null),
  };
}
