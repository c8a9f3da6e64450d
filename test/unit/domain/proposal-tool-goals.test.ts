import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposedFromToolGoals, type StatedToolGoal } from '../../../src/domain/proposal-tool-goals.ts';

const toolGoal = (externalId: string, title: string, more: Partial<StatedToolGoal> = {}): StatedToolGoal => ({
  id: `asana.${externalId}`,
  connectionId: 'asana',
  externalId,
  title,
  url: null,
  goalId: null,
  supporters: [],
  measure: null,
  owner: null,
  isClosed: false,
  isUnreadable: false,
  ...more,
});
const over = (...ids: string[]) => ({
  supporters: ids.map((externalId) => ({ kind: 'goal' as const, externalId, weight: null })),
});
const task = { kind: 'task', externalId: 't', weight: null } as const;

describe('a tool’s own goals as a proposal', () => {
  it('puts an objective before its key results, whatever order the tool gives them in', () => {
    const goals = proposedFromToolGoals([
      toolGoal('2', 'Churn below 2 %'),
      toolGoal('3', 'Onboarding from 14 to 7 days by 2026-12-31', { owner: 'ada@x.example' }),
      toolGoal('1', 'Keep customers', over('3', '2')),
    ]);
    expect(goals).toEqual([
      expect.objectContaining({ kind: 'objective', title: 'Keep customers', key: null, parent: null, to: null }),
      {
        kind: 'key-result',
        key: null,
        title: 'Onboarding from 14 to 7 days by 2026-12-31',
        stated: 'Onboarding from 14 to 7 days by 2026-12-31',
        from: 14,
        to: 7,
        unit: 'days',
        by: '2026-12-31',
        owner: 'ada@x.example',
        parent: 0,
        place: { documentId: '3', path: [] },
      },
      expect.objectContaining({ kind: 'key-result', title: 'Churn below 2 %', parent: 0 }),
    ]);
  });

  it('reads the key in a title, and believes the tool’s figures before the title’s', () => {
    const measure = { from: 10, to: 20, unit: '%', by: '2026-06-30' };
    const [goal] = proposedFromToolGoals([toolGoal('1', 'KR2.1 Share from 1 to 2', { measure })]);
    expect(goal).toMatchObject({
      ...measure,
      kind: 'key-result',
      key: 'KR2.1',
      title: 'Share from 1 to 2',
      parent: null,
    });
  });

  it('takes the day from the tool and the figures from the title where each says one', () => {
    const measure = { from: null, to: null, unit: null, by: '2026-06-30' };
    const [goal] = proposedFromToolGoals([toolGoal('1', 'Share from 1 to 2', { measure })]);
    expect(goal).toMatchObject({ from: 1, to: 2, by: '2026-06-30' });
  });

  it('leaves out what is ours already, closed or unreadable', () => {
    const goals = [
      toolGoal('1', 'Ours', { goalId: 'g1', ...over('4') }),
      toolGoal('2', 'Achieved', { isClosed: true }),
      toolGoal('3', 'Gone', { isUnreadable: true }),
      toolGoal('4', 'New'),
    ];
    expect(proposedFromToolGoals(goals)).toMatchObject([{ title: 'New', kind: 'key-result', parent: null }]);
  });

  it('keeps stating what was accepted from it, closed or unreadable or not', () => {
    const goals = [
      toolGoal('1', 'Ours', { goalId: 'g1', isUnreadable: true, ...over('2') }),
      toolGoal('2', 'Part', { goalId: 'g2', isClosed: true }),
      toolGoal('3', 'Another’s', { goalId: 'g3' }),
    ];
    expect(proposedFromToolGoals(goals, new Set(['g1', 'g2']))).toMatchObject([
      { title: 'Ours', parent: null },
      { title: 'Part', parent: 0 },
    ]);
  });

  it('hangs a key result on the nearest objective above it, and takes a team’s goal with parts for an objective', () => {
    const goals = [
      toolGoal('1', 'Company', over('2')),
      toolGoal('2', 'Team', over('3')),
      toolGoal('3', 'KR1 Part', over('4')),
      toolGoal('4', 'Part of a part', { supporters: [task] }),
    ];
    expect(proposedFromToolGoals(goals)).toMatchObject([
      { title: 'Company', kind: 'objective', parent: null },
      { title: 'Team', kind: 'objective', parent: null },
      { title: 'Part', kind: 'key-result', parent: 1 },
      { title: 'Part of a part', kind: 'key-result', parent: 1 },
    ]);
  });

  it('states every goal once, however goals support each other, and no parent after its child', () => {
    const ids = ['0', '1', '2', '3', '4', '5'];
    const edges = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 20 });
    fc.assert(
      fc.property(edges, fc.shuffledSubarray(ids, { minLength: 1 }), (pairs, present) => {
        const goals = present.map((id) =>
          toolGoal(id, `Goal ${id}`, over(...pairs.filter(([from]) => from === id).map(([, to]) => to))),
        );
        const proposed = proposedFromToolGoals(goals);
        expect(proposed.map(({ place }) => place.documentId).sort()).toEqual([...present].sort());
        for (const [at, { parent }] of proposed.entries()) {
          if (parent === null) continue;
          expect(parent).toBeLessThan(at);
          expect(proposed[parent]?.kind).toBe('objective');
        }
      }),
    );
  });
});
