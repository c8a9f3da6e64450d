import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { isOrderWanted } from '../../../src/store/asks.ts';
import { ensureSchedule } from '../../../src/store/schedules.ts';
import { BadCursorError } from '../../../src/store/views/tasks.ts';
import { decideLinkWords, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { ORDERING, orderQuestions } from '../../../src/usecases/order-asks.ts';
import { readAlignment } from '../../../src/usecases/read-alignment.ts';
import { type AsksQuery, readAsks } from '../../../src/usecases/read-asks.ts';
import { emptyTables } from './empty-tables.ts';
import {
  addGoal,
  addScope,
  addTeam,
  DAY_MS,
  inStatus,
  openStage,
  placed,
  points,
  record,
  type Stage,
  stateOf,
} from './stage.ts';

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
const read = (viewer = OWNER, query: Partial<AsksQuery> = {}) => readAsks(deps(), viewer, { limit: 50, ...query });
type Asks = Awaited<ReturnType<typeof readAsks>>['items'];
/** Those that ask whether a task serves a goal. */
const serves = (items: Asks) => items.flatMap((item) => (item.asks === 'serves' ? [item] : []));
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
    const { items: all, total } = await read();
    const items = serves(all);
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
    const items = serves((await read()).items);
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

describe('of sources that contradict each other', () => {
  const fillDisagreeing = async () => {
    await addGoal(stage, 'O2');
    await addGoal(stage, 'KR2.1', { parentId: 'o2' });
    await addGoal(stage, 'KR2.2', { parentId: 'o2', title: 'Discharge letters leave the ward by ten' });
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.7 }).execute();
    await stage.ingest([
      record('1', { title: 'Discharge letters wait on the ward' }),
      record('2', { title: 'Letters of the ward leave late' }),
      record('30', { title: 'Adapters', labels: ['KR2.1'], kind: 'Epic', level: 1 }),
      record('31', { title: 'Retry queue', labels: ['KR1.1', 'KR1.2'], parentExternalId: '30' }),
    ]);
    await stage.derive();
    await order();
  };
  const stateNow = async () => {
    const flag = await stage.db
      .selectFrom('flags')
      .select(['state', 'next_action', 'goal_ids'])
      .where('task_id', '=', 'jira.31')
      .where('valid_to', 'is', null)
      .executeTakeFirstOrThrow();
    return { ...flag, goal_ids: flag.goal_ids.toSorted() };
  };
  const choose = (...words: ['accepted' | 'rejected', string][]) => {
    stage.clock += 60_000;
    const items = words.map(([says, goalKey]) => ({ taskId: 'jira.31', goalKey, says }));
    return decideLinkWords(deps(), OWNER, ADA, { says: 'accepted', items });
  };

  it('is asked before all else which one is meant, each side with what names it, and not again once it is said', async () => {
    await fillDisagreeing();
    const { items, total } = await read(OWNER, { weight: 'count' });
    const [first, ...others] = items;
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ asks }) => asks === 'serves')).toBe(true);
    expect(total).toBe(items.length);
    expect(first).toMatchObject({ asks: 'which', place: 1, task: { id: 'jira.31' } });
    const sides = first?.asks === 'which' ? first.sides : [];
    expect(sides.map(({ goals, isLinked, kind }) => [goals.map(({ key }) => key).sort(), isLinked, kind])).toEqual([
      [['KR1.1', 'KR1.2'], true, 'stated'],
      [['KR2.1'], false, 'inherited'],
    ]);
    const { decisionIds } = await choose(['rejected', 'KR1.1'], ['rejected', 'KR1.2'], ['accepted', 'KR2.1']);
    expect(await stateNow()).toEqual({ state: 'aligned', next_action: 'none', goal_ids: ['kr2.1'] });
    expect((await read()).items.map(({ task }) => task.id)).not.toContain('jira.31');
    await undoLinkWords(deps(), OWNER, decisionIds);
    expect((await read()).items[0]?.task.id).toBe('jira.31');
  });

  it('is answered with the goals it hangs on, and with none of them', async () => {
    await fillDisagreeing();
    const { decisionIds } = await choose(['rejected', 'KR2.1'], ['accepted', 'KR1.1'], ['accepted', 'KR1.2']);
    expect(await stateNow()).toEqual({ state: 'aligned', next_action: 'none', goal_ids: ['kr1.1', 'kr1.2'] });
    await undoLinkWords(deps(), OWNER, decisionIds);
    await choose(['rejected', 'KR1.1'], ['rejected', 'KR1.2'], ['rejected', 'KR2.1']);
    expect((await stateNow()).state).toBe('no-why');
    expect((await read()).items.every(({ asks }) => asks === 'serves')).toBe(true);
  });

  it('comes page by page with the others, each once, and not among those that are likely enough', async () => {
    await fillDisagreeing();
    const all = await asked();
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(OWNER, { limit: 1, ...(cursor ? { cursor } : {}) });
      pages.push(...page.items.map(({ task }) => task.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual(all);
    expect((await read(OWNER, { minLikelihood: 0 })).items.map(({ task }) => task.id)).toEqual(all.slice(1));
  });
});

describe('what an answer does to the rate', () => {
  const doing = { fromId: '1', fromName: 'To Do', toId: '2', toName: 'Doing' };
  it.each(['count', 'estimate', 'active-days'] as const)(
    'is told before and so after, weighed by %s, of one and of all likely ones together',
    async (weight) => {
      await fill();
      const sized = [1, 2, 8].map((size, at) =>
        record(`${50 + at}`, {
          title: `Renew the lift contract of house ${size}`,
          labels: ['KR1.1'],
          fields: [points(size)],
          status: inStatus('Doing'),
          transitions: [{ ...doing, at: stage.clock - (size + 1) * DAY_MS }],
        }),
      );
      await stage.ingest([...sized, record('60', { title: 'Mend a chair' })]);
      await stage.derive();
      await decide('accepted', 'jira.9', 'KR1.2');
      await order();
      const rateNow = async () => (await readAlignment(deps(), OWNER, { weight })).rate;
      const before = await read(OWNER, { weight });
      expect(before.rate).toBe(await rateNow());
      for (const { task, rateIfYes } of serves(before.items)) {
        const { decisionIds } = await decide('accepted', task.id, 'KR1.1');
        expect(rateIfYes).toBeCloseTo((await rateNow()) ?? Number.NaN, 12);
        await undoLinkWords(deps(), OWNER, decisionIds);
      }
      const likely = await read(OWNER, { weight, minLikelihood: 0.5, limit: 1 });
      expect(likely.all?.items).toHaveLength(likely.total);
      await decideLinkWords(deps(), OWNER, ADA, {
        says: 'accepted',
        items: (likely.all?.items ?? []).map(({ id, goalKey }) => ({ taskId: id, goalKey })),
      });
      expect(likely.all?.rateIfYes).toBeCloseTo((await rateNow()) ?? Number.NaN, 12);
      expect((await read()).total).toBe(before.total - likely.total);
    },
  );

  it('is not computed where nobody asks for it', async () => {
    await fill();
    await order();
    const { rate, all, items } = await read();
    expect([rate, all, items[0]?.rateIfYes]).toEqual([null, null, null]);
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
