import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { Config } from './config.ts';

/** The way to those who are told of the ledger: the witness, the SIEM. */
export interface Outside {
  http: AxiosInstance;
  /** Certificates (PEM) by which their servers are trusted; the system's where it is missing. */
  ca: string | undefined;
  close(): void;
}

/** @throws Error where the certificates can't be read */
export async function openOutside({ OUTSIDE_CA_FILE: file }: Config): Promise<Outside> {
  const ca = file === undefined ? undefined : await readFile(file, 'utf8');
  const httpsAgent = new Agent({ keepAlive: true, ...(ca !== undefined && { ca }) });
  return {
    http: axios.create({ httpsAgent, proxy: false, maxRedirects: 0 }),
    ca,
    close: () => httpsAgent.destroy(),
  };
}
