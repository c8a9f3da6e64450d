import { describe, expect, it } from 'vitest';
import { type Carrying, type Drawers, passesDrawer, whyNothing } from '../../../../src/domain/evidence/drawers.ts';
import { findInherited, triedInherited } from '../../../../src/domain/evidence/inherited.ts';
import type { Task } from '../../../../src/domain/task.ts';
import { INDEX, makeTask } from '../make.ts';

const BECAUSE = 'its 84 tasks have no more in common with each other than any others: 0.03 against 0.11 elsewhere';
const task = makeTask({ parentId: 'p' });
const parent = (with_: Partial<Task> = {}) =>
  makeTask({ id: 'p', key: 'EP-1', kind: 'Epic', title: 'Self-service import', labels: ['kr2.1'], ...with_ });
const above = makeTask({ id: 'g', key: 'IN-1', kind: 'Initiative', title: 'Growth', labels: ['kr1.1'] });

const known = (with_: Partial<Carrying>): Drawers => new Map([['p', { word: null, because: null, ...with_ }]]);
const said = (says: 'carries' | 'carries-nothing'): Partial<Carrying> => ({ word: { says, by: 'Ana' } });

type Row = [string, Partial<Task>, Drawers | undefined, string | null];

describe('a parent that carries nothing', () => {
  it.each<Row>([
    ['an ordinary one', {}, undefined, null],
    ['one found by its children', {}, known({ because: BECAUSE }), `is a catch-all: ${BECAUSE}`],
    ['one found by its name', { title: 'Misc' }, undefined, 'is a catch-all and carries nothing'],
    ['one that a person says carries nothing', {}, known(said('carries-nothing')), 'carries nothing, said Ana'],
    [
      'one by its children that does carry, as a person said',
      {},
      known({ because: BECAUSE, ...said('carries') }),
      null,
    ],
    ['one by its name that does carry, as a person said', { title: 'Misc' }, known(said('carries')), null],
    ['another one', { id: 'q' }, known({ because: BECAUSE }), null],
  ])('is told from one that does: %s', (_, with_, drawers, why) => {
    const [own, ancestors] = [makeTask({ parentId: with_.id ?? 'p' }), [parent({ parentId: 'g', ...with_ }), above]];
    expect(whyNothing(parent(with_), drawers)).toBe(why);
    const context = { goals: INDEX, mappings: new Map(), placeAnchors: [], decisions: new Map() };
    const found = findInherited(own, ancestors, drawers ? { ...context, drawers } : context);
    // It ends the climb too: what stands above a drawer comes down to none of its tasks.
    expect(found.map(({ goalId }) => goalId)).toEqual(why === null ? ['kr2.1'] : []);
    const tried = triedInherited(own, ancestors, drawers).what;
    if (why !== null) expect(tried).toBe(`epic EP-1 “${with_.title ?? 'Self-service import'}” ${why}`);
  });

  it('is neither named nor counted in a sentence for readers who may not see it', () => {
    const elsewhere = parent({ team: 'Ward' });
    expect(triedInherited(task, [elsewhere], known({ because: BECAUSE })).what).toBe(
      'a parent elsewhere carries nothing',
    );
  });
});

describe('passesDrawer', () => {
  const hops = findInherited(task, [parent()], {
    ...{ goals: INDEX, mappings: new Map(), placeAnchors: [], decisions: new Map() },
  }).flatMap((evidence) => evidence.hops);

  it.each<[string, Drawers, boolean]>([
    ['through one found by its children', known({ because: BECAUSE }), true],
    ['through one that a person says carries nothing', known(said('carries-nothing')), true],
    ['through one that a person says does carry', known({ because: BECAUSE, ...said('carries') }), false],
    ['past another', new Map([['q', { word: null, because: BECAUSE }]]), false],
  ])('tells a path %s', (_, drawers, passes) => {
    expect(passesDrawer(hops, drawers)).toBe(passes);
  });

  it('is no matter of a hop that is not a parent’s', () => {
    const labels = hops.filter(({ kind }) => kind !== 'parent');
    expect(labels).toHaveLength(1);
    expect(passesDrawer(labels, known({ because: BECAUSE }))).toBe(false);
  });
});
