import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSweep } from '../../../src/store/sweeps.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, openStage, record, type Stage, stateOf } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('stale_sweeps').execute();
  await addGoal(stage, 'KR1.1');
  await stage.ingest(['1', '2', '3'].map((id) => record(id, { labels: ['KR1.1'] })));
  await stage.derive();
});

/** What many tasks are marked by, and what it is for. */
async function closeGoalOfMany(): Promise<void> {
  await stage.db.transaction().execute(async (tx) => {
    await tx.updateTable('goals').set({ closed_on: '2026-01-01' }).execute();
    await startSweep(tx, { connectionId: null, which: 'all' }, new Date(stage.clock));
  });
}

it('derives what is swept, after what was marked one by one, and leaves no sweep', async () => {
  expect(await stateOf(stage, 'jira.1')).toBe('aligned');
  await closeGoalOfMany();
  await stage.derive();
  for (const id of ['jira.1', 'jira.2', 'jira.3']) expect(await stateOf(stage, id)).toBe('closed-goal');
  expect(await stage.db.selectFrom('stale_sweeps').selectAll().execute()).toEqual([]);
});

it('derives a sweep that another process gave up', async () => {
  await closeGoalOfMany();
  // Taken, and given back with its transaction.
  const taken = stage.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('stale_sweeps').execute();
    throw new Error('died');
  });
  await expect(taken).rejects.toThrow('died');
  await stage.derive();
  expect(await stateOf(stage, 'jira.3')).toBe('closed-goal');
});
