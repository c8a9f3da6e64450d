import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { closeGoal } from '../../../src/usecases/change-goals.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { flagToday } from '../../../src/usecases/flag-today.ts';
import { emptyTables } from './empty-tables.ts';
import {
  addCycle,
  addGoal,
  addRule,
  addScope,
  addTeam,
  DAY_MS,
  everything,
  flagOf,
  inStatus,
  linksOf,
  NOON,
  openStage,
  placed,
  record,
  type Stage,
  setToday,
  stateOf,
  taskOf,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1');
  await addGoal(stage, 'KR1.1', { parentId: 'o1' });
});

/** Stores a later version of a task and derives. */
async function change(externalId: string, given: Partial<TaskRecord>): Promise<void> {
  stage.clock += 60_000;
  await stage.ingest([record(externalId, { updatedAt: stage.clock, ...given })]);
  await stage.derive();
}

const labelled = { labels: ['KR1.1'] };
const period = (taskId: string) =>
  stage.db
    .selectFrom('task_periods')
    .selectAll()
    .where('task_id', '=', taskId)
    .where('valid_to', 'is', null)
    .executeTakeFirstOrThrow();
const state = (externalId: string) => stateOf(stage, `jira.${externalId}`);

describe('deriving', () => {
  const thirty = Array.from({ length: 30 }, (_, n) =>
    record(
      String(n),
      n % 3 === 0 ? labelled : { parentExternalId: n % 3 === 1 ? '0' : null, status: inStatus('Done') },
    ),
  );

  it('again, or all anew, writes no row that reads differently', async () => {
    await stage.ingest(thirty);
    expect((await stage.derive()).tasks).toBe(30);
    const before = await everything(stage);
    stage.clock += 60_000;
    expect(await stage.derive()).toEqual({ tasks: 0, flagsChanged: 0 });
    await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    expect(await stage.derive()).toEqual({ tasks: 30, flagsChanged: 0 });
    expect(await everything(stage)).toBe(before);
  });

  it('twice at once does each task once', async () => {
    await stage.ingest(thirty);
    const counts = await Promise.all([stage.derive(), stage.derive(), stage.derive()]);
    expect(counts.reduce((sum, one) => sum + one.tasks, 0)).toBe(30);
    const open = await stage.db.selectFrom('flags').select('task_id').where('valid_to', 'is', null).execute();
    // Number 0 carries others and is not flagged.
    expect(open).toHaveLength(29);
  });

  it('keeps the day a task was seen done where no tool says it', async () => {
    const done = { status: inStatus('Done'), updatedAt: null, createdAt: null };
    await stage.ingest([record('1', done)]);
    await stage.derive();
    const finishedAt = new Date(stage.clock);
    stage.clock += 3 * DAY_MS;
    await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    await stage.derive();
    expect((await period('jira.1')).finished_at).toEqual(finishedAt);
  });

  it('misses nothing that changes while it runs', async () => {
    await stage.ingest(Array.from({ length: 700 }, (_, n) => record(String(n), { labels: ['O7'] })));
    let isAdded = false;
    const notify = async () => {
      // Between its batches a goal is imported that every task names.
      if (isAdded) return;
      isAdded = true;
      await addGoal(stage, 'O7');
      await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    };
    await deriveStale({ db: stage.db, now: () => stage.clock, notify }, AbortSignal.timeout(110_000));
    await stage.derive();
    const states = await stage.db
      .selectFrom('flags')
      .select('state')
      .distinct()
      .where('valid_to', 'is', null)
      .execute();
    expect(states).toEqual([{ state: 'aligned' }]);
  });

  it('waits for a change of goals that is being stored, and reads them as changed', async () => {
    await stage.ingest([record('1', { labels: ['O7'] })]);
    let deriving: Promise<unknown> = Promise.resolve();
    await stage.db.transaction().execute(async (tx) => {
      await addGoal({ ...stage, db: tx as never }, 'O7');
      await markAllStale(tx, new Date(stage.clock));
      deriving = stage.derive();
      await expect(Promise.race([deriving, settled(200)])).resolves.toBe('nothing yet');
    });
    await deriving;
    expect(await state('1')).toBe('aligned');
  });
});

async function settled(ms: number): Promise<string> {
  await new Promise((done) => setTimeout(done, ms));
  return 'nothing yet';
}

describe('a label that names a goal', () => {
  it('aligns by itself when it is added', async () => {
    await change('1', {});
    expect(await state('1')).toBe('no-why');
    await change('1', labelled);
    expect(await linksOf(stage, 'jira.1')).toMatchObject([{ goal_id: 'kr1.1', verdict: 'automatic' }]);
    expect(await flagOf(stage, 'jira.1')).toMatchObject({ state: 'aligned', goal_ids: ['kr1.1'] });
  });

  it('leaves a broken link that names it when it is taken off, mended when it is back', async () => {
    await change('1', labelled);
    await change('1', {});
    expect(await linksOf(stage, 'jira.1')).toMatchObject([
      { verdict: 'broken', broken_hop: { kind: 'label', value: 'KR1.1' } },
    ]);
    const flag = await flagOf(stage, 'jira.1');
    expect(flag?.state).toBe('broken-link');
    expect(flag?.reason).toContain('KR1.1');
    await change('1', labelled);
    expect(await state('1')).toBe('aligned');
  });

  it('on a parent comes down to its children, and goes with it', async () => {
    await stage.ingest([record('epic', labelled), record('1', { parentExternalId: 'epic' })]);
    await stage.derive();
    expect(await state('1')).toBe('aligned');
    await change('epic', { labels: [] });
    expect(await state('1')).toBe('broken-link');
    expect((await linksOf(stage, 'jira.1'))[0]?.broken_hop).toMatchObject({ taskId: 'jira.epic', value: 'KR1.1' });
  });

  it('comes down from a parent that is read after its child', async () => {
    await change('1', { parentExternalId: 'epic' });
    expect(await state('1')).toBe('no-why');
    await change('epic', labelled);
    expect(await state('1')).toBe('aligned');
  });
});

describe('what is counted', () => {
  it('a task with a child no more; again when its last child moves elsewhere', async () => {
    await change('a', {});
    expect(await state('a')).toBe('no-why');
    await change('1', { parentExternalId: 'a' });
    expect((await period('jira.a')).is_countable).toBe(false);
    expect(await state('a')).toBeUndefined();
    await change('b', {});
    await change('1', { parentExternalId: 'b' });
    expect((await period('jira.a')).is_countable).toBe(true);
    expect(await state('a')).toBe('no-why');
    expect((await period('jira.b')).is_countable).toBe(false);
  });

  it('a mirror once, also when it is read before what it mirrors', async () => {
    await change('mirror', { mirrorOfExternalId: '1' });
    expect((await period('jira.mirror')).is_countable).toBe(true);
    await change('1', {});
    expect((await period('jira.mirror')).is_countable).toBe(false);
    expect((await period('jira.1')).is_countable).toBe(true);
  });

  it('only what stands in a selected scope, through whichever it is read', async () => {
    await addScope(stage, 'ONB', { isSelected: false });
    await addScope(stage, 'REL');
    await change('1', {});
    await change('2', { placements: [placed('ONB'), placed('REL')] });
    await change('3', { placements: [placed('elsewhere')] });
    const counted = await Promise.all(['1', '2', '3'].map(async (id) => (await period(`jira.${id}`)).is_live));
    expect(counted).toEqual([false, true, true]);
  });

  it('nothing in a scope that its tool has archived', async () => {
    await addScope(stage, 'OLD', { isArchived: true });
    await change('1', { placements: [placed('OLD')] });
    expect((await period('jira.1')).is_live).toBe(false);
  });
});

describe('a day alone', () => {
  const toDay = async (day: string) => {
    stage.clock = Date.parse(`${day}T11:00:00Z`);
    await flagToday({ db: stage.db, now: () => stage.clock });
    await stage.derive();
  };

  it('closes a goal: work on it says so from that day on', async () => {
    await change('1', labelled);
    await setToday(stage, '2026-11-18');
    const deps = { db: stage.db, now: () => stage.clock, onStale: async () => {} };
    await closeGoal(deps, 'kr1.1', '2026-11-20');
    await stage.derive();
    expect(await state('1')).toBe('aligned');
    await toDay('2026-11-19');
    expect(await state('1')).toBe('aligned');
    await toDay('2026-11-20');
    expect(await state('1')).toBe('closed-goal');
  });

  it('ends a cycle and begins the next', async () => {
    await addCycle(stage, 'c1', '2026-10-01', '2026-11-19');
    await addCycle(stage, 'c2', '2026-11-20', '2026-12-31');
    await addGoal(stage, 'O8', { cycleId: 'c1' });
    await addGoal(stage, 'O9', { cycleId: 'c2' });
    await stage.ingest([record('1', { labels: ['O8'] }), record('2', { labels: ['O9'] })]);
    await toDay('2026-11-18');
    expect([await state('1'), await state('2')]).toEqual(['aligned', 'wrong-cycle']);
    // Two days were slept through.
    await toDay('2026-11-21');
    expect([await state('1'), await state('2')]).toEqual(['wrong-cycle', 'aligned']);
  });

  it('holds a decision from its first day to its last, both counted', async () => {
    await stage.ingest([record('1'), record('2', labelled)]);
    await toDay('2026-11-17');
    for (const [task_id, says] of [
      ['jira.1', 'ktlo'],
      ['jira.2', 'not-now'],
    ] as const) {
      await stage.db
        .insertInto('task_decisions')
        .values({
          task_id,
          says,
          because: 'audit',
          by_name: 'Ada',
          from_on: '2026-11-19',
          until_on: '2026-11-20',
          at: new Date(stage.clock),
        } as never)
        .execute();
    }
    const seen: unknown[] = [];
    for (const day of ['18', '19', '20', '21']) {
      await toDay(`2026-11-${day}`);
      seen.push([await state('1'), await state('2')]);
    }
    expect(seen).toEqual([
      ['no-why', 'aligned'],
      ['ktlo', 'not-now'],
      ['ktlo', 'not-now'],
      ['no-why', 'aligned'],
    ]);
  });

  it('grows the active days of work in progress and touches nothing else; a second look finds nothing', async () => {
    await change('1', { status: inStatus('Doing'), createdAt: NOON });
    await change('2', { createdAt: NOON });
    await setToday(stage, '2026-11-18');
    stage.clock += DAY_MS;
    await flagToday({ db: stage.db, now: () => stage.clock });
    await flagToday({ db: stage.db, now: () => stage.clock });
    expect(await stage.derive()).toEqual({ tasks: 1, flagsChanged: 0 });
    expect((await period('jira.1')).active_days).toBe(2);
    await flagToday({ db: stage.db, now: () => stage.clock });
    expect((await stage.derive()).tasks).toBe(0);
  });
});

describe('keeping the lights on', () => {
  const patch = (n: number) => record(String(n), { labels: ['patching'], createdAt: NOON - n * DAY_MS });
  const over = async () =>
    (
      await stage.db
        .selectFrom('flags')
        .select('task_id')
        .where('state', '=', 'over-allowance')
        .where('valid_to', 'is', null)
        .orderBy('task_id')
        .execute()
    ).map((row) => row.task_id);

  beforeEach(async () => {
    await addTeam(stage, 'ops');
    await addScope(stage, 'ONB', { teamId: 'ops' });
    await addRule(stage, { label: 'patching' }, 'ktlo');
  });

  it('goes beyond the allowance with only the excess, the newest', async () => {
    await stage.db.insertInto('allowances').values({ team_id: 'ops', share: 0.3 }).execute();
    await stage.ingest([1, 2, 3, 4, 5].map(patch).concat(Array.from({ length: 5 }, (_, n) => record(`x${n}`))));
    await stage.derive();
    // Three of ten may stay: the oldest.
    expect(await over()).toEqual(['jira.1', 'jira.2']);
    await stage.ingest(Array.from({ length: 10 }, (_, n) => record(`y${n}`)));
    await stage.derive();
    expect(await over()).toEqual([]);
  });

  it('has the common allowance where the team has none of its own', async () => {
    await stage.db.insertInto('allowances').values({ team_id: null, share: 0.5 }).execute();
    await stage.ingest([patch(1), patch(2)]);
    await stage.derive();
    expect(await over()).toEqual(['jira.1']);
  });

  it('by a person is outside the allowance, as long as their word holds', async () => {
    await stage.db.insertInto('allowances').values({ team_id: 'ops', share: 0 }).execute();
    const said = { says: 'ktlo', because: '', by_name: 'Ada', at: new Date(NOON) } as const;
    await stage.ingest([patch(1), patch(2)]);
    await stage.db
      .insertInto('task_decisions')
      .values([
        { ...said, task_id: 'jira.1', from_on: '2026-11-01', until_on: '2026-11-30' },
        { ...said, task_id: 'jira.2', from_on: '2026-11-01', until_on: '2026-11-10' },
      ] as never)
      .execute();
    await stage.derive();
    expect([await state('1'), await state('2')]).toEqual(['ktlo', 'over-allowance']);
  });
});

describe('whose a task is', () => {
  beforeEach(async () => {
    for (const team of ['by-scope', 'by-field', 'by-assignee']) await addTeam(stage, team);
    await stage.db
      .insertInto('people')
      .values({
        id: 'ines',
        email: 'ines@example.org',
        name: 'Ines',
        team_id: 'by-assignee',
        role: 'member',
        manager_id: null,
      } as never)
      .execute();
    await stage.db
      .insertInto('accounts')
      .values({
        connection_id: 'jira',
        external_id: 'a1',
        name: 'Ines',
        email: null,
        person_id: 'ines',
        matched_by: 'hand',
      })
      .execute();
    await addScope(stage, 'TEAM', { teamId: 'by-scope' });
  });

  const field = [{ externalId: 'team', name: 'Team', value: 'By-Field', number: null }];
  it.each([
    ['its scope first', { placements: [placed('TEAM')], fields: field, assigneeId: 'a1' }, 'by-scope'],
    ['else the team its field names', { fields: field, assigneeId: 'a1' }, 'by-field'],
    ['else its assignee’s', { assigneeId: 'a1' }, 'by-assignee'],
    ['else nobody’s', { assigneeId: 'stranger' }, null],
  ])('%s', async (_title, given, team) => {
    await change('1', given);
    expect((await period('jira.1')).team_id).toBe(team);
    expect((await taskOf(stage, 'jira.1')).team_id).toBe(team);
  });

  it('on the day: a move to another team leaves the days before as they were', async () => {
    await change('1', { assigneeId: 'a1' });
    await stage.db.updateTable('people').set({ team_id: 'by-field' }).execute();
    stage.clock += DAY_MS;
    await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    await stage.derive();
    const periods = await stage.db.selectFrom('task_periods').select(['team_id', 'valid_to']).orderBy('id').execute();
    expect(periods).toEqual([
      { team_id: 'by-assignee', valid_to: new Date(stage.clock) },
      { team_id: 'by-field', valid_to: null },
    ]);
  });
});
