import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolRecord } from '../../../connectors/connector.ts';
import { emptyTables } from './empty-tables.ts';
import {
  addScope,
  DAY_MS,
  everything,
  inStatus,
  NOON,
  openStage,
  placed,
  record,
  type Stage,
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
  await addScope(stage, 'ONB');
});

const moves = async (id: string) =>
  (await taskOf(stage, id)).transitions.map((move) => [move.at, move.fromName, move.toName]);

describe('a page', () => {
  it('read twice leaves the same rows', async () => {
    const records = [
      record('1', { transitions: [{ at: 5, fromId: '1', fromName: 'To Do', toId: '2', toName: 'Doing' }] }),
      record('2', { parentExternalId: '1' }),
      { type: 'person', externalId: 'a1', name: 'Ines', email: null } as const,
      { type: 'history', externalId: '2', isPart: true, transitions: [] } as const,
    ];
    const setAside = [{ externalId: '9', reason: 'Could not be read: title is missing.', raw: { id: '9' } }];
    await stage.ingest(records, { setAside });
    await stage.derive();
    const before = await everything(stage);
    stage.clock += 1;
    expect(await stage.ingest(records, { setAside })).toMatchObject({ changed: 0 });
    // Only when it was last set aside has moved on.
    await stage.db
      .updateTable('set_asides')
      .set({ at: new Date(NOON) })
      .execute();
    expect(await everything(stage)).toBe(before);
  });

  it('counts what it sets aside once, however often it is read', async () => {
    const setAside = [
      { externalId: '9', reason: 'Could not be read: title is missing.', raw: {} },
      { externalId: null, reason: 'Could not be read: id is missing.', raw: { title: 'nameless' } },
    ];
    for (let count = 0; count < 3; count += 1) await stage.ingest([], { setAside });
    expect(await stage.db.selectFrom('set_asides').select('id').execute()).toHaveLength(2);
  });

  it('older than what is stored changes nothing, in whatever order pages come', async () => {
    const [old, young] = [record('1', { title: 'old', updatedAt: 10 }), record('1', { title: 'young', updatedAt: 20 })];
    await stage.ingest([young]);
    await stage.ingest([old]);
    expect((await taskOf(stage, 'jira.1')).title).toBe('young');
    await emptyTables(stage);
    await stage.ingest([young, old]);
    expect((await taskOf(stage, 'jira.1')).title).toBe('young');
  });

  it('shows a task that stands in two scopes as one row, whichever scope it is read through', async () => {
    const both = record('1', { placements: [placed('ONB'), placed('REL')] });
    await stage.ingest([both], { connectionId: 'asana', scope: 'ONB' });
    await stage.ingest([both], { connectionId: 'asana', scope: 'REL' });
    const rows = await stage.db.selectFrom('tasks').select(['id', 'scope_id']).execute();
    expect(rows).toEqual([{ id: 'asana.1', scope_id: 'asana.ONB' }]);
  });

  it('is stored though people pasted what a database cannot keep', async () => {
    const odd = 'a\0b\ud800c';
    const field = { externalId: 'okr', name: odd, value: odd, number: null };
    const status = { externalId: '1', name: odd, category: null };
    await stage.ingest(
      [
        record('1', {
          title: odd,
          text: odd,
          key: odd,
          url: odd,
          kind: odd,
          labels: [odd, '"{,}\\'],
          fields: [field],
          status,
          placements: [placed('ONB', odd)],
          links: [{ url: odd, title: odd, place: 'text' }],
          raw: { [odd]: odd },
          transitions: [{ at: 1, fromId: null, fromName: odd, toId: null, toName: odd }],
        }),
        { type: 'person', externalId: 'a1', name: odd, email: null },
        {
          type: 'goal',
          externalId: 'g1',
          title: odd,
          description: odd,
          url: null,
          ownerId: null,
          status: null,
          parentExternalId: null,
          supporters: [],
        },
      ],
      { setAside: [{ externalId: '9', reason: 'Could not be read.', raw: odd }] },
    );
    const stored = await taskOf(stage, 'jira.1');
    expect(stored).toMatchObject({ title: 'ab\ufffdc', labels: ['ab\ufffdc', '"{,}\\'], status_name: 'ab\ufffdc' });
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
  });
});

describe('history', () => {
  const move = (at: number, toName: string) => ({ at, fromId: null, fromName: 'x', toId: toName, toName });
  const part = (...transitions: ReturnType<typeof move>[]) =>
    ({ type: 'history', externalId: '1', isPart: true, transitions }) as const;

  it('told in parts unites, in any order, overlapping or read twice', async () => {
    await stage.ingest([record('1')], { connectionId: 'trello' });
    await stage.ingest([part(move(30, 'c'), move(20, 'b'))], { connectionId: 'trello' });
    await stage.ingest([part(move(20, 'b'), move(10, 'a'))], { connectionId: 'trello' });
    await stage.ingest([part(move(30, 'c'))], { connectionId: 'trello' });
    expect((await moves('trello.1')).map(([at]) => at)).toEqual([10, 20, 30]);
  });

  it('told whole replaces what was stored', async () => {
    await stage.ingest([record('1', { transitions: [move(10, 'a'), move(20, 'b')] })]);
    await stage.ingest([{ type: 'history', externalId: '1', transitions: [move(30, 'c')] }]);
    expect((await moves('jira.1')).map(([at]) => at)).toEqual([30]);
  });

  describe('of a tool that tells none', () => {
    const options = { connectionId: 'asana' } as const;
    const later = NOON + DAY_MS;

    it('begins with our first sight of the task, from nowhere', async () => {
      await stage.ingest([record('1', { status: inStatus('Doing'), updatedAt: NOON - DAY_MS })], options);
      expect(await moves('asana.1')).toEqual([[NOON, null, 'Doing']]);
    });

    it('gains a move when the status differs from the stored one, at the time the tool gives', async () => {
      await stage.ingest([record('1')], options);
      stage.clock = later;
      const moved = record('1', { status: inStatus('Doing'), updatedAt: later - 5 });
      await stage.ingest([moved], options);
      await stage.ingest([moved], options);
      expect(await moves('asana.1')).toEqual([
        [NOON, null, 'To Do'],
        [later - 5, 'To Do', 'Doing'],
      ]);
    });

    it('gains nothing from an older version, nor from a change of title', async () => {
      await stage.ingest([record('1', { status: inStatus('Doing') })], options);
      await stage.ingest([record('1', { status: inStatus('To Do'), updatedAt: NOON - DAY_MS })], options);
      await stage.ingest([record('1', { status: inStatus('Doing'), title: 'Renamed', updatedAt: later })], options);
      expect(await moves('asana.1')).toEqual([[NOON, null, 'Doing']]);
    });

    it('counts active days since our first sync only, however old the task is', async () => {
      await stage.ingest([record('1', { status: inStatus('Doing'), createdAt: NOON - 200 * DAY_MS })], options);
      stage.clock = later;
      await stage.db
        .updateTable('tasks')
        .set({ stale_at: new Date(later) })
        .execute();
      await stage.derive();
      const period = await stage.db
        .selectFrom('task_periods')
        .select('active_days')
        .where('valid_to', 'is', null)
        .executeTakeFirstOrThrow();
      expect(period.active_days).toBe(2);
    });

    it('does not take our first sight of a finished task for the day it was finished', async () => {
      const finished = record('1', { status: inStatus('Done'), updatedAt: NOON - 40 * DAY_MS });
      await stage.ingest([finished], options);
      await stage.derive();
      const period = await stage.db.selectFrom('task_periods').select('finished_at').executeTakeFirstOrThrow();
      expect(period.finished_at).toEqual(new Date(NOON - 40 * DAY_MS));
    });
  });
});

describe('a tombstone', () => {
  const tombstone = (at: number | null) => ({ type: 'tombstone', externalId: '1', at }) as const;
  const trello = { connectionId: 'trello' } as const;

  it('takes the task out of what is counted, and keeps that it was deleted and when', async () => {
    await stage.ingest([record('1')], trello);
    await stage.derive();
    stage.clock = NOON + DAY_MS;
    await stage.ingest([tombstone(NOON + 100)], trello);
    const { gone_at, gone_how, stale_at } = await taskOf(stage, 'trello.1');
    expect([gone_at, gone_how, stale_at]).toEqual([new Date(NOON + 100), 'deleted', new Date(stage.clock)]);
    await stage.derive();
    const period = await stage.db
      .selectFrom('task_periods')
      .select(['is_live', 'is_countable'])
      .where('valid_to', 'is', null)
      .executeTakeFirstOrThrow();
    expect(period).toEqual({ is_live: false, is_countable: false });
    expect(await stateOf(stage, 'trello.1')).toBeUndefined();
  });

  it('read again, or for a task we never knew, changes nothing', async () => {
    await stage.ingest([record('1')], trello);
    await stage.ingest([tombstone(NOON)], trello);
    await stage.derive();
    const before = await everything(stage);
    stage.clock += 1;
    await stage.ingest([tombstone(NOON + 1), { ...tombstone(NOON), externalId: '77' }], trello);
    expect(await everything(stage)).toBe(before);
  });

  it('older than the stored version is no news', async () => {
    await stage.ingest([record('1', { updatedAt: NOON })], trello);
    await stage.ingest([tombstone(NOON - 1)], trello);
    expect((await taskOf(stage, 'trello.1')).gone_at).toBeNull();
  });

  it('without a time counts from now, and frees the parent of its last child', async () => {
    await stage.ingest([record('1', { parentExternalId: '2' }), record('2')], trello);
    await stage.derive();
    expect((await taskOf(stage, 'trello.2')).is_container).toBe(true);
    await stage.ingest([tombstone(null)], trello);
    await stage.derive();
    expect((await taskOf(stage, 'trello.1')).gone_at).toEqual(new Date(stage.clock));
    expect((await taskOf(stage, 'trello.2')).is_container).toBe(false);
  });

  it.each([
    [1, false],
    [2, true],
  ])('of the only child we know leaves a parent of %i a container: %s', async (childCount, isContainer) => {
    await stage.ingest([record('1', { parentExternalId: '2' }), record('2', { childCount })], trello);
    await stage.ingest([tombstone(null)], trello);
    await stage.derive();
    expect((await taskOf(stage, 'trello.2')).is_container).toBe(isContainer);
  });
});

describe('pages tied to a task', () => {
  const page = { url: 'https://wiki.example/KR1.1', title: 'KR1.1 Imports', place: 'remote-link' as const };
  const tied = (...links: (typeof page)[]) => ({ type: 'remote-links', externalId: '1', links }) as const;
  const kept = async () => (await taskOf(stage, 'jira.1')).remote_links;

  it('outlive pulls that do not read them, make it stale when they change, and go when they are read as gone', async () => {
    await stage.ingest([record('1'), tied(page)]);
    await stage.derive();
    await stage.ingest([record('1', { title: 'Another', updatedAt: NOON + 60_000 })]);
    expect(await kept()).toEqual([page]);
    await stage.derive();
    await stage.ingest([tied(page)]);
    expect((await taskOf(stage, 'jira.1')).stale_at).toBeNull();
    await stage.ingest([tied()]);
    expect(await kept()).toEqual([]);
    expect((await taskOf(stage, 'jira.1')).stale_at).not.toBeNull();
  });

  it('of a task we do not know are passed over', async () => {
    await stage.ingest([tied(page)]);
    expect(await stage.db.selectFrom('tasks').select('id').execute()).toEqual([]);
  });
});

describe('a goal kept in a tool', () => {
  const goal = (taskIds: string[]): ToolRecord => ({
    type: 'goal',
    externalId: 'g1',
    title: 'Any',
    description: '',
    url: null,
    ownerId: null,
    status: null,
    parentExternalId: null,
    supporters: taskIds.map((externalId) => ({ kind: 'task', externalId, weight: null })),
  });

  it('makes tasks stale when what supports it changed and it is one of ours', async () => {
    await stage.ingest([record('1'), goal([])], { connectionId: 'asana' });
    await stage.db
      .insertInto('goals')
      .values({ id: 'o1', key: 'O1', kind: 'objective', title: 'Any', description: '', weight: 1, urls: [] } as never)
      .execute();
    await stage.db.updateTable('tool_goals').set({ goal_id: 'o1', matched_by: 'hand' }).execute();
    await stage.derive();
    await stage.ingest([goal(['1'])], { connectionId: 'asana' });
    await stage.derive();
    expect(await stateOf(stage, 'asana.1')).toBe('aligned');
    await stage.ingest([goal(['1'])], { connectionId: 'asana' });
    expect((await taskOf(stage, 'asana.1')).stale_at).toBeNull();
  });
});
