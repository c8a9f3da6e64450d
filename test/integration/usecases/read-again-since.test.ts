import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '../../../connectors/connector.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { rewindCursor, WALK_START } from '../../../connectors/jira/cursor.ts';
import { readAgainSince } from '../../../src/usecases/read-again-since.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, runSync } from './memory-tool.ts';
import { openStage, placed, type Stage, taskOf } from './stage.ts';

const JIRA = { id: 'jira', tool: 'jira' } as const;
let stage: Stage;
let tool: MemoryTool;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  tool = createMemoryTool();
  addToolScope(tool, 'A');
  put(tool, '1', { placements: [placed('A')] });
  await runSync(stage, tool, 'full');
  await stage.db.updateTable('tasks').set({ title: 'Missed a change', content_hash: 'other' }).execute();
  tool.asked.length = 0;
});

/** The memory tool's feed is counted in places, not in time. */
const rewind = (_cursor: Cursor, to: number): Cursor => ({ at: to });

describe('reading again since a day', () => {
  it('brings the changes since then once more, and nothing else', async () => {
    await readAgainSince(stage.db, JIRA, 0, rewind);
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['changes']);
    expect((await taskOf(stage, 'jira.1')).title).not.toBe('Missed a change');
  });

  it('walks in full where the tool’s feed cannot go back', async () => {
    await readAgainSince(stage.db, JIRA, 0, () => {
      throw new ConnectorError({
        tool: 'jira',
        call: 'resume',
        kind: 'cursor-expired',
        because: 'not a cursor of ours',
      });
    });
    await runSync(stage, tool, 'incremental');
    expect(tool.asked).toEqual(['scopes', 'words', 'pull A']);
    expect((await taskOf(stage, 'jira.1')).title).not.toBe('Missed a change');
  });
});

describe('Jira’s place in its changes', () => {
  const finished = { ...WALK_START, isSearched: true, asOf: 5_000, recent: { '10001': 4_900 } };

  it('goes back to the instant, and hands over again what it handed over since', () => {
    expect(rewindCursor(finished, 1_000)).toMatchObject({ asOf: 1_000, recent: {} });
  });

  it('never goes forward: nothing would be read between', () => {
    expect(rewindCursor(finished, 9_000)).toMatchObject({ asOf: 5_000 });
  });

  it('is not known while a walk is under way', () => {
    expect(() => rewindCursor({ ...WALK_START }, 1_000)).toThrow(/not finished/);
  });
});
