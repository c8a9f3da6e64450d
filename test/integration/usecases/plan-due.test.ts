import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { measureParents } from '../../../src/usecases/measure-parents.ts';
import { ORDERING, orderQuestions } from '../../../src/usecases/order-asks.ts';
import { planDue } from '../../../src/usecases/plan-due.ts';
import { askForThemes, refreshThemes } from '../../../src/usecases/refresh-themes.ts';
import { actOnGoals } from '../../../src/usecases/settle-goals.ts';
import { studyTexts } from '../../../src/usecases/study-texts.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, openStage, record, type Stage } from './stage.ts';

/** In Berlin it is an hour later. */
const AT = Date.parse('2026-11-18T11:00:00Z');
const HOUR_MS = 3_600_000;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  for (const table of ['sync_runs', 'schedules'] as const) await stage.db.deleteFrom(table).execute();
  await stage.db.updateTable('connections').set({ state: 'active' }).execute();
  await plan(AT);
});

const plan = (at: number) => planDue(stage.db, new Date(at));
/** Runs asked for by now, as "kind connection"; they are done with. */
async function asked(): Promise<string[]> {
  const rows = await stage.db.deleteFrom('sync_runs').returning(['kind', 'connection_id']).execute();
  return rows.map((row) => `${row.kind} ${row.connection_id}`).sort();
}

describe('what is due', () => {
  it('asks for changes every five minutes, of each connection that works', async () => {
    expect(await asked()).toEqual([]);
    await plan(AT + 299_000);
    expect(await asked()).toEqual([]);
    await stage.db.updateTable('connections').set({ state: 'paused' }).where('id', '=', 'asana').execute();
    await plan(AT + 300_000);
    expect(await asked()).toEqual(['incremental jira', 'incremental trello']);
    await plan(AT + 301_000);
    expect(await asked()).toEqual([]);
  });

  it('reads everything once a night, and counts ids after it: of Asana, where that costs as much as reading, once a week', async () => {
    const night = Date.parse('2026-11-19T00:00:00Z');
    await plan(night - 1_000);
    await asked();
    await plan(night);
    expect((await asked()).filter((run) => run.startsWith('full'))).toEqual(['full asana', 'full jira', 'full trello']);
    await plan(night + 2 * HOUR_MS);
    expect((await asked()).filter((run) => run.startsWith('census'))).toEqual(['census jira', 'census trello']);
    await plan(night + 6 * 24 * HOUR_MS + 2 * HOUR_MS);
    expect((await asked()).filter((run) => run.startsWith('census'))).toEqual([
      'census asana',
      'census jira',
      'census trello',
    ]);
  });

  it('asks wikis for changes every quarter of an hour, and reads and counts them once a night', async () => {
    const row = { id: 'notion', tool: 'notion', name: 'Wiki', base_url: 'https://notion.example' } as const;
    await stage.db
      .insertInto('connections')
      .values({ ...row, state: 'active' })
      .execute();
    const ofWiki = async () => (await asked()).filter((run) => run.endsWith('notion'));
    expect((await plan(AT)).webhooks).not.toContain('notion');
    await plan(AT + 899_000);
    expect(await ofWiki()).toEqual([]);
    await plan(AT + 900_000);
    expect(await ofWiki()).toEqual(['incremental notion']);
    const night = Date.parse('2026-11-19T00:00:00Z');
    for (const at of [night, night + 1_000]) await plan(at);
    expect(await ofWiki()).toEqual(['full notion']);
    await plan(night + 2 * HOUR_MS);
    expect(await ofWiki()).toContain('census notion');
    await stage.db.deleteFrom('connections').where('id', '=', 'notion').execute();
  });

  it('studies texts once a night, and after each pull of everything, once', async () => {
    const isDue = async (at: number) => (await plan(at)).areTextsDue;
    expect(await isDue(AT)).toBe(false);
    const run = {
      id: 'whole',
      connection_id: 'jira',
      kind: 'full',
      state: 'done',
      requested_at: new Date(AT),
    } as const;
    await stage.db
      .insertInto('sync_runs')
      .values({ ...run, finished_at: new Date(AT + 1_000) })
      .execute();
    expect([await isDue(AT + 2_000), await isDue(AT + 3_000)]).toEqual([true, true]);
    await studyTexts({ db: stage.db, now: () => AT + 4_000 }, AbortSignal.timeout(10_000));
    expect(await isDue(AT + 5_000)).toBe(false);
    const night = Date.parse('2026-11-19T03:00:00Z');
    expect([await isDue(night - 1_000), await isDue(night), await isDue(night + 1_000)]).toEqual([false, true, false]);
  });

  it('looks for themes once a night, once a pull of everything is derived, and when a person asks', async () => {
    const isDue = async (at: number) => (await plan(at)).areThemesDue;
    expect(await isDue(AT)).toBe(false);
    await askForThemes({ db: stage.db, now: () => AT + 1_000 });
    expect([await isDue(AT + 2_000), await isDue(AT + 3_000)]).toEqual([true, false]);
    const run = { id: 'all', connection_id: 'jira', kind: 'full', state: 'done', requested_at: new Date(AT) } as const;
    await stage.db
      .insertInto('sync_runs')
      .values({ ...run, finished_at: new Date(AT + 4_000) })
      .execute();
    await stage.ingest([record('1')]);
    expect(await isDue(AT + 5_000)).toBe(false);
    await stage.derive();
    expect(await isDue(AT + 6_000)).toBe(true);
    await refreshThemes({ db: stage.db, now: () => AT + 7_000 }, AbortSignal.timeout(10_000));
    expect(await isDue(AT + 8_000)).toBe(false);
    const night = Date.parse('2026-11-19T07:00:00Z');
    expect([await isDue(night - 1_000), await isDue(night), await isDue(night + 1_000)]).toEqual([false, true, false]);
  });

  it('measures parents once a night, and after each pull of everything, once', async () => {
    const isDue = async (at: number) => (await plan(at)).isCohesionDue;
    const measure = (at: number) => measureParents({ db: stage.db, now: () => at }, AbortSignal.timeout(10_000));
    const pulled = async (kind: 'full' | 'incremental', at: number) => {
      const row = {
        id: `${kind} ${at}`,
        connection_id: 'jira',
        kind,
        state: 'done',
        requested_at: new Date(at),
      } as const;
      await stage.db
        .insertInto('sync_runs')
        .values({ ...row, finished_at: new Date(at) })
        .execute();
    };
    expect(await isDue(AT)).toBe(false);
    await pulled('incremental', AT + 1_000);
    expect(await isDue(AT + 2_000)).toBe(false);
    await pulled('full', AT + 3_000);
    // Until it was begun: a queue that was away loses nothing.
    expect([await isDue(AT + 4_000), await isDue(AT + 5_000)]).toEqual([true, true]);
    await measure(AT + 6_000);
    expect(await isDue(AT + 7_000)).toBe(false);
    const night = Date.parse('2026-11-19T03:00:00Z');
    expect([await isDue(night - 1_000), await isDue(night), await isDue(night + 1_000)]).toEqual([false, true, false]);
  });

  it('puts questions in order once a night, and before it once something happened and nothing is left to derive', async () => {
    const isDue = async (at: number) => (await plan(at)).isReviewDue;
    await stage.db
      .updateTable('schedules')
      .set({ due_at: new Date(AT + 30 * HOUR_MS), last_started_at: new Date(AT) })
      .where('name', '=', ORDERING)
      .execute();
    await addGoal(stage, 'O1');
    await stage.db
      .updateTable('goals')
      .set({ updated_at: new Date(AT + 1_000) })
      .execute();
    await stage.ingest([record('1')]);
    expect(await isDue(AT + HOUR_MS)).toBe(false);
    await stage.derive();
    expect([await isDue(AT + HOUR_MS), await isDue(AT + HOUR_MS)]).toEqual([true, true]);
    await orderQuestions({ db: stage.db, now: () => AT + HOUR_MS }, AbortSignal.timeout(10_000));
    expect(await isDue(AT + 2 * HOUR_MS)).toBe(false);
    expect([await isDue(AT + 30 * HOUR_MS), await isDue(AT + 30 * HOUR_MS + 1_000)]).toEqual([true, false]);
  });

  it('puts questions in order soon after a goal came that was in none, and not for each word changed in it', async () => {
    const isDue = async (at: number) => (await plan(at)).isReviewDue;
    const [came, second, minute] = [AT + HOUR_MS, 1_000, 60_000];
    const order = (at: number) => orderQuestions({ db: stage.db, now: () => at }, AbortSignal.timeout(10_000));
    await stage.db
      .updateTable('schedules')
      .set({ due_at: new Date(AT + 30 * HOUR_MS) })
      .where('name', '=', ORDERING)
      .execute();
    const act = { by: { id: null, name: 'Ada' }, through: 'browser' } as const;
    const goalDeps = (at: number) => ({ db: stage.db, now: () => at, onStale: async () => {} });
    await order(came - minute);
    expect(await isDue(came)).toBe(false);
    await actOnGoals(goalDeps(came), act, () => addGoal(stage, 'O8'));
    expect(await isDue(came + second)).toBe(true);
    await order(came + second);
    await actOnGoals(goalDeps(came + 2 * second), act, () => addGoal(stage, 'O9'));
    // One after the other: once for all of them.
    expect([await isDue(came + 3 * second), await isDue(came + 7 * second)]).toEqual([false, true]);
    await order(came + 7 * second);
    await actOnGoals(goalDeps(came + minute), act, async (tx) =>
      tx
        .updateTable('goals')
        .set({ title: 'Beds free by ten', updated_at: new Date(came + minute) })
        .where('key', '=', 'O9')
        .execute(),
    );
    expect([await isDue(came + 2 * minute), await isDue(came + 12 * minute)]).toEqual([false, true]);
  });

  it('looks at thresholds once a night, after what was learnt', async () => {
    const night = Date.parse('2026-11-19T05:00:00Z');
    const isDue = async (at: number) => (await plan(at)).areThresholdsDue;
    expect([await isDue(night - HOUR_MS), await isDue(night), await isDue(night + 1_000)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('names every scope we read in the census it asks for', async () => {
    await addScope(stage, 'A');
    await addScope(stage, 'B', { isSelected: false });
    await plan(Date.parse('2026-11-19T02:00:00Z'));
    const scopes = await stage.db.selectFrom('sync_run_scopes').select('scope_id').execute();
    expect(scopes).toEqual([{ scope_id: 'jira.A' }]);
  });

  it('forgets the times of a connection that is gone', async () => {
    const names = async () =>
      (await stage.db.selectFrom('schedules').select('name').execute()).filter(({ name }) => name.endsWith(' trello'));
    expect(await names()).toHaveLength(4);
    await stage.db.deleteFrom('connections').where('id', '=', 'trello').execute();
    await plan(AT + 14 * 24 * HOUR_MS);
    expect(await names()).toEqual([]);
  });
});
