import { expect, it } from 'vitest';
import { FLAG_STATES } from '../../../src/domain/flag.ts';
import { outcomeOf } from '../../../src/domain/rule-outcome.ts';

const ground = { isOpen: () => true, automaticThreshold: 0.7 };
const goal = (goalId: string) => ({ goalId });

it('leaves each task where it is while the rules say the same of it', () => {
  for (const state of FLAG_STATES)
    for (const says of [null, 'ktlo', 'o1'] as const) {
      const [now, after] = [says, says].map((one) => (one === 'o1' ? goal(one) : one));
      expect(outcomeOf({ state, isHeld: false, now: now ?? null, after: after ?? null }, ground)).toBe(state);
    }
});

it('moves what only a rule held, and nothing that more holds', () => {
  const given = { state: 'aligned', now: goal('o1'), after: null } as const;
  expect(outcomeOf({ ...given, isHeld: false }, ground)).toBe('no-why');
  expect(outcomeOf({ ...given, isHeld: true }, ground)).toBe('aligned');
  expect(outcomeOf({ state: 'over-allowance', isHeld: false, now: 'ktlo', after: goal('o1') }, ground)).toBe('aligned');
});
