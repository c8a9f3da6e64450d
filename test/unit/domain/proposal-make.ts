import type { Goal } from '../../../src/domain/goal.ts';
import type { ProposedGoal } from '../../../src/domain/proposal.ts';
import type { DiffGround } from '../../../src/domain/proposal-ground.ts';

/** A goal of ours; what the test is about is given. */
export function ourGoal(given: Partial<Goal> & { key: string }): Goal {
  return {
    id: `id-${given.key}`,
    kind: given.key.startsWith('KR') ? 'key-result' : 'objective',
    title: `Title of ${given.key}`,
    description: '',
    parentId: null,
    cycleId: null,
    from: null,
    to: null,
    unit: null,
    by: null,
    ownerId: null,
    team: null,
    commitment: null,
    weight: 1,
    closedOn: null,
    urls: [],
    ...given,
  };
}

/** A goal as a page states it. */
export function statedHere(given: Partial<ProposedGoal> & { title: string }): ProposedGoal {
  return {
    kind: 'key-result',
    key: null,
    stated: given.title,
    from: null,
    to: null,
    unit: null,
    by: null,
    owner: null,
    parent: null,
    place: { documentId: '1', path: [] },
    ...given,
  };
}

export function ground(given: Partial<DiffGround> = {}): DiffGround {
  return {
    goals: [],
    sources: [],
    elsewhere: new Map(),
    people: [{ id: 'ada', name: 'Ada Manager', email: 'ada@larkfield.example', teamId: null }],
    today: '2026-11-18',
    cycleId: null,
    ...given,
  };
}
