import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { OPERATION_NAMES } from './operations.ts';

test('the chapters hold each operation once: of two of a name the later would hide the other', async () => {
  const files = readdirSync(new URL('operations/', import.meta.url));
  const chapters = await Promise.all(files.map((file) => import(`./operations/${path.basename(file, '.ts')}.ts`)));
  const tables = chapters
    .flatMap((chapter) => Object.entries(chapter))
    .filter(([name]) => name.endsWith('_OPERATIONS'));
  const names = tables.flatMap(([, table]) => Object.keys(table as object));
  expect(names.toSorted()).toEqual(OPERATION_NAMES.toSorted());
});
