import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markScopeLost, saveScopeCursor } from '../../../src/store/scopes.ts';
import { emptyTables } from './empty-tables.ts';
import { addScope, openStage, placed, record, type Stage, stateOf } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addScope(stage, 'A');
  await addScope(stage, 'B');
  await stage.ingest([
    record('a', { placements: [placed('A')] }),
    record('both', { placements: [placed('A'), placed('B')] }),
    record('b', { placements: [placed('B')] }),
  ]);
  await stage.derive();
});

const at = () => new Date(stage.clock);
const lose = (scope: string) =>
  stage.db.transaction().execute((tx) => markScopeLost(tx, 'run', `jira.${scope}`, 'Not visible.', at()));
const regain = (scope: string) =>
  stage.db
    .transaction()
    .execute((tx) => saveScopeCursor(tx, `jira.${scope}`, { cursor: {}, isComplete: true, at: at() }));

async function states(): Promise<unknown[]> {
  await stage.derive();
  return Promise.all(['a', 'both', 'b'].map((id) => stateOf(stage, `jira.${id}`)));
}

describe('a scope that is out of sight', () => {
  it('makes its tasks unknown, never unaligned; they are as before when it is back', async () => {
    await lose('B');
    expect(await states()).toEqual(['no-why', 'no-why', 'unknown']);
    await regain('B');
    expect(await states()).toEqual(['no-why', 'no-why', 'no-why']);
  });

  it('leaves in sight what stands in another one too, until that is gone as well', async () => {
    await lose('A');
    expect(await states()).toEqual(['unknown', 'no-why', 'no-why']);
    await lose('B');
    expect(await states()).toEqual(['unknown', 'unknown', 'unknown']);
    await regain('B');
    expect(await states()).toEqual(['unknown', 'no-why', 'no-why']);
  });
});
