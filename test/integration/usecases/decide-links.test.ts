import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { decideLinkWords, type LinkWord, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, addTeam, flagOf, linksOf, openStage, record, type Stage, stateOf } from './stage.ts';

const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;
const ADA = { id: null as never, name: 'Ada' };

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
  await addGoal(stage, 'O2');
  // Nothing is sure enough to link by itself: a label is a suggestion.
  await stage.db.updateTable('settings').set({ automatic_threshold: 1 }).execute();
});

const deps = () => ({
  db: stage.db,
  now: () => stage.clock,
  notify: async () => {},
  onStale: async () => {
    wakes += 1;
  },
});

async function pull(externalId: string, given: Partial<TaskRecord> = {}): Promise<void> {
  stage.clock += 60_000;
  await stage.ingest([record(externalId, { updatedAt: stage.clock, ...given })]);
  await stage.derive();
}

function say(
  says: LinkWord['says'],
  taskId: string,
  goalKey?: string,
  viewer: Parameters<typeof decideLinkWords>[1] = OWNER,
) {
  stage.clock += 60_000;
  return decideLinkWords(deps(), viewer, ADA, { says, items: [{ taskId, goalKey }] });
}

const verdicts = async (taskId: string) =>
  (await linksOf(stage, taskId)).map((link) => `${link.goal_id} ${link.verdict}`);

describe('an accepted link', () => {
  it('shows at once, and outlives every later pull and all that vanishes', async () => {
    await pull('1', { labels: ['O1'] });
    expect(await stateOf(stage, 'jira.1')).toBe('suggested');
    await say('accepted', 'jira.1');
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect(wakes).toBe(1);
    await pull('1', { labels: [], title: 'Something else' });
    await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
    await stage.derive();
    expect(await verdicts('jira.1')).toEqual(['o1 accepted']);
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
  });

  it('can be set by hand where nothing was found, and comes down to children', async () => {
    await pull('epic');
    await pull('1', { parentExternalId: 'epic' });
    await say('accepted', 'jira.epic', 'o2');
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.7 }).execute();
    await stage.derive();
    expect(await flagOf(stage, 'jira.1')).toMatchObject({ state: 'aligned', goal_ids: ['o2'] });
  });

  it('taken back leaves the task as it was before', async () => {
    await pull('1', { labels: ['O1'] });
    const before = await flagOf(stage, 'jira.1');
    const { decisionIds } = await say('accepted', 'jira.1');
    stage.clock += 60_000;
    expect(await undoLinkWords(deps(), OWNER, decisionIds)).toEqual({ undone: 1 });
    expect(await flagOf(stage, 'jira.1')).toEqual(before);
    expect(await undoLinkWords(deps(), OWNER, decisionIds)).toEqual({ undone: 0 });
  });
});

describe('a rejected suggestion', () => {
  it('stays away through pulls that bring the same evidence, and comes back with other evidence', async () => {
    await pull('1', { labels: ['O1'] });
    await say('rejected', 'jira.1');
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    await pull('1', { labels: ['O1'], title: 'Renamed' });
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    await pull('1', { labels: [] });
    await pull('1', { labels: ['O1'] });
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    await pull('1', { labels: ['O1'], text: 'For O1.' });
    expect(await stateOf(stage, 'jira.1')).toBe('suggested');
  });

  it('is never linked by us again, however sure the new evidence', async () => {
    await pull('1', { labels: ['O1'] });
    await say('rejected', 'jira.1');
    await stage.db.updateTable('settings').set({ automatic_threshold: 0.5 }).execute();
    await pull('1', { labels: ['O1'], text: 'For O1.' });
    expect(await verdicts('jira.1')).toEqual(['o1 suggested']);
  });

  it('can be accepted after all; the last word counts, and taking it back brings back the one before', async () => {
    await pull('1', { labels: ['O1'] });
    await say('rejected', 'jira.1');
    const { decisionIds } = await say('accepted', 'jira.1', 'O1');
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    stage.clock += 60_000;
    await undoLinkWords(deps(), OWNER, decisionIds);
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
  });
});

describe('what cannot be decided', () => {
  it('is named, and the rest is done', async () => {
    await addGoal(stage, 'O3', { closedOn: '2026-01-01' });
    await pull('1', { labels: ['O1'] });
    await pull('2');
    const items = [
      { taskId: 'jira.1' },
      { taskId: 'jira.2' },
      { taskId: 'jira.2', goalKey: 'O9' },
      { taskId: 'jira.2', goalKey: 'O3' },
      { taskId: 'jira.99', goalKey: 'O1' },
    ];
    const said = await decideLinkWords(deps(), OWNER, ADA, { says: 'accepted', items });
    expect(said.decided).toBe(1);
    expect(said.failed.map((one) => one.code)).toEqual([
      'no-suggestion',
      'unknown-goal',
      'goal-closed',
      'no-such-task',
    ]);
  });

  it('includes tasks that the person may not see, by whatever id; they cannot take back words on them either', async () => {
    await addTeam(stage, 'ward');
    await addTeam(stage, 'lab');
    await addScope(stage, 'ONB', { teamId: 'ward' });
    await pull('1', { labels: ['O1'] });
    const stranger = { personId: 'p', role: 'manager', teamIds: ['lab'] } as const;
    expect((await say('accepted', 'jira.1', 'O1', stranger)).failed.map((one) => one.code)).toEqual(['no-such-task']);
    const { decisionIds } = await say('accepted', 'jira.1');
    expect(await undoLinkWords(deps(), stranger, decisionIds)).toEqual({ undone: 0 });
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
  });
});
