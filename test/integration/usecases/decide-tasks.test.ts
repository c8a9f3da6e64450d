import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person, Viewer } from '../../../src/domain/person.ts';
import { insertPerson } from '../../../src/store/people.ts';
import {
  listDecisions,
  listPending,
  listRevisitsDue,
  listWaitingFor,
} from '../../../src/store/views/task-decisions.ts';
import { decideLinkWords, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { decideTasks, type TaskWord, undoTaskDecisions } from '../../../src/usecases/decide-tasks.ts';
import { flagToday } from '../../../src/usecases/flag-today.ts';
import { emptyTables } from './empty-tables.ts';
import { addCycle, addGoal, addScope, addTeam, flagOf, NOON, openStage, record, type Stage, stateOf } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const ADA = { id: null as never, name: 'Ada' };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1');
  await addGoal(stage, 'O3', { closedOn: '2026-01-01' });
  await stage.ingest([record('1'), record('2')]);
  await stage.derive();
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

function say(word: Partial<TaskWord> & Pick<TaskWord, 'says'>, viewer = OWNER, by: Pick<Person, 'id' | 'name'> = ADA) {
  stage.clock += 60_000;
  return decideTasks(deps(), viewer, by, { items: [{ taskId: 'jira.1' }], ...word });
}

function undo(decisionIds: readonly number[], viewer = OWNER) {
  stage.clock += 60_000;
  return undoTaskDecisions(deps(), viewer, decisionIds);
}

async function toDay(day: string): Promise<void> {
  stage.clock = Date.parse(`${day}T11:00:00Z`);
  await flagToday(deps());
  await stage.derive();
}

const today = () => new Date(stage.clock).toISOString().slice(0, 10);
const history = async () =>
  (await listDecisions(stage.db, OWNER, today(), { taskId: 'jira.1', cursor: null, limit: 50 })).rows.map(
    (row) => `${row.says} ${row.standing}`,
  );

describe('a person’s word on a task', () => {
  it('shows at once, outlives a derivation of everything, and taken back leaves the task as before', async () => {
    const before = await flagOf(stage, 'jira.1');
    const { decisionIds } = await say({ says: 'ktlo', because: 'certificates run out' });
    const said = await flagOf(stage, 'jira.1');
    expect(said).toMatchObject({
      state: 'ktlo',
      reason: 'Ada said that it keeps the lights on, because certificates run out.',
    });
    await toDay('2026-11-20');
    expect(await flagOf(stage, 'jira.1')).toEqual(said);
    expect(await undo(decisionIds)).toEqual({ undone: 1 });
    expect(await flagOf(stage, 'jira.1')).toEqual(before);
    expect(await undo(decisionIds)).toEqual({ undone: 0 });
    expect(await history()).toEqual(['ktlo undone']);
  });

  it('replaces the one before, which stays as history and is in force again when it is taken back', async () => {
    await say({ says: 'ktlo' });
    const { decisionIds } = await say({ says: 'not-now', because: 'O1 first' });
    expect(await history()).toEqual(['not-now in-force', 'ktlo replaced']);
    await undo(decisionIds);
    expect(await stateOf(stage, 'jira.1')).toBe('ktlo');
    expect(await history()).toEqual(['not-now undone', 'ktlo in-force']);
  });

  it('ends when somebody says which goal it serves, and comes back with that taken back', async () => {
    await say({ says: 'ask-owner' }, OWNER, await bert());
    stage.clock += 60_000;
    const items = [{ taskId: 'jira.1', goalKey: 'O1' }];
    const { decisionIds } = await decideLinkWords(deps(), OWNER, ADA, { says: 'accepted', items });
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    stage.clock += 60_000;
    await undoLinkWords(deps(), OWNER, decisionIds);
    expect(await stateOf(stage, 'jira.1')).toBe('pending-decision');
  });

  it('said by two people at once leaves one in force', async () => {
    const both = await Promise.all([say({ says: 'ktlo' }), say({ says: 'not-now', because: 'later' })]);
    expect(both.map(({ decided }) => decided)).toEqual([1, 1]);
    expect((await history()).filter((line) => line.endsWith('in-force'))).toHaveLength(1);
  });

  it('on what nobody can decide about is named, and the rest is done', async () => {
    await stage.ingest([record('epic'), record('child', { parentExternalId: 'epic' })]);
    await stage.derive();
    await stage.db
      .updateTable('tasks')
      .set({ gone_at: new Date(NOON), gone_how: 'deleted' })
      .where('id', '=', 'jira.2')
      .execute();
    const items = ['jira.1', 'jira.1', 'jira.2', 'jira.epic', 'jira.99'].map((taskId) => ({ taskId }));
    const said = await say({ says: 'ktlo', items });
    expect(said.decided).toBe(1);
    expect(said.failed.map(({ taskId, code }) => `${taskId} ${code}`)).toEqual([
      'jira.2 task-gone',
      'jira.epic has-tasks-below',
      'jira.99 no-such-task',
    ]);
  });
});

describe('“not now”', () => {
  it('needs a reason, an open goal if any, and a day to come: else nothing is decided', async () => {
    const code = (word: Partial<TaskWord>) => say({ says: 'not-now', ...word }).catch((error) => error.code);
    expect(await code({ because: '  ' })).toBe('needs-a-reason');
    expect(await code({ because: 'x'.repeat(501) })).toBe('reason-too-long');
    expect(await code({ because: 'x', yieldsTo: 'O9' })).toBe('unknown-goal');
    expect(await code({ because: 'x', yieldsTo: 'O3' })).toBe('goal-closed');
    expect(await code({ because: 'x', revisitOn: '2026-11-18' })).toBe('bad-revisit-day');
    expect(await code({ because: 'x', revisitOn: '2026-02-30' })).toBe('bad-revisit-day');
    expect(await history()).toEqual([]);
  });

  it('comes back on its day once, says so, and is listed as due until somebody decides', async () => {
    await say({ says: 'not-now', because: 'the import comes first', yieldsTo: 'o1', revisitOn: '2026-11-21' });
    expect(await flagOf(stage, 'jira.1')).toMatchObject({
      state: 'not-now',
      reason:
        'Ada said “not now” until 2026-11-21, because the import comes first; it makes room for O1 “Quarterly aim O1”.',
    });
    await toDay('2026-11-20');
    expect(await stateOf(stage, 'jira.1')).toBe('not-now');
    expect((await listRevisitsDue(stage.db, OWNER, '2026-11-20')).items).toEqual([]);
    await toDay('2026-11-21');
    const back = await flagOf(stage, 'jira.1');
    expect(back?.state).toBe('no-why');
    expect(back?.reason).toMatch(
      /^Ada put it off until 2026-11-21, because the import comes first; now is the time to decide\. No why yet: /,
    );
    const due = await listRevisitsDue(stage.db, OWNER, '2026-11-21');
    expect(due).toMatchObject({
      hidden: 0,
      items: [{ taskId: 'jira.1', revisitOn: '2026-11-21', yieldsTo: { key: 'O1' } }],
    });
    expect(await history()).toEqual(['not-now due']);
    await say({ says: 'ktlo' });
    expect((await listRevisitsDue(stage.db, OWNER, '2026-11-21')).items).toEqual([]);
    expect(await history()).toEqual(['ktlo in-force', 'not-now replaced']);
  });

  it('that was aligned meanwhile asks for nothing on its day', async () => {
    await say({ says: 'not-now', because: 'later', revisitOn: '2026-11-21' });
    await stage.ingest([record('1', { labels: ['O1'], updatedAt: stage.clock })]);
    await toDay('2026-11-21');
    expect(await flagOf(stage, 'jira.1')).toMatchObject({
      state: 'aligned',
      reason: expect.stringMatching(/^Serves O1/),
    });
    expect((await listRevisitsDue(stage.db, OWNER, '2026-11-21')).items).toEqual([]);
  });

  it('said again is shown as the second time; one that was taken back does not count', async () => {
    const { decisionIds } = await say({ says: 'not-now', because: 'a slip' });
    await undo(decisionIds);
    await say({ says: 'not-now', because: 'later', revisitOn: '2026-11-21' });
    await toDay('2026-11-21');
    await say({ says: 'not-now', because: 'still later', revisitOn: '2026-12-01' });
    expect((await flagOf(stage, 'jira.1'))?.reason).toBe(
      'Ada said “not now” for the second time, until 2026-12-01, because still later.',
    );
  });

  it('without a day comes back on the first day of the next cycle, else in ninety days', async () => {
    const revisitOn = async () =>
      (await listDecisions(stage.db, OWNER, today(), { taskId: 'jira.1', cursor: null, limit: 1 })).rows[0]?.revisitOn;
    await say({ says: 'not-now', because: 'later' });
    expect(await revisitOn()).toBe('2027-02-16');
    await addCycle(stage, 'q4', '2026-10-01', '2026-12-31');
    await addCycle(stage, 'q1', '2027-01-04', '2027-03-31');
    await say({ says: 'not-now', because: 'later' });
    expect(await revisitOn()).toBe('2027-01-04');
  });
});

async function person(id: string, given: Partial<Person> = {}): Promise<Person> {
  const one: Person = {
    id,
    email: `${id}@x.example`,
    name: id,
    managerId: null,
    teamId: null,
    role: 'manager',
    leftAt: null,
    ...given,
  };
  await insertPerson(stage.db, one);
  return one;
}

/** An owner to ask. */
async function bert() {
  await person('bert', { role: 'owner' });
  return ADA;
}

describe('asking the owner', () => {
  beforeEach(async () => {
    await addTeam(stage, 'ward');
    await addScope(stage, 'ONB', { teamId: 'ward' });
    await person('olga', { role: 'owner' });
    await person('lea', { role: 'leader', managerId: 'olga' });
    await person('mara', { teamId: 'ward', managerId: 'lea' });
    await person('max', { teamId: 'ward', managerId: 'mara', role: 'member' });
    await stage.ingest([record('1', { assigneeId: 'acc-max', updatedAt: stage.clock + 1 })]);
    await stage.db
      .insertInto('accounts')
      .values({
        connection_id: 'jira',
        external_id: 'acc-max',
        name: 'Max',
        email: null,
        person_id: 'max',
        matched_by: 'hand',
      })
      .onConflict((at) => at.columns(['connection_id', 'external_id']).doUpdateSet({ person_id: 'max' }))
      .execute();
    await stage.derive();
  });

  const max: Viewer = { personId: 'max', role: 'member', teamIds: ['ward'] };
  const mara: Viewer = { personId: 'mara', role: 'manager', teamIds: ['ward'] };
  const lea: Viewer = { personId: 'lea', role: 'leader', teamIds: ['ward'] };
  const MAX = { id: 'max', name: 'Max' };

  it('makes it wait for who leads the team, until any later word', async () => {
    await say({ says: 'ask-owner', because: 'it may be for O1' }, max, MAX);
    expect(await flagOf(stage, 'jira.1')).toMatchObject({
      state: 'pending-decision',
      reason: 'It waits for mara to decide; Max asked, because it may be for O1.',
    });
    const waiting = await listWaitingFor(stage.db, mara, today());
    expect(waiting.map(({ taskId, askedName }) => `${taskId} ${askedName}`)).toEqual(['jira.1 mara']);
    expect(await listWaitingFor(stage.db, lea, today())).toEqual([]);
    await say({ says: 'not-now', because: 'later' }, mara, { id: 'mara', name: 'Mara' });
    expect(await listWaitingFor(stage.db, mara, today())).toEqual([]);
    expect(await stateOf(stage, 'jira.1')).toBe('not-now');
  });

  it('is read of a team and of whoever was asked by those above, and counted for those who may not see it', async () => {
    await say({ says: 'ask-owner' }, max, MAX);
    const pending = async (viewer: Viewer, of: Parameters<typeof listPending>[3]) => {
      const { items, hidden } = await listPending(stage.db, viewer, today(), of);
      return [items.map(({ taskId }) => taskId), hidden];
    };
    expect(await pending(lea, { teamIds: ['ward'] })).toEqual([['jira.1'], 0]);
    expect(await pending(lea, { teamIds: ['lab'] })).toEqual([[], 0]);
    expect(await pending(lea, { askedIds: ['mara'] })).toEqual([['jira.1'], 0]);
    expect(await pending(lea, { askedIds: ['lea'] })).toEqual([[], 0]);
    expect(await pending({ personId: 'x', role: 'manager', teamIds: ['lab'] }, {})).toEqual([[], 1]);
  });

  it('asks the next above where the one who leads it asks, and only those who may see it', async () => {
    await say({ says: 'ask-owner' }, mara, { id: 'mara', name: 'Mara' });
    expect((await listWaitingFor(stage.db, lea, today())).map(({ taskId }) => taskId)).toEqual(['jira.1']);
    await stage.db.updateTable('scopes').set({ is_private: true }).execute();
    await stage.db
      .insertInto('scope_people')
      .values([{ scope_id: 'jira.ONB', person_id: 'max' }])
      .execute();
    expect((await say({ says: 'ask-owner' }, max, MAX)).failed.map(({ code }) => code)).toEqual(['nobody-to-ask']);
    await stage.db
      .insertInto('scope_people')
      .values([{ scope_id: 'jira.ONB', person_id: 'lea' }])
      .execute();
    expect((await say({ says: 'ask-owner' }, max, MAX)).decided).toBe(1);
    expect(await listWaitingFor(stage.db, mara, today())).toEqual([]);
    expect(await listWaitingFor(stage.db, lea, today())).toHaveLength(1);
  });

  it('of somebody by name takes those who decide, and nobody else', async () => {
    const code = (askedPersonId: string) =>
      say({ says: 'ask-owner', askedPersonId }, max, MAX).catch((error) => error.code);
    expect(await code('max')).toBe('unknown-person');
    expect(await code('nobody')).toBe('unknown-person');
    expect(await code('olga')).toMatchObject({ decided: 1 });
  });

  it('is all a member may do; they take back their own word, and nobody else’s', async () => {
    for (const says of ['ktlo', 'not-now'] as const) {
      expect((await say({ says, because: 'x' }, max, MAX)).failed.map(({ code }) => code)).toEqual(['managers-decide']);
    }
    const own = await say({ says: 'ask-owner' }, max, MAX);
    expect(await undo(own.decisionIds, max)).toEqual({ undone: 1 });
    const other = await say({ says: 'ktlo' }, mara, { id: 'mara', name: 'Mara' });
    expect(await undo(other.decisionIds, max)).toEqual({ undone: 0 });
    expect(await undo(other.decisionIds, { ...mara, teamIds: ['lab'] })).toEqual({ undone: 0 });
    expect(await undo(other.decisionIds, lea)).toEqual({ undone: 1 });
  });

  it('what is due is counted for those who may not see it, and never named', async () => {
    await say({ says: 'not-now', because: 'later', revisitOn: '2026-11-21' });
    await toDay('2026-11-21');
    const stranger: Viewer = { personId: 'x', role: 'manager', teamIds: ['lab'] };
    expect(await listRevisitsDue(stage.db, stranger, '2026-11-21')).toEqual({ items: [], hidden: 1 });
    const ofTeam = (team: string) => listRevisitsDue(stage.db, OWNER, '2026-11-21', { teamIds: [team] });
    expect((await ofTeam('ward')).items).toHaveLength(1);
    expect(await ofTeam('lab')).toEqual({ items: [], hidden: 0 });
    const page = { taskId: null, cursor: null, limit: 50 };
    expect((await listDecisions(stage.db, stranger, '2026-11-21', page)).rows).toEqual([]);
  });
});
