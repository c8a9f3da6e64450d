import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { decideCarrying, undoCarrying } from '../../../src/usecases/decide-carrying.ts';
import { explainTask } from '../../../src/usecases/explain-task.ts';
import { measureParents } from '../../../src/usecases/measure-parents.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, everything, linksOf, openStage, record, type Stage, stateOf } from './stage.ts';

const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;
const STRANGER = { personId: null, role: 'manager', teamIds: ['elsewhere'] } as const;
const ADA = { id: null as never, name: 'Ada' };
const THEMES = ['invoice', 'import', 'search', 'mobile', 'calendar', 'login', 'pharmacy', 'tray'];
const DRAWER = 'jira.900';

let stage: Stage;
let wakes = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  wakes = 0;
  await addGoal(stage, 'O1');
  await stage.ingest([...THEMES.flatMap((theme, at) => epic(100 * (at + 1), theme)), ...drawer(20)]);
  await stage.derive();
});

const own = (number: number) => `w${number.toString(36)}x${(number * 7).toString(36)}q`.replaceAll(/\d/gu, 'y');

/** An epic and fourteen tasks around its theme. */
function epic(number: number, theme: string): TaskRecord[] {
  const tasks = Array.from({ length: 14 }, (_, at) =>
    record(String(number + at + 1), {
      title: `${own(number + at)} the ${theme} ${own(5_000 + number + at)}`,
      parentExternalId: String(number),
    }),
  );
  return [record(String(number), { kind: 'Epic', level: 1, title: `Better ${theme}`, childCount: 14 }), ...tasks];
}

/** An epic that is named like any other, serves O1, and holds a little of everything. */
function drawer(count: number, given: Partial<TaskRecord> = {}): TaskRecord[] {
  const tasks = Array.from({ length: count }, (_, at) =>
    record(String(901 + at), {
      title: `${own(2_000 + at)} ${THEMES[at % THEMES.length]} ${own(3_000 + at)}`,
      parentExternalId: '900',
    }),
  );
  const parent = { kind: 'Epic', level: 1, title: 'Platform work', labels: ['O1'], childCount: count };
  return [record('900', { ...parent, updatedAt: stage.clock, ...given }), ...tasks];
}

const deps = () => ({
  db: stage.db,
  now: () => stage.clock,
  notify: async () => {},
  onStale: async () => {
    wakes += 1;
  },
});
const measure = () => measureParents(deps(), AbortSignal.timeout(60_000));
const staleIds = async () =>
  (await stage.db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).orderBy('id').execute()).map(
    ({ id }) => id,
  );
const found = async () =>
  (await stage.db.selectFrom('parent_cohesion').select('task_id').where('is_junk_drawer', '=', true).execute()).map(
    ({ task_id }) => task_id,
  );
const triedOf = async (id: string) =>
  (await explainTask(deps(), OWNER, id)).tried.find(({ kind }) => kind === 'inherited')?.what;

describe('measuring parents', () => {
  it('finds the one junk drawer, which carries nothing down from then on, and says so of its tasks', async () => {
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
    expect(await measure()).toEqual({ measured: THEMES.length + 1, changed: 1 });
    expect(await found()).toEqual([DRAWER]);
    expect(await staleIds()).toHaveLength(21);
    await stage.derive();
    // Not broken: nothing went, it should never have come.
    expect(await stateOf(stage, 'jira.901')).toBe('no-why');
    expect(await linksOf(stage, 'jira.901')).toEqual([]);
    expect(await triedOf('jira.901')).toMatch(
      /^epic ONB-900 “Platform work” is a catch-all: its 20 tasks have no more in common with each other than any others: 0\.\d\d against 0\.\d\d elsewhere/u,
    );
  });

  it('a second time measures nothing and writes nothing', async () => {
    await measure();
    await stage.derive();
    const before = await everything(stage);
    const rows = () => stage.db.selectFrom('parent_cohesion').selectAll().orderBy('task_id').execute();
    const measured = await rows();
    stage.clock += 60_000;
    expect(await measure()).toEqual({ measured: 0, changed: 0 });
    expect(await rows()).toEqual(measured);
    expect(await staleIds()).toEqual([]);
    expect(await everything(stage)).toBe(before);
  });

  it('measures again only the parent whose tasks changed, and lets it carry again once they belong together', async () => {
    await measure();
    await stage.derive();
    stage.clock += 60_000;
    const renamed = drawer(20).map((task) =>
      task.parentExternalId
        ? { ...task, title: `Sharpen platform alarms ${task.externalId}`, updatedAt: stage.clock }
        : task,
    );
    await stage.ingest(renamed);
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('no-why');
    expect(await measure()).toEqual({ measured: 1, changed: 1 });
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
  });

  it('forgets a drawer that has few tasks left, and what is left is derived again', async () => {
    await measure();
    await stage.derive();
    await stage.db
      .updateTable('tasks')
      .set({ gone_at: new Date(stage.clock), gone_how: 'deleted' })
      .where('id', '>', 'jira.910')
      .where('parent_id', '=', DRAWER)
      .execute();
    expect(await measure()).toEqual({ measured: 0, changed: 1 });
    expect(await found()).toEqual([]);
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
  });

  it('counts no epics: an initiative gathers what is not alike', async () => {
    const raised = drawer(20).map((task) => ({ ...task, level: (task.level ?? 0) + 1, updatedAt: stage.clock + 1 }));
    await stage.ingest(raised);
    await measure();
    expect(await found()).toEqual([]);
  });

  it('twice at once ends as once does', async () => {
    const counts = await Promise.all([measure(), measure()]);
    expect(counts.reduce((sum, { changed }) => sum + changed, 0)).toBe(1);
    expect(await found()).toEqual([DRAWER]);
  });
});

describe('a person’s word on what a parent carries', () => {
  const say = (says: 'carries' | 'carries-nothing', taskId = DRAWER) => {
    stage.clock += 60_000;
    return decideCarrying(deps(), OWNER, ADA, { taskId, says });
  };
  const carriesOf = async (id: string) => (await explainTask(deps(), OWNER, id)).carries;

  it('overrules what was measured, outlives the next measurement, and can be taken back', async () => {
    await measure();
    await stage.derive();
    expect(await carriesOf(DRAWER)).toMatchObject({ says: 'carries-nothing', decidedBy: null });
    const { decisionId } = await say('carries');
    expect(wakes).toBe(1);
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
    const because = expect.stringContaining('its 20 tasks');
    expect(await carriesOf(DRAWER)).toEqual({ says: 'carries', because, decidedBy: 'Ada' });
    await stage.ingest([record('950', { parentExternalId: '900', title: 'Something else altogether' })]);
    expect((await measure()).measured).toBe(1);
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
    expect(await undoCarrying(deps(), OWNER, { taskId: DRAWER, decisionId })).toEqual({ undone: 1 });
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('no-why');
    expect(await undoCarrying(deps(), OWNER, { taskId: DRAWER, decisionId })).toEqual({ undone: 0 });
  });

  it('holds for any parent, is named, and the word before it is in force again when it is taken back', async () => {
    expect(await carriesOf(DRAWER)).toBe(null);
    await say('carries');
    const { decisionId } = await say('carries-nothing');
    await stage.derive();
    expect(await triedOf('jira.901')).toMatch(/^epic ONB-900 “Platform work” carries nothing, said Ada/u);
    await undoCarrying(deps(), OWNER, { taskId: DRAWER, decisionId });
    expect(await carriesOf(DRAWER)).toEqual({ says: 'carries', because: null, decidedBy: 'Ada' });
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
    expect(await stage.db.selectFrom('carry_decisions').select('says').orderBy('id').execute()).toHaveLength(2);
  });

  it('lets a parent that is named like a drawer carry', async () => {
    await stage.ingest(drawer(20, { title: 'Misc', updatedAt: stage.clock + 1 }));
    await stage.derive();
    expect(await carriesOf(DRAWER)).toMatchObject({
      says: 'carries-nothing',
      because: 'is a catch-all by its name',
    });
    await say('carries');
    await stage.derive();
    expect(await stateOf(stage, 'jira.901')).toBe('aligned');
  });

  it('is refused for a task without children, and for one the viewer may not see', async () => {
    await expect(say('carries', 'jira.901')).rejects.toMatchObject({ code: 'nothing-below' });
    const call = { taskId: DRAWER, says: 'carries' } as const;
    await expect(decideCarrying(deps(), STRANGER, ADA, call)).rejects.toMatchObject({ code: 'no-such-task' });
    const { decisionId } = await say('carries');
    const undo = { taskId: DRAWER, decisionId };
    await expect(undoCarrying(deps(), STRANGER, undo)).rejects.toMatchObject({ code: 'no-such-task' });
    expect(await undoCarrying(deps(), OWNER, { ...undo, taskId: 'jira.100' })).toEqual({ undone: 0 });
  });
});
