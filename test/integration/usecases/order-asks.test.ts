import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { isOrderWanted } from '../../../src/store/asks.ts';
import { ensureSchedule } from '../../../src/store/schedules.ts';
import { BadCursorError } from '../../../src/store/views/tasks.ts';
import { decideLinkWords, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { ORDERING, orderQuestions } from '../../../src/usecases/order-asks.ts';
import { readAsks } from '../../../src/usecases/read-asks.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, openStage, placed, record, type Stage, stateOf } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const LAB: Viewer = { personId: 'noor', role: 'manager', teamIds: ['lab'] };
const ADA = { id: null as never, name: 'Ada' };
const NAMES = ['amber', 'birch', 'cedar', 'damson', 'elder'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1');
  await addGoal(stage, 'KR1.1', { parentId: 'o1' });
  await addGoal(stage, 'KR1.2', { parentId: 'o1' });
  await addGoal(stage, 'KR1.3', { parentId: 'o1' });
  await addTeam(stage, 'lab');
  await addScope(stage, 'ONB');
  await addScope(stage, 'LAB', { teamId: 'lab' });
  // Nothing is sure enough to link by itself: a label is a suggestion.
  await stage.db.updateTable('settings').set({ automatic_threshold: 1 }).execute();
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const order = () => orderQuestions(deps(), AbortSignal.timeout(30_000));
const read = (viewer = OWNER, query: { cursor?: string; limit?: number } = {}) =>
  readAsks(deps(), viewer, { limit: 50, ...query });
const asked = async (viewer = OWNER) => (await read(viewer)).items.map(({ task }) => task.id);

/** Five tasks that read alike and name KR1.1, one alone that names KR1.2. */
async function fill(): Promise<void> {
  const alike = NAMES.map((name, at) =>
    record(String(at + 1), { title: `Renew the lift contract of ${name} house`, labels: ['KR1.1'] }),
  );
  await stage.ingest([...alike, record('9', { title: 'Count forceps', labels: ['KR1.2'] })]);
  await stage.derive();
}

function decide(says: 'accepted' | 'rejected', taskId: string, goalKey: string) {
  stage.clock += 60_000;
  return decideLinkWords(deps(), OWNER, ADA, { says, items: [{ taskId, goalKey }] });
}

describe('the questions', () => {
  it('ask first for the first example of each goal, then for what others read like, with what each settles', async () => {
    await fill();
    await order();
    const { items, total } = await read();
    expect(total).toBe(6);
    expect(
      items.slice(0, 2).map(({ place, goal, why, settles, reason }) => [place, goal.key, why, settles, reason]),
    ).toEqual([
      [1, 'KR1.1', 'no-example', 4, 'no task is known to serve KR1.1 yet'],
      [2, 'KR1.2', 'no-example', 0, 'no task is known to serve KR1.2 yet'],
    ]);
    expect(items.slice(2).map(({ why, settles, reason }) => [why, settles, reason])).toEqual(
      Array.from({ length: 4 }, () => ['alike', 4, '4 others read like it']),
    );
    expect(items[0]).toMatchObject({ kind: 'stated', because: 'label KR1.1', task: { flag: { state: 'suggested' } } });
    expect(items[0]?.likelihood).toBe(items[0]?.task.suggestion?.likelihood);
  });

  it('ask no more for an example of a goal that a task is known to serve, nor of the goal above it', async () => {
    await fill();
    await stage.ingest([record('10', { title: 'Repair the autoclave', labels: ['O1'] })]);
    await stage.derive();
    await decide('accepted', 'jira.1', 'KR1.1');
    await order();
    const { items } = await read();
    expect(items.filter(({ why }) => why === 'no-example').map(({ goal }) => goal.key)).toEqual(['KR1.2']);
    expect(items.find(({ task }) => task.id === 'jira.10')?.reason).toBe('what was read tells neither yes nor no');
  });

  it('are gone once answered, without a new order, and come back in their place when the answer is taken back', async () => {
    await fill();
    await order();
    const before = await asked();
    const [first = '', second = ''] = before;
    const { decisionIds } = await decide('accepted', first, 'KR1.1');
    await decide('rejected', second, 'KR1.2');
    expect(await asked()).toEqual(before.slice(2));
    expect((await read()).items.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
    await undoLinkWords(deps(), OWNER, decisionIds);
    expect(await asked()).toEqual([first, ...before.slice(2)]);
  });

  it('are not put about a goal that was closed, nor about work that was finished, since they were put in order', async () => {
    await fill();
    await order();
    await stage.db.updateTable('goals').set({ closed_on: '2026-11-18' }).where('id', '=', 'kr1.1').execute();
    expect(await asked()).toEqual(['jira.9']);
    await stage.db
      .updateTable('tasks')
      .set({ gone_at: new Date(stage.clock), gone_how: 'deleted' })
      .execute();
    await stage.db
      .updateTable('tasks')
      .set({ stale_at: new Date(stage.clock) })
      .execute();
    await stage.derive();
    expect(await asked()).toEqual([]);
  });

  it('name a task only to who may see it, and count only theirs, while look-alikes are counted everywhere', async () => {
    await fill();
    await stage.ingest(
      [
        record('20', {
          title: 'Renew the lift contract of willow house',
          labels: ['KR1.1'],
          placements: [placed('LAB')],
        }),
      ],
      { scope: 'LAB' },
    );
    await stage.derive();
    await order();
    expect((await read()).total).toBe(7);
    const { items, total } = await read(LAB);
    expect([total, items.map(({ task, place, settles }) => [task.id, place, settles])]).toEqual([
      1,
      [['jira.20', 1, 5]],
    ]);
  });

  it('come page by page, each once', async () => {
    await fill();
    await order();
    const all = await asked();
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await read(OWNER, { limit: 4, ...(cursor ? { cursor } : {}) });
      pages.push(page.items.map(({ task }) => task.id));
      expect(page.total).toBe(6);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual([all.slice(0, 4), all.slice(4)]);
    await expect(read(OWNER, { cursor: 'elsewhere' })).rejects.toThrow(BadCursorError);
  });

  it('stay the same when they are put in order once more, and at the same time twice', async () => {
    await fill();
    await order();
    const before = (await read()).items;
    await Promise.all([order(), order()]);
    expect((await read()).items).toEqual(before);
  });
});

describe('a new order', () => {
  const names = { ordering: ORDERING, learning: 'learning' };
  const isWanted = (at: number) => isOrderWanted(stage.db, names, new Date(at));

  it('is wanted after a word of a person or another goal, at most every ten minutes, and after nothing else not', async () => {
    await fill();
    await ensureSchedule(stage.db, ORDERING, new Date(stage.clock));
    await stage.db
      .updateTable('goals')
      .set({ updated_at: new Date(stage.clock - 1_000) })
      .execute();
    expect(await isWanted(stage.clock)).toBe(true);
    await order();
    expect(await isWanted(stage.clock + 3_600_000)).toBe(false);
    await decide('accepted', 'jira.1', 'KR1.1');
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect([await isWanted(stage.clock + 60_000), await isWanted(stage.clock + 600_000)]).toEqual([false, true]);
    stage.clock += 600_000;
    await order();
    expect(await isWanted(stage.clock + 3_600_000)).toBe(false);
    await stage.db
      .updateTable('goals')
      .set({ updated_at: new Date(stage.clock + 1_000) })
      .where('id', '=', 'kr1.2')
      .execute();
    expect(await isWanted(stage.clock + 3_600_000)).toBe(true);
  });
});
