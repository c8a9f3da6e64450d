import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { listGoals } from '../../../src/store/goals.ts';
import { undoTaskDecisions } from '../../../src/usecases/decide-tasks.ts';
import { makeThemeGoal, putThemeOff, undoThemeGoal } from '../../../src/usecases/decide-theme.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { nameThemes, readThemes } from '../../../src/usecases/read-themes.ts';
import { refreshThemes } from '../../../src/usecases/refresh-themes.ts';
import { momentOf } from '../../../src/usecases/view-query.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, DAY_MS, openStage, placed, points, record, type Stage, stateOf } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const WARD: Viewer = { personId: 'noor', role: 'manager', teamIds: ['ward'] };
const OPS: Viewer = { personId: 'ida', role: 'manager', teamIds: ['ops'] };
const ADA = { id: null as never, name: 'Ada', email: 'ada@example.org' };
const PLACES = ['lobby', 'ward', 'lab', 'cellar', 'roof', 'kitchen'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('themes').execute();
  const cycle = { id: '2026-q4', name: '2026-Q4', starts_on: '2026-10-01', ends_on: '2026-12-31' };
  await stage.db.insertInto('cycles').values(cycle).execute();
  await addGoal(stage, 'O1', { cycleId: '2026-q4' });
  await addGoal(stage, 'KR1.1', { parentId: 'o1', cycleId: '2026-q4' });
  for (const team of ['ward', 'ops']) await addTeam(stage, team);
  await addScope(stage, 'WARD', { teamId: 'ward' });
  await addScope(stage, 'OPS', { teamId: 'ops' });
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const read = (viewer = OWNER, query: { team?: string; limit?: number; weight?: string } = {}) =>
  readThemes(deps(), viewer, { limit: 10, ...query });
const unaligned = (viewer: Viewer, theme: string) =>
  listTasksView(deps(), viewer, { theme, state: 'unaligned', sort: 'title', limit: 100 });

/** Six of the ward about a printer in a room, six of ops about the same printer and its toner. */
async function fill(): Promise<void> {
  const of = (scope: string, from: number, about: (place: string) => string) =>
    stage.ingest(
      PLACES.map((place, at) =>
        record(String(from + at), { title: about(place), placements: [placed(scope)], fields: [points(at + 1)] }),
      ),
      { scope },
    );
  await of('WARD', 1, (place) => `Badge printer jams in the ${place}`);
  await of('OPS', 11, (place) => `Badge printer toner for the ${place}`);
  await stage.derive();
  await refreshThemes(deps(), AbortSignal.timeout(30_000));
}

describe('the themes of unaligned work', () => {
  it('are named and counted by the tasks a person may see; the others are counted, and no word of theirs is told', async () => {
    await fill();
    const [theme, ...others] = (await read()).items;
    expect(others).toEqual([]);
    expect(theme).toMatchObject({ name: 'Badge printer, jams', count: 12, hidden: 0, effort: 12 });
    const [seen] = (await read(OPS)).items;
    expect(seen).toMatchObject({ id: theme?.id, count: 6, hidden: 6, effort: 6 });
    expect(JSON.stringify(seen)).not.toMatch(/jam/i);
    expect(seen?.name).toBe('Badge printer, toner');
    expect((await read({ personId: 'mo', role: 'member', teamIds: [] })).items).toEqual([]);
  });

  it('open into exactly the tasks that were counted, whoever asks', async () => {
    await fill();
    for (const viewer of [OWNER, WARD, OPS]) {
      const [theme] = (await read(viewer)).items;
      const { total, hidden } = await unaligned(viewer, theme?.id ?? '');
      expect([total, hidden]).toEqual([theme?.count, theme?.hidden]);
    }
    const names = await nameThemes(
      deps(),
      OPS,
      [(await read()).items[0]?.id ?? ''],
      await momentOf(stage.db, stage.clock),
    );
    expect([...names.values()]).toEqual(['Badge printer, toner']);
  });

  it('are narrowed to a team and weighed as asked, with three titles that differ', async () => {
    await fill();
    const [theme] = (await read(OWNER, { team: 'ops', weight: 'estimate' })).items;
    expect(theme?.count).toBe(6);
    expect(theme?.effort).toBeCloseTo(6, 5);
    expect(theme?.samples.map(({ title }) => title)).toEqual([
      'Badge printer toner for the kitchen',
      'Badge printer toner for the roof',
      'Badge printer toner for the cellar',
    ]);
  });
});

describe('a theme that is a goal nobody wrote down', () => {
  it('becomes an objective of the cycle under way, once, and its tasks serve it by that person’s word; undo takes all of it back', async () => {
    await fill();
    const [theme] = (await read()).items;
    const made = await makeThemeGoal(deps(), OWNER, ADA, theme?.id ?? '', { kind: 'objective' });
    expect(made).toMatchObject({ goal: { key: 'O2', title: 'Badge printer, jams' }, decided: 12, failed: [] });
    expect((await listGoals(stage.db)).find(({ key }) => key === 'O2')).toMatchObject({
      kind: 'objective',
      cycleId: '2026-q4',
    });
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect((await read()).items).toEqual([]);
    const given = { goalKey: made.goal.key, decisionIds: made.decisionIds };
    expect(await undoThemeGoal(deps(), OWNER, ADA, given)).toEqual({ undone: 12, isGoalGone: true });
    expect((await listGoals(stage.db)).map(({ key }) => key)).toEqual(['KR1.1', 'O1']);
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).not.toBe('aligned');
    expect((await read()).items[0]?.count).toBe(12);
  });

  it('may be a key result, and only those tasks are linked that its maker may see; asking again makes no second goal', async () => {
    await fill();
    const [theme] = (await read()).items;
    const wish = { kind: 'key-result', title: 'Printers that print', parentKey: 'O1' } as const;
    const made = await makeThemeGoal(deps(), WARD, ADA, theme?.id ?? '', wish);
    expect(made).toMatchObject({ goal: { key: 'KR1.2' }, decided: 6 });
    expect(await stateOf(stage, 'jira.11')).not.toBe('aligned');
    const again = await makeThemeGoal(deps(), OPS, ADA, theme?.id ?? '', wish);
    expect(again).toMatchObject({ goal: { key: 'KR1.2' }, decided: 6 });
    // Somebody else's words hang on it by now.
    const undone = await undoThemeGoal(deps(), WARD, ADA, { goalKey: 'KR1.2', decisionIds: made.decisionIds });
    expect(undone).toEqual({ undone: 6, isGoalGone: false });
    const changes = await stage.db.selectFrom('goal_changes').select(['through', 'by_name']).execute();
    expect(changes).toContainEqual({ through: 'theme', by_name: ADA.name });
    expect(await stateOf(stage, 'jira.11')).toBe('aligned');
    await expect(makeThemeGoal(deps(), OWNER, ADA, 'gone', wish)).rejects.toMatchObject({ code: 'unknown-theme' });
  });

  it('is decided whole, however many tasks it has, and taken back with one word', async () => {
    const many = Array.from({ length: 530 }, (_, n) =>
      record(String(1_000 + n), { title: `Badge printer jams in room ${n}`, placements: [placed('WARD')] }),
    );
    await stage.ingest(many, { scope: 'WARD' });
    await stage.derive();
    await refreshThemes(deps(), AbortSignal.timeout(60_000));
    const [theme] = (await read()).items;
    expect(theme?.count).toBe(530);
    const { decided, decisionIds } = await putThemeOff(deps(), OWNER, ADA, theme?.id ?? '', { because: 'later' });
    expect([decided, new Set(decisionIds).size]).toEqual([530, 530]);
    expect((await read()).total).toBe(0);
    stage.clock += DAY_MS / 24;
    await undoTaskDecisions(deps(), OWNER, decisionIds);
    const made = await makeThemeGoal(deps(), OWNER, ADA, theme?.id ?? '', { kind: 'objective' });
    expect([made.decided, made.failed]).toEqual([530, []]);
    const given = { goalKey: made.goal.key, decisionIds: made.decisionIds };
    expect(await undoThemeGoal(deps(), OWNER, ADA, given)).toEqual({ undone: 530, isGoalGone: true });
  });

  it('cannot take away a goal it did not make', async () => {
    await fill();
    expect(await undoThemeGoal(deps(), OWNER, ADA, { goalKey: 'KR1.1', decisionIds: [] })).toEqual({
      undone: 0,
      isGoalGone: false,
    });
    expect(await listGoals(stage.db)).toHaveLength(2);
  });

  it('or is put off as a whole with its reason, and comes back when that is taken back', async () => {
    await fill();
    const [theme] = (await read()).items;
    const word = { because: 'Not now: the move comes first.' };
    const { decided, decisionIds } = await putThemeOff(deps(), OWNER, ADA, theme?.id ?? '', word);
    expect(decided).toBe(12);
    expect(await stateOf(stage, 'jira.3')).toBe('not-now');
    expect((await read()).total).toBe(0);
    stage.clock += DAY_MS / 24;
    await undoTaskDecisions(deps(), OWNER, decisionIds);
    expect((await read()).items[0]?.count).toBe(12);
  });
});
