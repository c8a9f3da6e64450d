import { expect, it } from 'vitest';
import { spansOf } from '../../../../src/domain/linking/spans-of.ts';

it('finds words where they stand whole, in any case, and nowhere inside others', () => {
  const task = { title: 'Import the Importer’s CSV', text: 'import\n(csv, CSVs) Größe' };
  const found = spansOf(['import', 'CSV', 'größe'], task).map((span) => task[span.in].slice(span.from, span.to));
  expect(found).toEqual(['Import', 'CSV', 'import', 'csv', 'Größe']);
  expect(spansOf([], task)).toEqual([]);
});
