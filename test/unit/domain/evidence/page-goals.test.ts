import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goalsLinkedTo, goalUnder } from '../../../../src/domain/evidence/page-goals.ts';
import type { StatedGoal } from '../../../../src/domain/evidence/page-index.ts';
import { INDEX } from '../make.ts';

const O1 = 'O1: Hospitals trust every release';
const stated = (goalId: string, path: string[], words = goalId): StatedGoal => ({ goalId, stated: words, path });

/** Objectives as headings, their key results in a table under each. */
const OKRS: readonly StatedGoal[] = [
  stated('o1', ['Goals', O1], O1),
  stated('kr1.1', ['Goals', O1]),
  stated('kr1.2', ['Goals', O1]),
  stated('o2', ['Goals', 'Onboarding'], 'Onboarding'),
  stated('kr2.1', ['Goals', 'Onboarding', 'Days'], 'Days'),
];
const under = (path: string[], written = OKRS, title = 'Goals 2026') => goalUnder(path, { title, written }, INDEX);

describe('goalUnder', () => {
  it.each<[string, string[], [goalId: string, by: string, heading: string | null] | null]>([
    ['the goal whose heading it is', ['Goals', O1], ['o1', 'heading', O1]],
    ['the innermost heading that is a goal', ['Goals', 'Onboarding', 'Days'], ['kr2.1', 'heading', 'Days']],
    ['the goal above a heading that is none', ['Goals', 'Onboarding', 'Days', 'Notes'], ['kr2.1', 'heading', 'Days']],
    ['a goal that a heading names by key', ['Work', 'KR1.2: what we do'], ['kr1.2', 'heading', 'KR1.2: what we do']],
    [
      'a goal that a heading names in full',
      ['Onboarding that needs no consultant'],
      ['o2', 'heading', 'Onboarding that needs no consultant'],
    ],
    [
      'the objective, where a heading names two of its key results',
      ['KR1.1 and KR1.2'],
      ['o1', 'near', 'KR1.1 and KR1.2'],
    ],
    ['nothing, where a heading names goals with nothing in common', ['KR1.1 and KR2.1'], null],
    ['nothing, where the page states goals with nothing in common', [], null],
    ['nothing under a heading that states none of them', ['Minutes'], null],
    ['no goal of another page that a heading names', ['KR9.9'], null],
  ])('finds %s', (_, path, found) => {
    const [goalId, by, heading] = found ?? [];
    expect(under(path)).toEqual(found && { goalId, by, heading });
  });

  it('gives what stands above all headings to the page’s only goal, and asks where it stands elsewhere', () => {
    const written = [stated('kr1.1', ['Aim'])];
    expect(under([], written)).toEqual({ goalId: 'kr1.1', by: 'page', heading: null });
    expect(under(['Minutes'], written)).toEqual({ goalId: 'kr1.1', by: 'near', heading: null });
  });

  it('gives what stands above all headings to the page’s objective, where its goals are that and its key results', () => {
    const written = OKRS.slice(0, 3);
    expect(under([], written)).toEqual({ goalId: 'o1', by: 'page', heading: null });
    expect(under([], written.slice(1))).toEqual({ goalId: 'o1', by: 'near', heading: null });
  });

  it('gives everything in a row that is a goal to that goal, whatever heading it stands under', () => {
    const written = [stated('kr2.1', [])];
    expect(under([], written)?.goalId).toBe('kr2.1');
    expect(under(['Notes', 'Tickets'], written)).toEqual({ goalId: 'kr2.1', by: 'page', heading: null });
  });

  it('gives everything in a row to the goal the row is, though it names its objective in a cell', () => {
    const row = [stated('o2', [], 'O2 Onboarding'), stated('kr2.1', [], 'Days to go-live')];
    expect(under(['Notes'], row, 'Days to go-live')).toEqual({ goalId: 'kr2.1', by: 'page', heading: null });
    expect(goalsLinkedTo(null, { title: 'Days to go-live', written: row }, INDEX)).toMatchObject([{ goalId: 'kr2.1' }]);
  });

  it('gives what stands under no goal to the one that the page is named after', () => {
    expect(under(['Minutes'], OKRS, 'O2: Onboarding, 2026-Q4')).toEqual({ goalId: 'o2', by: 'page', heading: null });
  });

  it('asks for the objective where key results are listed under one heading that is none of them', () => {
    const written = [stated('kr1.1', ['Key results']), stated('kr1.2', ['Key results'])];
    expect(under(['Key results'], written)).toEqual({ goalId: 'o1', by: 'near', heading: 'Key results' });
  });

  const headings = fc.constantFrom('Goals', O1, 'Onboarding', 'Days', 'Notes', 'KR1.1', 'Minutes');
  const goalIds = fc.constantFrom('o1', 'kr1.1', 'kr1.2', 'o2', 'kr2.1', 'gone');
  const path = fc.array(headings, { maxLength: 4 });
  const page = fc.array(fc.record({ goalId: goalIds, stated: headings, path }), { maxLength: 6 });

  it('finds only what the page states, or an objective of that, whatever the page', () => {
    fc.assert(
      fc.property(path, page, (at, written) => {
        const found = goalUnder(at, { title: 'Goals', written }, INDEX);
        const known = written.flatMap(({ goalId }) => [goalId, INDEX.goals.get(goalId)?.parentId]);
        if (found) expect(known).toContain(found.goalId);
        if (found && found.by !== 'near') expect(written.map(({ goalId }) => goalId)).toContain(found.goalId);
      }),
    );
  });

  it('does not depend on the order the page’s goals are stored in', () => {
    fc.assert(
      fc.property(path, page, (at, written) => {
        expect(goalUnder(at, { title: 'Goals', written: [...written].reverse() }, INDEX)).toEqual(
          goalUnder(at, { title: 'Goals', written }, INDEX),
        );
      }),
    );
  });
});

describe('goalsLinkedTo', () => {
  const linked = (anchor: string | null, written = OKRS) =>
    goalsLinkedTo(anchor, { title: 'Goals 2026', written }, INDEX).map(({ goalId, by }) => `${goalId} ${by}`);

  it.each([
    ['Days', ['kr2.1 heading']],
    ['Goals2026-O1:Hospitalstrusteveryrelease', ['o1 heading']],
    ['O1%3A-Hospitals-trust-every-release', []],
    ['O1:-Hospitals-trust-every-release', ['o1 heading']],
  ])('reads the anchor %s', (anchor, found) => {
    const both = ['o1 near', 'o2 near'];
    expect(linked(anchor)).toEqual(found.length > 0 ? found : both);
  });

  it('asks for each objective of a page that states several', () => {
    expect(linked(null)).toEqual(['o1 near', 'o2 near']);
  });

  it('states the page’s only goal, or its objective', () => {
    expect(linked(null, [stated('kr1.1', ['Aim'])])).toEqual(['kr1.1 page']);
    expect(linked('elsewhere', OKRS.slice(0, 3))).toEqual(['o1 page']);
    expect(linked(null, [])).toEqual([]);
  });
});
