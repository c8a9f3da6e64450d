import { describe, expect, it } from 'vitest';
import { hideHops } from '../../../../src/domain/access.ts';
import { indexGoals } from '../../../../src/domain/evidence/goal-index.ts';
import {
  findInherited,
  type InheritedContext,
  type PlaceAnchor,
  triedInherited,
} from '../../../../src/domain/evidence/inherited.ts';
import { LIKELIHOODS } from '../../../../src/domain/evidence/likelihoods.ts';
import { findStated } from '../../../../src/domain/evidence/stated.ts';
import { pathWords } from '../../../../src/domain/flag-words.ts';
import type { Goal } from '../../../../src/domain/goal.ts';
import type { LinkDecision } from '../../../../src/domain/link.ts';
import type { Task, TaskPlace } from '../../../../src/domain/task.ts';
import { GOALS, INDEX, makeRule, makeTask } from '../make.ts';

function context(with_: Partial<InheritedContext> = {}): InheritedContext {
  return { goals: INDEX, mappings: new Map(), placeAnchors: [], decisions: new Map(), ...with_ };
}

const task = makeTask({ parentId: 'p' });
const parent = (with_: Partial<Task> = {}) =>
  makeTask({ id: 'p', key: 'EP-1', kind: 'Epic', title: 'Self-service import', ...with_ });
const grandparent = (with_: Partial<Task> = {}) =>
  makeTask({ id: 'g', key: 'IN-1', kind: 'Initiative', title: 'Growth', ...with_ });
const place = (with_: Partial<TaskPlace> = {}): TaskPlace => ({
  scopeId: 'c1.s',
  scopeKey: null,
  scopeName: 'Apps',
  groupName: 'Now',
  ...with_,
});
const anchor = (with_: Partial<PlaceAnchor> = {}): PlaceAnchor => ({
  scopeId: 'c1.s',
  groupName: null,
  goalId: 'kr1.1',
  by: 'Ana',
  at: 7,
  ...with_,
});
const decision = (says: LinkDecision['says'], goalId: string, seenFingerprints: string[] = []): LinkDecision => ({
  taskId: 'p',
  goalId,
  says,
  seenFingerprints,
  by: 'Ana',
  at: 7,
});

const step = LIKELIHOODS.perStep;
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

type Row = [string, Task, Task[], Partial<InheritedContext>, [goalId: string, likelihood: number, hops: string[]][]];

describe('findInherited', () => {
  it.each<Row>([
    ['nothing from parents that name no goal', task, [parent()], {}, []],
    [
      'a parent’s label',
      task,
      [parent({ labels: ['kr2.1'] })],
      {},
      [['kr2.1', rounded(LIKELIHOODS.label * step), ['epic EP-1 “Self-service import”', 'label kr2.1']]],
    ],
    [
      'a grandparent’s label, a little less likely',
      task,
      [parent(), grandparent({ labels: ['kr2.1'] })],
      {},
      [
        [
          'kr2.1',
          rounded(LIKELIHOODS.label * step * step),
          ['epic EP-1 “Self-service import”', 'initiative IN-1 “Growth”', 'label kr2.1'],
        ],
      ],
    ],
    [
      'the nearest ancestor’s goal, not a farther one’s',
      task,
      [parent({ labels: ['kr2.1'] }), grandparent({ labels: ['kr1.1'] })],
      {},
      [['kr2.1', rounded(LIKELIHOODS.label * step), ['epic EP-1 “Self-service import”', 'label kr2.1']]],
    ],
    [
      'what a person accepted for the parent',
      task,
      [parent()],
      { decisions: new Map([['p', [decision('accepted', 'kr1.1')]]]) },
      [['kr1.1', rounded(step), ['epic EP-1 “Self-service import”', 'decision']]],
    ],
    [
      'a rule’s goal for the parent',
      task,
      [parent({ labels: ['import'] })],
      { rules: [makeRule(1, { label: 'import' }, 'kr2.1')] },
      [['kr2.1', rounded(LIKELIHOODS.rule * step), ['epic EP-1 “Self-service import”', 'rule 1']]],
    ],
    [
      'no KTLO rule’s',
      task,
      [parent({ labels: ['import'] })],
      { rules: [makeRule(1, { label: 'import' }, 'ktlo')] },
      [],
    ],
    ['nothing from a catch-all parent', task, [parent({ title: 'Unassociated tickets', labels: ['kr2.1'] })], {}, []],
    [
      'nothing through a catch-all parent',
      task,
      [parent({ title: 'Misc' }), grandparent({ labels: ['kr2.1'] })],
      {},
      [],
    ],
    [
      'a list’s name',
      makeTask({ tool: 'trello', places: [place({ groupName: 'O2 Onboarding' })] }),
      [],
      {},
      [['o2', LIKELIHOODS.groupName, ['list “O2 Onboarding”']]],
    ],
    [
      'a section that has a goal’s title',
      makeTask({ tool: 'asana', places: [place({ groupName: 'Onboarding that needs no consultant' })] }),
      [],
      {},
      [['o2', LIKELIHOODS.groupName, ['section “Onboarding that needs no consultant”']]],
    ],
    [
      'a scope’s name',
      makeTask({ places: [place({ scopeName: 'KR2.1 Go live faster' })] }),
      [],
      {},
      [['kr2.1', LIKELIHOODS.scopeName, ['project “KR2.1 Go live faster”']]],
    ],
    [
      'nothing from a short key in the middle of a name',
      makeTask({ places: [place({ scopeName: 'The O2 sensor' })] }),
      [],
      {},
      [],
    ],
    ['no mere hint on a parent', task, [parent({ title: 'O2 import wizard' })], {}, []],
    ['nothing from a catch-all list', makeTask({ places: [place({ groupName: 'Misc KR2.1' })] }), [], {}, []],
    [
      'the list before the scope',
      makeTask({ places: [place({ scopeName: 'KR1.1', groupName: 'KR2.1' })] }),
      [],
      {},
      [['kr2.1', LIKELIHOODS.groupName, ['section “KR2.1”']]],
    ],
    [
      'the parent before the list',
      makeTask({ places: [place({ groupName: 'KR1.1' })] }),
      [parent({ labels: ['kr2.1'] })],
      {},
      [['kr2.1', rounded(LIKELIHOODS.label * step), ['epic EP-1 “Self-service import”', 'label kr2.1']]],
    ],
    [
      'a parent’s list where the task itself is in none',
      task,
      [parent({ tool: 'asana', places: [place({ groupName: 'KR2.1' })] })],
      {},
      [['kr2.1', rounded(LIKELIHOODS.groupName * step), ['epic EP-1 “Self-service import”', 'section “KR2.1”']]],
    ],
    [
      'a scope that a person linked, before its name',
      makeTask({ places: [place({ scopeName: 'KR2.1' })] }),
      [],
      { placeAnchors: [anchor()] },
      [['kr1.1', LIKELIHOODS.scopeLinked, ['project “KR2.1”', 'decision']]],
    ],
    [
      'a list that a person linked',
      makeTask({ places: [place()] }),
      [],
      { placeAnchors: [anchor({ groupName: 'Now' })] },
      [['kr1.1', LIKELIHOODS.scopeLinked, ['section “Now”', 'decision']]],
    ],
    [
      'nothing from another list that a person linked',
      makeTask({ places: [place()] }),
      [],
      { placeAnchors: [anchor({ groupName: 'Later' })] },
      [],
    ],
    [
      'nothing from a link to a goal that is gone',
      makeTask({ places: [place()] }),
      [],
      { placeAnchors: [anchor({ goalId: 'gone' })] },
      [],
    ],
    [
      'each of two projects a task is in',
      makeTask({ places: [place({ scopeName: 'KR1.1' }), place({ scopeId: 'c1.t', scopeName: 'KR2.1' })] }),
      [],
      {},
      [
        ['kr1.1', LIKELIHOODS.scopeName, ['project “KR1.1”']],
        ['kr2.1', LIKELIHOODS.scopeName, ['project “KR2.1”']],
      ],
    ],
  ])('brings down %s', (_, own, ancestors, with_, expected) => {
    const found = findInherited(own, ancestors, context(with_));
    expect(found.map(({ goalId, likelihood, hops }) => [goalId, likelihood, hops.map((hop) => hop.place)])).toEqual(
      expected,
    );
    expect(found.every(({ kind }) => kind === 'inherited')).toBe(true);
  });

  it('brings down a scope that the tool’s own goal names', () => {
    const toolGoal = {
      id: 'g',
      connectionId: 'c1',
      externalId: '9',
      title: 'Go live',
      url: null,
      goalId: 'kr2.1',
      supporters: [{ kind: 'scope' as const, externalId: 's', weight: null }],
    };
    const found = findInherited(
      makeTask({ tool: 'asana', places: [place()] }),
      [],
      context({ goals: indexGoals(GOALS, [toolGoal]) }),
    );
    expect(found.map(({ goalId, hops }) => [goalId, hops.map(({ kind }) => kind)])).toEqual([
      ['kr2.1', ['scope', 'tool-goal']],
    ]);
  });

  it('does not bring down what a person refused for the parent', () => {
    const epic = parent({ labels: ['kr2.1'] });
    const seen = findStated(epic, INDEX, { goalFields: [] }).map(({ fingerprint }) => fingerprint);
    expect(
      findInherited(task, [epic], context({ decisions: new Map([['p', [decision('rejected', 'kr2.1', seen)]]]) })),
    ).toEqual([]);
    expect(
      findInherited(task, [epic], context({ decisions: new Map([['p', [decision('rejected', 'kr2.1', [])]]]) })),
    ).toHaveLength(1);
  });

  it.each<[string, Partial<Task>, string]>([
    ['names a parent that all readers of the task may see', {}, 'epic EP-1 “Self-service import”, label kr2.1'],
    ['does not name one of another team', { team: 'Ward' }, 'a parent elsewhere, a label there'],
    ['does not name one in another scope', { places: [place()] }, 'a parent elsewhere, a label there'],
  ])('%s in a sentence kept for all of them', (_, with_, words) => {
    const [found] = findInherited(task, [parent({ labels: ['kr2.1'], ...with_ })], context());
    expect(found && pathWords(found)).toBe(words);
    // The path itself stays whole: each reader's own view of it hides what they may not see.
    expect(found?.hops.map((hop) => hop.place)).toEqual(['epic EP-1 “Self-service import”', 'label kr2.1']);
    const tried = triedInherited(task, [parent(with_)]).what;
    expect(tried.includes('Self-service import')).toBe(words.includes('Self-service import'));
  });

  it('hides a rule’s reasons and a list’s name together with the parent they were found on', () => {
    const ruled = findInherited(
      task,
      [parent({ labels: ['merger'] })],
      context({ rules: [makeRule(1, { label: 'merger' }, 'kr2.1')] }),
    );
    const listed = findInherited(task, [parent({ places: [place({ groupName: 'KR2.1 merger' })] })], context());
    const hidden = hideHops([...ruled, ...listed], (taskId) => taskId !== 'p');
    expect(hidden).toHaveLength(2);
    expect(JSON.stringify(hidden.map(({ hops }) => hops))).not.toContain('merger');
  });

  it('climbs past a stale label to an open goal, and keeps both', () => {
    const ancestors = [parent({ labels: ['kr1.1'] }), grandparent({ labels: ['kr2.1'] })];
    const standing = (goal: Goal) => (goal.id === 'kr1.1' ? ('wrong-cycle' as const) : ('open' as const));
    expect(findInherited(task, ancestors, context({ standing })).map(({ goalId }) => goalId)).toEqual([
      'kr1.1',
      'kr2.1',
    ]);
    expect(findInherited(task, ancestors, context()).map(({ goalId }) => goalId)).toEqual(['kr1.1']);
  });

  it('ends at a parent that comes twice', () => {
    const ring = [
      parent({ parentId: 'c1.1' }),
      makeTask({ parentId: 'p' }),
      parent({ parentId: 'c1.1', labels: ['kr2.1'] }),
    ];
    expect(findInherited(task, ring, context())).toEqual([]);
    expect(triedInherited(task, ring).what).toContain('epic EP-1');
  });

  it('reads the goal fields of the parent’s own connection', () => {
    const other = parent({
      connectionId: 'c2',
      fields: [{ externalId: 'f9', name: 'Ziel', value: 'about O2 here', number: null }],
    });
    const likelihoodWith = (fields: string[]) =>
      findInherited(task, [other], context({ mappings: new Map([['c2', { goalFields: fields }]]) }))[0]?.likelihood;
    expect(likelihoodWith(['f9'])).toBe(rounded(LIKELIHOODS.goalField * step));
    expect(likelihoodWith([])).toBe(undefined);
  });

  it('keeps the fingerprint when an epic is renamed, and changes it when the task moves', () => {
    const print = (ancestor: Task) => findInherited(task, [ancestor], context())[0]?.fingerprint;
    expect(print(parent({ labels: ['kr2.1'], title: 'Renamed' }))).toBe(print(parent({ labels: ['kr2.1'] })));
    expect(print(parent({ labels: ['kr2.1'], id: 'q' }))).not.toBe(print(parent({ labels: ['kr2.1'] })));
  });
});

describe('triedInherited', () => {
  it.each<[string, Task, Task[], string]>([
    ['no parent', makeTask(), [], 'no parent'],
    ['a parent out of sight', makeTask({ parentId: 'jira.7' }), [], 'a parent that we do not read'],
    ['a parent', task, [parent()], 'epic EP-1 “Self-service import” names no goal'],
    [
      'a catch-all',
      task,
      [parent({ title: 'Unassociated tickets' })],
      'epic EP-1 “Unassociated tickets” is a catch-all and carries nothing',
    ],
    [
      'lists and scopes',
      makeTask({ tool: 'trello', places: [place({ groupName: 'Misc' })] }),
      [],
      'no parent, board “Apps” names no goal, list “Misc” is a catch-all and carries nothing',
    ],
    [
      'a parent in a list',
      makeTask({ parentId: 'p', tool: 'trello', places: [place({ groupName: 'Doing' })] }),
      [parent({ places: [place({ groupName: 'Doing' })] })],
      'epic EP-1 “Self-service import”, list “Doing” and board “Apps” name no goal',
    ],
  ])('says why nothing comes down from %s', (_, own, ancestors, what) => {
    expect(triedInherited(own, ancestors)).toEqual({ kind: 'inherited', what, bestGoalId: null, bestScore: null });
  });
});
