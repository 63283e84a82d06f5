import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A package of others whose code is in the built console, as Vite tells it (`build.license`). */
export interface Part {
  name: string;
  version: string;
  /** SPDX identifier, where the package names one. */
  identifier?: string;
  /** Its licence, where the package brings it. */
  text?: string;
}

const BUNDLES = ['main', 'preload', 'renderer'];

/** Every package that went into the console in the folder `out`, each once, by name. */
export async function partsOf(out: string): Promise<Part[]> {
  const parts = new Map<string, Part>();
  for (const bundle of BUNDLES) {
    const found: Part[] = JSON.parse(await readFile(path.join(out, bundle, 'licenses.json'), 'utf8'));
    for (const part of found) parts.set(`${part.name} ${part.version}`, part);
  }
  return [...parts].toSorted(([a], [b]) => a.localeCompare(b)).map(([, part]) => part);
}

/** What the licences ask for: who made what, and under which terms, for everyone who gets the package. */
export function noticesOf(parts: readonly Part[]): string {
  const chapters = parts.map(({ name, version, identifier, text }) =>
    [`${name} ${version}`, identifier ?? '', '', text ?? ''].join('\n').trimEnd(),
  );
  return `${chapters.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The same as a bill of materials, CycloneDX 1.6. */
export function billOf(parts: readonly Part[], product: { name: string; version: string }): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...product } },
    components: parts.map(({ name, version, identifier }) => ({
      type: 'library',
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      ...(identifier && { licenses: [{ expression: identifier }] }),
    })),
  };
}
