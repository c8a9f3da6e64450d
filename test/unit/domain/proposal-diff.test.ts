import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../src/domain/goal.ts';
import type { ProposedGoal } from '../../../src/domain/proposal.ts';
import { diffProposal, type ProposalItem } from '../../../src/domain/proposal-diff.ts';
import type { DiffGround } from '../../../src/domain/proposal-ground.ts';
import { canonicalReading, joinReadings, knownAs, statedGoal } from '../../../src/domain/proposal-reading.ts';
import { ground, ourGoal, statedHere } from './proposal-make.ts';

const OBJECTIVE = statedHere({ kind: 'objective', key: 'O1', title: 'Onboarding takes days' });
const RESULT = statedHere({ key: 'KR1.1', title: 'Days to go-live', from: 21, to: 7, unit: 'days', parent: 0 });

/** Our goals and what is known of the page after a person accepted all of this reading. */
function accepted(goals: readonly ProposedGoal[]): DiffGround {
  return applyAll(ground(), goals, diffProposal(goals, ground()));
}

/** What accepting everything does, told again in the test's own words. */
function applyAll(before: DiffGround, goals: readonly ProposedGoal[], items: readonly ProposalItem[]): DiffGround {
  const ours = new Map(before.goals.map((goal) => [goal.id, goal]));
  const sources = new Map(before.sources.map((source) => [source.goalId, source]));
  const idOf = (key: string | null) => [...ours.values()].find((goal) => goal.key === key)?.id ?? null;
  for (const item of items.filter(({ isBlocked }) => !isBlocked)) {
    const goal = item.index === null ? undefined : goals[item.index];
    const id = item.goalId ?? `new-${item.key}`;
    const was = ours.get(id);
    if (item.is === 'missing') ours.set(id, { ...(was as Goal), closedOn: before.today });
    if (!goal) continue;
    const { kind, title, from, to, unit, by } = goal;
    if (item.is === 'added')
      ours.set(id, ourGoal({ id, key: item.key, kind, title, from, to, unit, by, ownerId: item.ownerId }));
    for (const { name, stated } of item.fields) {
      const field = name === 'owner' ? { ownerId: stated } : name === 'parent' ? {} : { [name]: stated };
      ours.set(id, { ...(ours.get(id) as Goal), ...field } as Goal);
    }
    sources.set(id, { goalId: id, knownAs: knownAs(goal), decided: statedGoal(goal, goals) });
  }
  for (const item of items) {
    const isSet = item.is === 'added' || item.fields.some(({ name }) => name === 'parent');
    const goal = ours.get(item.goalId ?? `new-${item.key}`);
    if (isSet && goal) ours.set(goal.id, { ...goal, parentId: idOf(item.parentKey) });
  }
  return { ...before, goals: [...ours.values()], sources: [...sources.values()] };
}

const work = (items: readonly ProposalItem[]) => items.filter((item) => item.is !== 'same' && !item.isBlocked);

describe('what a page states against our goals', () => {
  it('adds a goal with the key it states, else with the next free one under its objective', () => {
    const goals = [
      statedHere({ kind: 'objective', title: 'Interfaces never drop a message' }),
      statedHere({ title: 'Uptime', to: 99.9, parent: 0 }),
      statedHere({ kind: 'objective', key: 'O9', title: 'Trust' }),
      statedHere({ key: 'KR9.4', title: 'Audits', to: 3, parent: 2 }),
      statedHere({ title: 'Findings', to: 0, parent: 2 }),
    ];
    const items = diffProposal(goals, ground({ goals: [ourGoal({ key: 'O1' }), ourGoal({ key: 'KR2.1' })] }));
    expect(items.map(({ is, key, parentKey }) => [is, key, parentKey])).toEqual([
      ['added', 'O2', null],
      ['added', 'KR2.2', 'O2'],
      ['added', 'O9', null],
      ['added', 'KR9.4', 'O9'],
      ['added', 'KR9.1', 'O9'],
    ]);
  });

  it('tells each field that changed on the page, and only those', () => {
    const known = accepted([OBJECTIVE, RESULT]);
    const changed = { ...RESULT, to: 5, by: '2026-12-31', owner: 'Ada Manager' };
    const [, item] = diffProposal([OBJECTIVE, changed], known);
    expect(item).toMatchObject({ is: 'changed', key: 'KR1.1' });
    expect(item?.fields).toEqual([
      { name: 'to', ours: 7, stated: 5, isConflict: false },
      { name: 'by', ours: null, stated: '2026-12-31', isConflict: false },
      { name: 'owner', ours: null, stated: 'ada', isConflict: false },
    ]);
  });

  it('leaves alone what a person changed here, and says so where the page changed the same field', () => {
    const known = accepted([OBJECTIVE, RESULT]);
    const edited = { ...known, goals: known.goals.map((goal) => (goal.key === 'KR1.1' ? { ...goal, to: 6 } : goal)) };
    expect(work(diffProposal([OBJECTIVE, RESULT], edited))).toEqual([]);
    const [, item] = diffProposal([OBJECTIVE, { ...RESULT, to: 5 }], edited);
    expect(item?.fields).toEqual([{ name: 'to', ours: 6, stated: 5, isConflict: true }]);
  });

  it('knows a goal again whose title changed by its key, and one whose key changed by its title', () => {
    const known = accepted([OBJECTIVE, RESULT]);
    const [titled] = diffProposal([{ ...OBJECTIVE, title: 'Onboarding takes hours' }, RESULT], known);
    expect(titled?.fields).toEqual([
      { name: 'title', ours: 'Onboarding takes days', stated: 'Onboarding takes hours', isConflict: false },
    ]);
    const [, keyed, ...others] = diffProposal([OBJECTIVE, { ...RESULT, key: 'KR1.7' }], known);
    expect(others).toEqual([]);
    expect(keyed).toMatchObject({ is: 'same', key: 'KR1.1', notes: [{ code: 'key-renamed' }] });
    const [, keyless, ...rest] = diffProposal([OBJECTIVE, { ...RESULT, key: null }], known);
    expect([keyless?.is, rest]).toEqual(['same', []]);
  });

  it('proposes to close what is stated no longer, once', () => {
    const known = accepted([OBJECTIVE, RESULT]);
    const items = diffProposal([OBJECTIVE], known);
    expect(work(items)).toMatchObject([{ is: 'missing', id: 'kr1.1', key: 'KR1.1' }]);
    expect(work(diffProposal([OBJECTIVE], applyAll(known, [OBJECTIVE], items)))).toEqual([]);
  });

  it('moves a key result to the objective it stands under now', () => {
    const known = accepted([OBJECTIVE, RESULT]);
    const other = statedHere({ kind: 'objective', key: 'O2', title: 'Trust' });
    const items = diffProposal([OBJECTIVE, other, { ...RESULT, parent: 1 }], known);
    expect(items[2]?.fields).toEqual([{ name: 'parent', ours: 'O1', stated: 'O2', isConflict: false }]);
  });

  it('takes what reads like a goal of ours for that goal, and overwrites nothing without a word', () => {
    const ours = ourGoal({ key: 'KR1.1', title: 'Median days to go-live', to: 9 });
    const [, item] = diffProposal([OBJECTIVE, RESULT], ground({ goals: [ourGoal({ key: 'O1' }), ours] }));
    expect(item).toMatchObject({ is: 'changed', isLink: true, goalId: ours.id });
    expect(item?.fields.map(({ name, isConflict }) => [name, isConflict])).toEqual([
      ['title', true],
      ['from', false],
      ['to', true],
      ['unit', false],
      ['parent', false],
    ]);
  });
});

describe('what cannot simply be taken over is one sentence, not an error', () => {
  const codes = (goals: readonly ProposedGoal[], given: Partial<DiffGround> = {}) =>
    diffProposal(goals, ground(given)).map(({ notes, isBlocked }) => [notes.map(({ code }) => code), isBlocked]);

  it('the same key twice', () => {
    const twice = [OBJECTIVE, RESULT, { ...RESULT, title: 'Something else' }];
    expect(codes(twice)).toEqual([
      [[], false],
      [['twice'], true],
      [['twice'], true],
    ]);
  });

  it('a key result without an objective, and one without a measure', () => {
    expect(codes([statedHere({ title: 'Happier clinics' })])).toEqual([[['no-objective', 'no-measure'], false]]);
  });

  it('a goal that another page states too', () => {
    const ours = ourGoal({ key: 'O1', title: 'Onboarding takes days' });
    const [item] = diffProposal([OBJECTIVE], ground({ goals: [ours], elsewhere: new Map([[ours.id, 'Plan 2026']]) }));
    expect(item?.notes).toEqual([{ code: 'elsewhere', detail: 'O1 is written in “Plan 2026” already.' }]);
  });

  it('a key that last quarter’s goal has', () => {
    const old = ourGoal({ key: 'O1', title: 'Survive', closedOn: '2026-09-30' });
    const [item] = diffProposal([OBJECTIVE], ground({ goals: [old] }));
    expect(item).toMatchObject({ is: 'added', key: 'O2', notes: [{ code: 'key-taken' }] });
  });

  it('an owner whom nobody knows', () => {
    expect(codes([{ ...OBJECTIVE, owner: 'Somebody' }])).toEqual([[['unknown-owner'], false]]);
  });
});

const name = fc.constantFrom('Trust', 'Speed', 'Uptime', 'Reach', 'Calm', 'Growth', 'Care', 'Focus');
const key = (letter: string) =>
  fc.option(
    fc.integer({ min: 1, max: 6 }).map((n) => `${letter}${n}`),
    { nil: null },
  );
const measure = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
const owner = fc.constantFrom(null, 'Ada Manager', 'Nobody');

const reading = fc
  .array(
    fc.record({
      goal: fc.record({ title: name, key: key('O'), owner }),
      results: fc.array(fc.record({ title: name, key: key('KR'), from: measure, to: measure, owner }), {
        maxLength: 3,
      }),
    }),
    { maxLength: 4 },
  )
  .map((sections) => {
    const goals: ProposedGoal[] = [];
    for (const { goal, results } of sections) {
      const parent = goals.push(statedHere({ ...goal, kind: 'objective' })) - 1;
      goals.push(...results.map((result) => statedHere({ ...result, parent })));
    }
    return goals;
  });

describe('for any two readings of a page', () => {
  it('accepting everything leaves nothing to accept', () => {
    fc.assert(
      fc.property(reading, reading, (first, second) => {
        const known = applyAll(ground(), first, diffProposal(first, ground()));
        expect(work(diffProposal(first, known))).toEqual([]);
        const next = applyAll(known, second, diffProposal(second, known));
        expect(work(diffProposal(second, next))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('no key is given twice', () => {
    fc.assert(
      fc.property(reading, (goals) => {
        const ours = [ourGoal({ key: 'O1' }), ourGoal({ key: 'KR1.1' })];
        const added = diffProposal(goals, ground({ goals: ours })).filter(
          (one) => one.is === 'added' && !one.isBlocked,
        );
        const keys = [...added.map((one) => one.key.toLowerCase()), 'o1', 'kr1.1'];
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('rows read the same in any order', () => {
    const rows = fc.array(reading, { maxLength: 5 });
    const shuffled = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [a, b] = [joinReadings(one, { isSorted: true }), joinReadings(other, { isSorted: true })];
        expect(canonicalReading(b)).toBe(canonicalReading(a));
        expect(b).toEqual(a);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a reading', () => {
  it('is the same text wherever its sections stand', () => {
    const elsewhere = { place: { documentId: '1', path: ['Elsewhere'] } };
    const [result, objective] = [
      { ...RESULT, ...elsewhere },
      { ...OBJECTIVE, ...elsewhere },
    ];
    expect(canonicalReading([{ ...result, parent: 1 }, objective])).toBe(canonicalReading([OBJECTIVE, RESULT]));
  });
});
