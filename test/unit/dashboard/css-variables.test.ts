import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/dashboard');
const read = (pattern: string) =>
  globSync(pattern, { cwd: folder }).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

it('each variable that a style sheet names is set: one that is not leaves a colour or a width out without a word', () => {
  const sheets = read('**/*.css');
  // Some are set where the place is drawn, to what is known only there.
  const set = new Set(
    [...sheets, ...read('**/*.tsx')].flatMap(([, text]) =>
      [...text.matchAll(/(--[\w-]+)'?\s*:/g)].map(([, name]) => name),
    ),
  );
  const missing = sheets.flatMap(([file, text]) =>
    [...text.matchAll(/var\((--[\w-]+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !name.startsWith('--mantine-') && !set.has(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(sheets.length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});
