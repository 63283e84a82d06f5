import { createContext, type ReactNode, use, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type {
  Connection,
  ConnectionState,
  ForwardedEvent,
  LedgerCheck,
  PendingAct,
  SessionState,
  Settings,
} from '../../contract/index.ts';

/** A value that main holds and tells of: as it is now, and whenever it changes. */
interface Live<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

async function live<T>(read: () => Promise<T>, onChange: (listener: (value: T) => void) => void): Promise<Live<T>> {
  const listeners = new Set<() => void>();
  let told: { value: T } | null = null;
  onChange((value) => {
    told = { value };
    for (const listener of listeners) listener();
  });
  const first = await read();
  return {
    get: () => (told === null ? first : told.value),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export interface LiveFacts {
  session: Live<SessionState>;
  settings: Live<Settings>;
  connection: Live<Connection>;
  pendingActs: Live<PendingAct[]>;
  ledger: Live<LedgerCheck>;
}

/** Reads what main holds, so that the first picture is already the right one. Follows it until the page goes. */
export async function startLiveFacts(): Promise<LiveFacts> {
  const { session, settings, stream, acts, ledger } = window.lockdesk;
  const [sessionNow, settingsNow, connectionNow, actsNow, ledgerNow] = await Promise.all([
    live(session.state, session.onChange),
    live(settings.read, settings.onChange),
    live(stream.connection, stream.onConnection),
    live(acts.pending, acts.onChange),
    live(ledger.state, ledger.onChange),
  ]);
  return {
    session: sessionNow,
    settings: settingsNow,
    connection: connectionNow,
    pendingActs: actsNow,
    ledger: ledgerNow,
  };
}

const Facts = createContext<LiveFacts | null>(null);

export function LiveFactsProvider({ facts, children }: { facts: LiveFacts; children: ReactNode }) {
  return <Facts value={facts}>{children}</Facts>;
}

function useFacts(): LiveFacts {
  const facts = use(Facts);
  if (facts === null) throw new Error('no LiveFactsProvider above');
  return facts;
}

function useFact<F extends keyof LiveFacts>(name: F): ReturnType<LiveFacts[F]['get']>;
function useFact(name: keyof LiveFacts) {
  const fact = useFacts()[name];
  return useSyncExternalStore<unknown>(fact.subscribe, fact.get);
}

export const useSession = (): SessionState => useFact('session');
export const useSettings = (): Settings => useFact('settings');
/** Changes with every beat; whoever needs only the state asks for that. */
export const useConnection = (): Connection => useFact('connection');
export function useConnectionState(): ConnectionState {
  const { connection } = useFacts();
  return useSyncExternalStore(connection.subscribe, () => connection.get().state);
}
/** Acts that have no definite answer yet. */
export const usePendingActs = (): PendingAct[] => useFact('pendingActs');
export const useLedgerCheck = (): LedgerCheck => useFact('ledger');
/** Set while the ledger is not the one that this workstation knows: no act is begun. */
export function useLedgerRefused(): boolean {
  const { ledger } = useFacts();
  return useSyncExternalStore(ledger.subscribe, () => ledger.get().refused !== null);
}

/** Hears the stream, in its order, as long as the component is there. */
export function useStreamEvents(listener: (events: ForwardedEvent[]) => void): void {
  const heard = useEffectEvent(listener);
  useEffect(() => window.lockdesk.stream.onEvents((events) => heard(events)), []);
}
