/** How an Electron is told which app to run. */
export interface AppStart {
  /** What comes before the app's own arguments. */
  args: string[];
  /** Added to its environment. */
  env: Record<string, string>;
}

/** Which Electron the console runs on: chosen once a run, and handed to Playwright's workers by the environment. */
export interface ChosenElectron extends AppStart {
  program: string;
  /** The console as people install it, on the same Electron. */
  shipped: {
    /** Starts it; takes arguments. */
    program: string;
    /** The binary whose fuses were set. */
    binary: string;
  };
  /** The run's own, which the user whom Electron runs as can reach; deleted after the run. */
  folder: string;
}

const VARIABLE = 'LOCKDESK_E2E_ELECTRON';

export const handedOn = (chosen: ChosenElectron): Record<string, string> => ({ [VARIABLE]: JSON.stringify(chosen) });

/** What `handedOn` was given, or null where the specs run on the Chromium shell. */
export function chosenElectron(): ChosenElectron | null {
  const handed = process.env[VARIABLE];
  return handed ? JSON.parse(handed) : null;
}
