import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { chooseExamples, type KnownExample } from '../../../../src/domain/linking/choose-examples.ts';

const known = (taskId: string, goalIds: readonly string[], isPersonal = false): KnownExample => ({
  taskId,
  goalIds,
  isPersonal,
});
const many = (goal: string, count: number) => Array.from({ length: count }, (_, at) => known(`${goal}-${at}`, [goal]));
const countOf = (chosen: readonly KnownExample[], goal: string) =>
  chosen.filter(({ goalIds }) => goalIds.includes(goal)).length;

describe('chooseExamples', () => {
  it('takes all where there is room', () => {
    expect(chooseExamples([...many('a', 3), known('n', [])])).toHaveLength(4);
  });

  it('takes as many of each goal as there is room for: a large project does not crowd out a small one', () => {
    const chosen = chooseExamples([...many('large', 9_000), ...many('larger', 20_000), ...many('small', 30)]);
    expect(countOf(chosen, 'small')).toBe(30);
    expect(countOf(chosen, 'large')).toBe(985);
    expect(countOf(chosen, 'larger')).toBe(985);
  });

  it('takes what people said before what structure says, of goals and of none', () => {
    const said = [known('z', ['a'], true), known('zz', [], true)];
    const chosen = chooseExamples([...many('a', 9_000), ...many('b', 9_000), ...nones(4_000), ...said]);
    expect(chosen).toEqual(expect.arrayContaining(said));
    expect(chosen.filter(({ goalIds }) => goalIds.length === 0)).toHaveLength(500);
  });

  it('takes one of each where there are more goals than room', () => {
    const goals = Array.from({ length: 3_000 }, (_, at) => known(`t${at}`, [`g${at}`]));
    expect(chooseExamples(goals)).toHaveLength(2_000);
  });

  test('the order in which they come decides nothing', () => {
    const one = fc.record({
      taskId: fc.string({ maxLength: 4 }),
      goalIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
      isPersonal: fc.boolean(),
    });
    const all = fc.uniqueArray(one, { selector: ({ taskId }) => taskId, maxLength: 60 });
    fc.assert(
      fc.property(all, fc.gen(), (given, gen) => {
        const shuffled = [...given].sort(() => gen(fc.integer, { min: -1, max: 1 }));
        expect(chooseExamples(shuffled)).toEqual(chooseExamples(given));
      }),
      { numRuns: 50 },
    );
  });
});

function nones(count: number): KnownExample[] {
  return Array.from({ length: count }, (_, at) => known(`none-${at}`, []));
}
