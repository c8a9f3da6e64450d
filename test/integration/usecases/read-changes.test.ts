import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { lookAtOverview, readChanges } from '../../../src/usecases/read-changes.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, DAY_MS, inStatus, openStage, placed, record, type Stage } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const WARD: Viewer = { personId: 'noor', role: 'manager', teamIds: ['ward'] };
const ADA = { id: null as never, name: 'Ada' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1');
  await addGoal(stage, 'KR1.1', { parentId: 'o1' });
  await addTeam(stage, 'ward');
  await addScope(stage, 'ONB');
  await addScope(stage, 'WARD', { teamId: 'ward' });
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const read = (viewer = OWNER, since?: number) =>
  readChanges(deps(), viewer, since ? { since: new Date(since).toISOString() } : {});
const accept = (taskId: string) =>
  decideLinkWords(deps(), OWNER, ADA, { says: 'accepted', items: [{ taskId, goalKey: 'KR1.1' }] });

describe('what changed since', () => {
  it('counts what is newly without a why and what found one, and each number is as long as its list', async () => {
    await stage.ingest([record('1'), record('2'), record('3')]);
    await stage.derive();
    const since = stage.clock + 3_600_000;
    stage.clock += DAY_MS;
    await accept('jira.1');
    await stage.ingest([record('4'), record('5')]);
    await stage.derive();
    const found = await read(OWNER, since);
    expect(found.unaligned).toEqual({ count: 2, weight: 2 });
    expect(found.aligned).toEqual({ count: 1, weight: 1 });
    for (const [state, number] of [
      ['unaligned', found.unaligned],
      ['aligned', found.aligned],
    ] as const) {
      const query = { state, changedSince: found.since, sort: 'title', limit: 50 } as const;
      expect((await listTasksView(deps(), OWNER, query)).total).toBe(number.count);
    }
    // A flag that only gives another reason is no news.
    expect((await read(OWNER, stage.clock + 1_000)).unaligned.count).toBe(0);
  });

  it('counts only what the viewer may see', async () => {
    stage.clock += DAY_MS;
    await stage.ingest([record('1')]);
    await stage.ingest([record('2', { placements: [placed('WARD')] })], { scope: 'WARD' });
    await stage.derive();
    expect((await read(OWNER, stage.clock - DAY_MS)).unaligned.count).toBe(2);
    expect((await read(WARD, stage.clock - DAY_MS)).unaligned.count).toBe(1);
  });

  it('names the open goals whose last live work is gone, and none that nobody worked on before', async () => {
    await addGoal(stage, 'KR1.2', { parentId: 'o1' });
    await stage.ingest([record('1')]);
    await stage.derive();
    await accept('jira.1');
    const since = stage.clock + 3_600_000;
    stage.clock += DAY_MS;
    expect((await read(OWNER, since)).goalsLost).toEqual([]);
    const finishedAt = stage.clock;
    await stage.ingest([record('1', { status: inStatus('Done'), updatedAt: finishedAt, finishedAt })]);
    await stage.derive();
    expect((await read(OWNER, since)).goalsLost.map(({ key }) => key)).toEqual(['O1', 'KR1.1']);
    expect((await read(WARD, since)).goalsLost.map(({ key }) => key)).toEqual(['O1', 'KR1.1']);
  });

  it('begins with this week where nothing else is asked', async () => {
    // A Monday in Berlin, where it is an hour later.
    expect((await read()).since).toBe('2026-11-15T23:00:00.000Z');
  });
});

describe('a look at the overview', () => {
  it('tells of the look before, and is one look however often the page is opened within half an hour', async () => {
    const person = { id: 'noor', email: 'noor@example.org', name: 'Noor', role: 'manager', manager_id: null } as const;
    await stage.db
      .insertInto('people')
      .values(person as never)
      .execute();
    const first = stage.clock;
    const look = async (at: number) => {
      stage.clock = at;
      return (await lookAtOverview(deps(), 'noor')).before;
    };
    expect(await look(first)).toBeNull();
    expect(await look(first + 60_000)).toBeNull();
    const next = first + 3 * DAY_MS;
    expect(await look(next)).toBe(new Date(first + 60_000).toISOString());
    expect(await look(next + 60_000)).toBe(new Date(first + 60_000).toISOString());
  });
});
