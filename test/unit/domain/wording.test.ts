import { describe, expect, it } from 'vitest';
import { type Alignment, alignmentOf, type FlagGroup } from '../../../src/domain/alignment.ts';
import { FLAG_STATES } from '../../../src/domain/flag.ts';
import * as wording from '../../../src/domain/wording.ts';

const group = (state: FlagGroup['state'], count: number): FlagGroup => ({ state, count, weight: count });
const sentence = (alignment: Alignment, before: number | null) =>
  wording
    .numberSentence(alignment, before)
    .map(({ text }) => text)
    .join('');

describe('numberSentence', () => {
  it.each<[string, FlagGroup[], number | null, string]>([
    [
      'all parts',
      [group('aligned', 78), group('no-why', 22), group('ktlo', 14), group('not-now', 6)],
      0.74,
      '78 % of what can be judged this week serves a goal, 22 % has no why yet (4 points fewer than last week); of everything, 12 % keeps the lights on and 5 % was decided otherwise.',
    ],
    [
      'no week before',
      [group('aligned', 3), group('no-why', 1)],
      null,
      '75 % of what can be judged this week serves a goal, 25 % has no why yet.',
    ],
    [
      'a better week before',
      [group('aligned', 3), group('no-why', 1)],
      0.76,
      '75 % of what can be judged this week serves a goal, 25 % has no why yet (1 point more than last week).',
    ],
    [
      'the same as before, rounded',
      [group('aligned', 3), group('no-why', 1)],
      0.752,
      '75 % of what can be judged this week serves a goal, 25 % has no why yet (as last week).',
    ],
    ['nothing to judge', [], null, 'Nothing can be judged yet.'],
    [
      'only upkeep',
      [group('ktlo', 4)],
      null,
      'Nothing can be judged yet; of everything, 100 % keeps the lights on and 0 % was decided otherwise.',
    ],
  ])('says %s', (_, groups, before, expected) => {
    expect(sentence(alignmentOf(groups), before)).toBe(expected);
  });

  it('says of each number which tasks it is about', () => {
    const parts = wording.numberSentence(
      alignmentOf([group('aligned', 1), group('no-why', 1), group('ktlo', 1)]),
      null,
    );
    expect(parts.filter(({ text }) => /^\d/u.test(text)).map(({ of }) => of)).toEqual([
      { standing: 'aligned' },
      { standing: 'unaligned' },
      { states: ['ktlo'] },
      { states: ['approved', 'not-now'] },
    ]);
  });
});

describe('coverageSentence', () => {
  it.each([
    [
      { visible: 1204, unknown: 31, excluded: 0, weighed: 900 },
      'estimate' as const,
      '1,204 tasks seen, 31 we cannot see; weighed by estimate (900 of them have one)',
    ],
    [{ visible: 1, unknown: 0, excluded: 0, weighed: 1 }, 'count' as const, '1 task seen; counted one by one'],
  ])('%j', (coverage, weight, expected) => {
    expect(wording.coverageSentence(coverage, weight)).toBe(expected);
  });
});

describe('thousands', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567.4, '1,234,567'],
  ])('%d is %s', (value, expected) => {
    expect(wording.thousands(value)).toBe(expected);
  });
});

it('has a word for every state, and none that blames', () => {
  expect(Object.keys(wording.STATE_WORDS).sort()).toEqual([...FLAG_STATES].sort());
  const words = Object.values(wording).flatMap((table) => (typeof table === 'object' ? Object.values(table) : []));
  expect(words.join(' ')).not.toMatch(/violation|offender|\bbad\b|compliance/iu);
});
