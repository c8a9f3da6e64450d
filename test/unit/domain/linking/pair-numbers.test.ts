import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPairNumbers } from '../../../../src/domain/linking/pair-numbers.ts';

const PAIRS = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 200 });

test('a pair has one number, and no other pair has it, learnt or only looked at', () => {
  fc.assert(
    fc.property(PAIRS, fc.array(PAIRS, { maxLength: 3 }), (learnt, texts) => {
      const pairs = createPairNumbers();
      const numbers = new Map(learnt.map(([a, b]) => [`${a} ${b}`, pairs.learn(a, b)]));
      expect(pairs.size).toBe(numbers.size);
      for (const text of texts) {
        const seen = new Map(numbers);
        for (const [a, b] of [...text, ...text]) {
          const number = pairs.look(a, b);
          expect(number < pairs.size).toBe(numbers.has(`${a} ${b}`));
          expect(seen.get(`${a} ${b}`) ?? number).toBe(number);
          seen.set(`${a} ${b}`, number);
        }
        expect(new Set(seen.values()).size).toBe(seen.size);
        pairs.forget();
      }
    }),
  );
});

test('more pairs than there was room for at first keep their numbers, and what passes leaves nothing', () => {
  const pairs = createPairNumbers();
  for (let stem = 0; stem < 3_000; stem++) expect(pairs.learn(stem, 7)).toBe(stem);
  for (let round = 0; round < 2; round++) {
    for (let stem = 0; stem < 9_000; stem++) expect(pairs.look(stem, 8)).toBe(3_000 + stem);
    for (let stem = 0; stem < 3_000; stem++) expect(pairs.look(stem, 7)).toBe(stem);
    pairs.forget();
  }
  expect(pairs.learn(1, 8)).toBe(3_000);
  expect(pairs.size).toBe(3_001);
});
