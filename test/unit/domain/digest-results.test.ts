import { describe, expect, it } from 'vitest';
import { resultMoved, type SignedCheckIn } from '../../../src/domain/digest-results.ts';
import { movedWords, saidWords } from '../../../src/domain/digest-words.ts';

const GOAL = { from: 21, to: 7, unit: 'days', by: null };
const CYCLE = { startsOn: '2026-10-01', endsOn: '2026-12-10' };
const MONDAY = '2026-11-16';

function said(on: string, value: number, with_: Partial<SignedCheckIn> = {}): SignedCheckIn {
  return { on, value, confidence: null, by: 'Mara Lindholm', note: '', ...with_ };
}

const wordsOf = (checkIns: readonly SignedCheckIn[], finished = 0) => {
  const result = resultMoved(GOAL, CYCLE, checkIns, MONDAY, [1, 2, 3, 4, 5]);
  return result && [movedWords({ key: 'KR2.1', title: '', finished, result }), saidWords(result)];
};

describe('what was said of a key result in a week', () => {
  it('is nothing where nobody spoke in it', () => {
    expect(wordsOf([])).toBeNull();
    expect(wordsOf([said('2026-11-15', 14)])).toBeNull();
  });

  it('stands against what was said before the week, though somebody spoke twice in it', () => {
    const words = wordsOf(
      [
        said('2026-11-09', 15, { confidence: 0.8 }),
        said('2026-11-16', 14, { confidence: 0.7 }),
        said('2026-11-20', 12, { confidence: 0.6, note: 'The pilot starts next week.' }),
      ],
      3,
    );
    expect(words).toEqual([
      '15 → 12 days, 3 working days behind an even pace; 3 tasks finished',
      'Thanks to Mara Lindholm for saying so, with confidence 0.6, down from 0.8: “The pilot starts next week.”',
    ]);
  });

  it('stands against where it began where nobody spoke before', () => {
    expect(wordsOf([said('2026-11-16', 7)])).toEqual([
      '21 → 7 days, reached',
      'Thanks to Mara Lindholm for saying so.',
    ]);
  });

  it('says so where the number did not move', () => {
    expect(wordsOf([said('2026-11-09', 15), said('2026-11-18', 15)], 1)?.[0]).toBe(
      'still 15 days, 12 working days behind an even pace; 1 task finished',
    );
  });
});
