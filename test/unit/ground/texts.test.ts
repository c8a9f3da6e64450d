import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { checkTexts, readTexts, textFaults } from '../../../scripts/check-texts.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A checkout of these files alone; `passedOver` as in biome.json. */
function checkout(files: Record<string, string>, passedOver: string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-texts-'));
  folders.push(folder);
  const off = { linter: { rules: { style: { noJsxLiterals: 'off' } } } };
  const biome = JSON.stringify({ overrides: [{ includes: passedOver, ...off }] });
  for (const [path, source] of Object.entries({ 'biome.json': biome, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  return folder;
}

it('finds no word of ours outside the catalogue', async () => {
  const report = await checkTexts(root);
  expect(textFaults(report)).toEqual([]);
  expect(report.literals).toBeGreaterThan(3000);
});

it.each([
  ['between tags', '<p>Read</p>', 'Read'],
  ['in a label', '<input aria-label="Read" />', 'Read'],
  ['in one of two titles', "<p title={isOn ? texts.on : 'Off'} />", 'Off'],
  ['behind a condition', "<p>{count > 0 && 'Some'}</p>", 'Some'],
  ['with a number in it', '<p>{`$' + '{n} read`}</p>', '… read'],
  ['in a message', "notify({ message: 'Saved' })", 'Saved'],
  ['in the title of a page', "useTitle('Goals')", 'Goals'],
  ['in a sentence, wherever it stands', "const note = 'Nothing was lost.'", 'Nothing was lost.'],
])('finds words %s', (_where, source, words) => {
  expect(
    readTexts(`export const a = () => { return ${source.startsWith('const') ? `0; ${source}` : source}; }`).stray,
  ).toEqual([words]);
});

it.each([
  ['classes', '<p className="small soft" />'],
  ['keys of a choice', "<p>{kind === 'task' ? texts.task : texts.goal}</p>"],
  ['an address', '<a href="/goals" />'],
  ['signs without letters', '<p> · </p>'],
  ['what developers read', "(() => { throw new Error('index.html lacks its root'); })()"],
])('passes %s', (_what, source) => {
  expect(readTexts(`export const a = () => ${source};`).stray).toEqual([]);
});

it('names a sentence that stands in two modules of the catalogue', async () => {
  const module = "export const aTexts = { lost: 'Nothing was changed or lost.' };";
  const twice = { 'src/dashboard/texts/en/a.ts': module, 'src/dashboard/texts/en/b.ts': module };
  expect(textFaults(await checkTexts(checkout(twice)))).toEqual([
    '“Nothing was changed or lost.” stands twice: src/dashboard/texts/en/a.ts, src/dashboard/texts/en/b.ts',
  ]);
});

it('passes over the files of biome.json, and names one that need not be', async () => {
  const pages = {
    'src/dashboard/pages/a.tsx': 'export const A = () => <p>Read</p>;',
    'src/dashboard/pages/b.tsx': 'export const B = () => <p>{texts.read}</p>;',
  };
  expect(textFaults(await checkTexts(checkout(pages, Object.keys(pages))))).toEqual([
    'src/dashboard/pages/b.tsx need not be passed over in biome.json any more',
  ]);
});

it('fails where nothing was read', async () => {
  expect(textFaults(await checkTexts(checkout({})))).toEqual(['no text was read at all: the parser does not work']);
});
