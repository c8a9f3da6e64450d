import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolGoalRecord } from '../../../connectors/connector.ts';
import { proposedFromToolGoals } from '../../../src/domain/proposal-tool-goals.ts';
import { listToolGoals } from '../../../src/store/tool-goals.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, runSync } from './memory-tool.ts';
import { addGoal, addScope, linksOf, openStage, type Stage, stateOf } from './stage.ts';

let stage: Stage;
let tool: MemoryTool;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addScope(stage, 'ONB');
  await addGoal(stage, 'O1', { title: 'Grow the number of clinics' });
  await addGoal(stage, 'O2', { title: 'Keep every customer happy' });
  tool = createMemoryTool();
  addToolScope(tool, 'ONB');
  put(tool, '1');
});

type Supporter = ToolGoalRecord['supporters'][number];
const task = (externalId: string, weight: number | null = null): Supporter => ({ kind: 'task', externalId, weight });
const project = (weight: number | null = null, through?: string): Supporter => ({
  kind: 'scope',
  externalId: 'ONB',
  weight,
  ...(through ? { through } : {}),
});
const part = (externalId: string): Supporter => ({ kind: 'goal', externalId, weight: null });

function keep(externalId: string, title: string, supporters: Supporter[], more: Partial<ToolGoalRecord> = {}): void {
  tool.goals.set(externalId, {
    type: 'goal',
    externalId,
    title,
    description: '',
    url: null,
    ownerId: null,
    status: null,
    parentExternalId: null,
    supporters,
    ...more,
  });
}

async function pull(): Promise<void> {
  await runSync(stage, tool, 'full');
  await stage.derive();
}

const goalsOf = async (id: string) =>
  Object.fromEntries(
    (
      await stage.db
        .selectFrom('links')
        .select(['goal_id', 'weight'])
        .where('task_id', '=', id)
        .where('valid_to', 'is', null)
        .execute()
    ).map(({ goal_id, weight }) => [goal_id, Number(weight)]),
  );

describe('a goal that the tool keeps', () => {
  it('gives a task its share by the tool’s weights', async () => {
    keep('g1', 'Grow the number of clinics', [task('1', 0.75)]);
    keep('g2', 'Keep every customer happy', [task('1', 0.25)]);
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect(await goalsOf('jira.1')).toEqual({ o1: 0.75, o2: 0.25 });
  });

  it('gives all in a project their share by the project’s weights, and a task below another its parent’s', async () => {
    keep('g1', 'Grow the number of clinics', [project(0.8), task('2', 0.1)]);
    keep('g2', 'Keep every customer happy', [project(0.2), task('2', 0.9)]);
    put(tool, '2');
    put(tool, '3', { parentExternalId: '2' });
    await pull();
    expect(await goalsOf('jira.1')).toEqual({ o1: 0.8, o2: 0.2 });
    expect(await goalsOf('jira.3')).toEqual({ o1: 0.1, o2: 0.9 });
  });

  it('is served by a project through its portfolio, which the path names', async () => {
    keep('g1', 'Grow the number of clinics', [
      { kind: 'portfolio', externalId: 'p', weight: null },
      project(null, 'Growth bets'),
    ]);
    await pull();
    const [link] = await linksOf(stage, 'jira.1');
    expect(link).toMatchObject({ goal_id: 'o1', verdict: 'automatic' });
    expect(link?.evidence[0]?.hops.map(({ place }) => place)).toEqual([
      'project “ONB”',
      'goal in Jira, through portfolio “Growth bets”',
    ]);
  });

  it('loses a task at the next pull when the relationship is removed, and gets it back', async () => {
    keep('g1', 'Grow the number of clinics', [task('1')]);
    await pull();
    keep('g1', 'Grow the number of clinics', []);
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('broken-link');
    expect(await linksOf(stage, 'jira.1')).toMatchObject([{ verdict: 'broken', broken_hop: { kind: 'tool-goal' } }]);
    keep('g1', 'Grow the number of clinics', [task('1')]);
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
  });

  it('passes what serves it up to one of ours, and a change of it too, though it is none of ours itself', async () => {
    keep('g1', 'Grow the number of clinics', [part('g9')]);
    keep('g9', 'A team’s own part', []);
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    keep('g9', 'A team’s own part', [task('1')]);
    await pull();
    expect(await goalsOf('jira.1')).toEqual({ o1: 1 });
    tool.goals.delete('g9');
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('broken-link');
  });

  it('that does not come any more supports nothing until it returns, and is the same goal of ours then', async () => {
    keep('g1', 'Grow the number of clinics', [task('1')]);
    await pull();
    await stage.db.updateTable('tool_goals').set({ matched_by: 'hand', goal_id: 'o2' }).execute();
    tool.goals.clear();
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('broken-link');
    expect(await listToolGoals(stage.db)).toMatchObject([{ goalId: 'o2', isUnreadable: true }]);
    keep('g1', 'Renamed since', [task('1')]);
    await pull();
    expect(await goalsOf('jira.1')).toEqual({ o2: 1 });
    expect(await listToolGoals(stage.db)).toMatchObject([{ goalId: 'o2', isUnreadable: false }]);
  });

  it('that does not come because some are hidden goes on supporting what it did', async () => {
    keep('g1', 'Grow the number of clinics', [task('1')]);
    await pull();
    tool.goals.clear();
    tool.hidesGoals = true;
    await pull();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect(await listToolGoals(stage.db)).toMatchObject([{ isUnreadable: false }]);
  });

  it('that is none of ours is proposed, with its figures and its owner, under the objective it serves', async () => {
    await stage.db
      .insertInto('accounts')
      .values({
        connection_id: 'jira',
        external_id: 'a1',
        name: 'Ines',
        email: 'ines@x.example',
        person_id: null,
      } as never)
      .execute();
    const measure = { from: 10, to: 20, unit: '%', by: '2026-12-31' };
    keep('g1', 'Grow the number of clinics', []);
    keep('g3', 'Open a second country', [part('g4')]);
    keep('g4', 'Clinics abroad', [], { measure, ownerId: 'a1' });
    keep('g5', 'Given up', [], { isClosed: true });
    await pull();
    expect(proposedFromToolGoals(await listToolGoals(stage.db, 'jira'))).toMatchObject([
      { kind: 'objective', title: 'Open a second country', parent: null },
      { kind: 'key-result', title: 'Clinics abroad', parent: 0, owner: 'ines@x.example', ...measure },
    ]);
  });

  it('read again as it was makes no task stale', async () => {
    keep('g1', 'Grow the number of clinics', [task('1', 0.5), project()], {
      measure: { from: 1, to: 2, unit: null, by: null },
    });
    await pull();
    await runSync(stage, tool, 'full');
    const stale = await stage.db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).execute();
    expect(stale).toEqual([]);
  });
});
