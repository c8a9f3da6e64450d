import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listThemes } from '../../../src/store/themes.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { refreshThemes } from '../../../src/usecases/refresh-themes.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, openStage, record, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('themes').execute();
  await addGoal(stage, 'KR1.1', { title: 'Fewer lost samples' });
  await addScope(stage, 'ONB');
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });
const refresh = () => refreshThemes(deps(), AbortSignal.timeout(30_000));
const PLACES = ['lobby', 'ward', 'lab', 'cellar', 'roof', 'kitchen'];
const titled = (from: number, about: string) =>
  PLACES.map((place, at) => record(String(from + at), { title: `${about} in the ${place}` }));

async function fill(): Promise<void> {
  await stage.ingest([...titled(1, 'Badge printer jams'), ...titled(11, 'Wet parquet floor'), record('99')]);
  await stage.derive();
}

describe('themes of work without a why', () => {
  it('gather what is alike, and a second run leaves every row as it is', async () => {
    await fill();
    expect(await refresh()).toBe(2);
    const once = await listThemes(stage.db);
    expect(once.map(({ taskIds }) => taskIds.length)).toEqual([6, 6]);
    expect(once.flatMap(({ taskIds }) => taskIds)).not.toContain('jira.99');
    const rows = () => stage.db.selectFrom('themes').selectAll().orderBy('id').execute();
    const before = await rows();
    stage.clock += 3_600_000;
    expect(await refresh()).toBe(2);
    expect(await rows()).toEqual(before);
    expect(await listThemes(stage.db)).toEqual(once);
  });

  it('keep their id while most of their tasks stay, lose those that found a goal, and end with the last of them', async () => {
    await fill();
    await refresh();
    const printers = (await listThemes(stage.db)).find(({ taskIds }) => taskIds.includes('jira.1'));
    const accept = (...ids: string[]) =>
      decideLinkWords(
        deps(),
        { personId: null, role: 'owner', teamIds: [] },
        { id: null as never, name: 'Ada' },
        {
          says: 'accepted',
          items: ids.map((taskId) => ({ taskId, goalKey: 'KR1.1' })),
        },
      );
    await accept('jira.1', 'jira.2');
    stage.clock += 60_000;
    await refresh();
    const left = (await listThemes(stage.db)).find(({ id }) => id === printers?.id);
    expect(left?.taskIds).toEqual(['jira.3', 'jira.4', 'jira.5', 'jira.6']);
    await accept('jira.3', 'jira.4', 'jira.5', 'jira.6');
    stage.clock += 60_000;
    await refresh();
    expect((await listThemes(stage.db)).map(({ id }) => id)).not.toContain(printers?.id);
  });

  it('are not made of the names of people', async () => {
    const ada = {
      id: 'ada',
      email: 'ada@example.org',
      name: 'Ada Lovelace',
      role: 'member',
      manager_id: null,
    } as const;
    await stage.db
      .insertInto('people')
      .values(ada as never)
      .execute();
    await stage.ingest(titled(1, 'Ada Lovelace'));
    await stage.derive();
    expect(await refresh()).toBe(0);
  });

  it('stop where the service stops, and leave the last ones in place', async () => {
    await fill();
    await refresh();
    const before = await listThemes(stage.db);
    await expect(refreshThemes(deps(), AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    expect(await listThemes(stage.db)).toEqual(before);
  });
});
