import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spansOf } from '../../../../src/domain/linking/spans-of.ts';

it('finds words where they stand whole, in any case, and nowhere inside others', () => {
  const task = { title: 'Import the Importer’s CSV', text: 'import\n(csv, CSVs) Größe' };
  const found = spansOf(['import', 'CSV', 'größe'], task).map((span) => task[span.in].slice(span.from, span.to));
  expect(found).toEqual(['Import', 'CSV', 'import', 'csv', 'Größe']);
  expect(spansOf([], task)).toEqual([]);
});

it('finds a word in any text, whatever stands around it', () => {
  const signs = ['A', 'b', 'é', 'e\u0301', '7', '_', '-', ' ', '\n', '語', '𠮷', '😀', '\ud800', 'ß', 'ﷺ', 'ع', 'İ'];
  const text = fc.array(fc.constantFrom(...signs), { maxLength: 40 }).map((some) => some.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const task = { title: `${before} Wagon ${after}`, text: '' };
      const [span] = spansOf(['wagon'], task);
      expect(span).toEqual({ in: 'title', from: before.length + 1, to: before.length + 6 });
    }),
  );
});
