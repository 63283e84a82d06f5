/** The specs can't run on an Electron here; the message says why. */
export class NoElectronError extends Error {}
