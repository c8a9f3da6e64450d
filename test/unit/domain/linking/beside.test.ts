import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinker } from '../../../../src/domain/linking/linker.ts';
import type { LinkerExample, LinkerTask } from '../../../../src/domain/linking/reading.ts';
import { GOALS, TASKS } from './company.ts';

const example = (id: string, title: string, ...goalIds: string[]): LinkerExample => ({ id, title, text: '', goalIds });
const task = (title: string, id = 'asked'): LinkerTask => ({ id, title, text: '' });

const ASKED = task('German invoices on the checkout page');
const BOTH = example('B-1', 'German address form on the checkout page', 'checkout', 'germany');
const read = (examples: readonly LinkerExample[], asked = ASKED, without?: string) =>
  createLinker({ goals: GOALS, examples }).read(asked, without === undefined ? {} : { without });

describe('a goal beside the best one', () => {
  it('is the other one that the nearest task serves as well', () => {
    const { ranked, beside } = read([...TASKS, BOTH]);
    expect([ranked[0]?.goalId, beside?.goalId].sort()).toEqual(['checkout', 'germany']);
  });

  it('is no mere runner-up: without a task that serves both there is none', () => {
    const { ranked, beside } = read([...TASKS, { ...BOTH, goalIds: ['germany'] }]);
    expect(ranked.length).toBeGreaterThan(1);
    expect(beside).toBe(null);
  });

  it.each<[string, readonly string[], LinkerTask]>([
    ['the nearest task serves three', ['checkout', 'germany', 'churn'], ASKED],
    ['nothing reads like it', ['checkout', 'germany'], task('Zeppelin moorings')],
  ])('is not said where %s', (_, goalIds, asked) => {
    expect(read([...TASKS, { ...BOTH, goalIds }], asked).beside).toBe(null);
  });

  it('is not said where the words of the task lead to three other goals sooner', () => {
    const goals = ['Freight trains', 'Payroll corrections', 'Audit findings', 'Canteen menus'].map((title) => ({
      ...{ id: title, title, text: '' },
    }));
    const like = example(
      'E-1',
      'Freight trains by night, with a bar, a bed and a newspaper',
      'Freight trains',
      'Canteen menus',
    );
    const asked = (title: string) => createLinker({ goals, examples: [like] }).read(task(title)).beside?.goalId;
    expect(asked('Freight trains')).toBe('Canteen menus');
    expect(asked('Freight trains: payroll corrections and audit findings')).toBe(undefined);
  });

  it('is likelier the more of the examples serve both, and never as likely as the best', () => {
    const others = ['basket', 'voucher', 'coupon'].map((word) => `German ${word} on the checkout page`);
    const likelihoods = (goalIds: readonly string[]) => {
      const { ranked, beside } = read([BOTH, ...others.map((title, at) => example(`B-1${at}`, title, ...goalIds))]);
      return [ranked[0]?.likelihood ?? 0, beside?.likelihood ?? 0] as const;
    };
    const [best, always] = likelihoods(['checkout', 'germany']);
    expect(always).toBeLessThan(best);
    expect(always).toBeGreaterThan(Math.max(likelihoods(['checkout'])[1], likelihoods(['germany'])[1]));
  });

  it('is not learnt from the task itself', () => {
    const own = { ...ASKED, goalIds: ['checkout', 'germany'] };
    const others = TASKS.filter(({ id }) => id !== own.id);
    expect(read([...others, own], ASKED).beside).not.toBe(null);
    expect(read([...others, own], ASKED, own.id).beside).toBe(null);
  });

  it('is the same whatever the order of goals and examples, and when asked again', () => {
    const both = ['S-4', 'S-11', 'S-12', 'S-23'];
    const examples = TASKS.map((one) => (both.includes(one.id) ? { ...one, goalIds: ['checkout', 'germany'] } : one));
    const shuffled = <One>(items: readonly One[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    const asked = [ASKED, task('Confirm the cart in German'), ...TASKS.slice(3, 13)];
    const first = createLinker({ goals: GOALS, examples });
    const said = asked.map((one) => first.read(one, { without: one.id }).beside);
    expect(said.filter((one) => one !== null).length).toBeGreaterThan(1);
    fc.assert(
      fc.property(shuffled(GOALS), shuffled(examples), shuffled(asked), (goals, shuffledExamples, order) => {
        const linker = createLinker({ goals, examples: shuffledExamples });
        for (const one of order) expect(linker.read(one, { without: one.id }).beside).toEqual(said[asked.indexOf(one)]);
      }),
      { numRuns: 20 },
    );
  });
});
