import { describe, expect, it } from 'vitest';
import {
  HIDDEN_PAGE,
  HIDDEN_TASK,
  hideHop,
  hideHops,
  maySeeTask,
  type ScopeAccess,
} from '../../../src/domain/access.ts';
import { hopWords, pathWords } from '../../../src/domain/flag-words.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import { makeEvidence, makeHop } from './make.ts';

const open: ScopeAccess = { isPrivate: false, namedPersonIds: [] };
const forAna: ScopeAccess = { isPrivate: true, namedPersonIds: ['ana'] };

function viewer(role: Viewer['role'], personId: string | null, teamIds: string[] = []): Viewer {
  return { role, personId, teamIds };
}

describe('maySeeTask', () => {
  it.each<[string, Viewer, string | null, ScopeAccess, boolean]>([
    ['an owner sees any team', viewer('owner', 'olu'), 't1', open, true],
    ['an owner sees tasks of no team', viewer('owner', 'olu'), null, open, true],
    ['an owner does not see a private scope they are not named for', viewer('owner', 'olu'), 't1', forAna, false],
    ['the command line sees a private scope', viewer('owner', null), 't1', forAna, true],
    ['a leader sees teams below them', viewer('leader', 'lea', ['t1', 't2']), 't2', open, true],
    ['a leader does not see other teams', viewer('leader', 'lea', ['t1', 't2']), 't3', open, false],
    ['a leader does not see tasks of no team', viewer('leader', 'lea', ['t1']), null, open, false],
    ['a manager sees their own team', viewer('manager', 'max', ['t1']), 't1', open, true],
    ['a manager does not see another', viewer('manager', 'max', ['t1']), 't2', open, false],
    ['a member does not see what others of their team do', viewer('member', 'mia', ['t1']), 't1', open, false],
    ['a member sees what is assigned to them', viewer('member', 'asa'), 't1', open, true],
    ['a member sees what is assigned to them, of no team', viewer('member', 'asa'), null, open, true],
    ['a manager sees what is assigned to them in another team', viewer('manager', 'asa', ['t2']), 't1', open, true],
    ['whoever it is assigned to does not see it in a private scope', viewer('member', 'asa'), 't1', forAna, false],
    ['a person named for a private scope sees it', viewer('member', 'ana'), 't9', forAna, true],
    ['a manager of the team does not see a private scope', viewer('manager', 'max', ['t1']), 't1', forAna, false],
    [
      'somebody without a person sees no private scope by being nobody',
      viewer('member', null, ['t1']),
      't1',
      { isPrivate: true, namedPersonIds: [] },
      false,
    ],
  ])('%s', (_, who, teamId, scope, expected) => {
    expect(maySeeTask(who, { teamId, assigneeId: 'asa', scope })).toBe(expected);
  });
});

it('belongs to nobody where neither has a person', () => {
  expect(maySeeTask(viewer('member', null), { teamId: null, assigneeId: null, scope: open })).toBe(false);
});

describe('hideHop', () => {
  const place = 'page “Merger plan”, under “O9”';
  const hop = makeHop({
    kind: 'document',
    taskId: null,
    documentId: 'wiki.9',
    place,
    value: 'the deal',
    isApart: true,
  });

  it('names nothing of a page its reader may not see', () => {
    const hidden = hideHop(
      hop,
      () => true,
      () => false,
    );
    expect(hidden).toMatchObject({ place: HIDDEN_PAGE, value: '' });
    expect(JSON.stringify(hidden)).not.toMatch(/Merger|O9|deal|wiki/u);
    expect(hopWords(hidden)).toBe(HIDDEN_PAGE);
    expect(hopWords(hop)).toBe('a page elsewhere');
  });

  it('names nothing of what a page says about a task its reader may not see', () => {
    expect(
      hideHop(
        { ...hop, taskId: 'secret' },
        () => false,
        () => true,
      ),
    ).toMatchObject({ place: HIDDEN_TASK, value: '' });
  });

  it('keeps a page its reader may see', () => {
    expect(
      hideHop(
        hop,
        () => true,
        () => true,
      ),
    ).toBe(hop);
  });
});

describe('hideHops', () => {
  it('names nothing of a task its reader may not see, and keeps the rest', () => {
    const parent = makeHop({ kind: 'parent', taskId: 'secret', place: 'epic SEC-1 “Merger”', value: 'SEC-1' });
    const label = makeHop({ kind: 'label', taskId: 'secret', place: 'label merger', value: 'merger', by: 'Ana' });
    const scope = makeHop({ kind: 'scope', taskId: null, scopeId: 's', place: 'project “Apps”', value: 'Apps' });
    const evidence = [makeEvidence('inherited', 'kr1.1', { hops: [parent, label, scope] })];
    const [hidden] = hideHops(evidence, (taskId) => taskId !== 'secret');
    expect(hidden?.hops.map(({ place }) => place)).toEqual([HIDDEN_TASK, HIDDEN_TASK, 'project “Apps”']);
    expect(JSON.stringify(hidden?.hops)).not.toMatch(/SEC-1|Merger|merger|Ana|secret/u);
    expect(hidden && pathWords(hidden)).toBe(`${HIDDEN_TASK}, project “Apps”`);
    expect(hideHops(evidence, () => true)).toEqual(evidence);
  });
});
