import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connector, Vocabulary } from '../../../connectors/connector.ts';
import { findConnection } from '../../../src/store/connections.ts';
import { readWords } from '../../../src/usecases/read-words.ts';
import { openStage, record, type Stage, taskOf } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());

const status = (externalId: string, name: string, category: 'todo' | 'done') => ({
  externalId,
  name,
  category,
  scopeExternalId: null,
});

/** As a sync run does at its beginning. */
async function read(vocabulary: Vocabulary): Promise<void> {
  const connection = await findConnection(stage.db, 'jira');
  if (!connection) throw new Error('no connection');
  const connector = { readVocabulary: async () => vocabulary } as unknown as Connector;
  await readWords({ db: stage.db, now: () => stage.clock }, connection, connector, [], AbortSignal.timeout(110_000));
}

it('derives tasks anew when the tool’s words mean something else, and only then', async () => {
  // Ids of several lengths: the database keeps an object's keys in an order of its own.
  const vocabulary: Vocabulary = {
    statuses: [status('10100', 'Closed', 'done'), status('9', 'Open', 'todo'), status('1', 'To Do', 'todo')],
    fields: [{ externalId: 'customfield_10016', name: 'Story Points', kind: 'number' }],
  };
  await stage.ingest([record('1')]);
  await read(vocabulary);
  await stage.derive();
  await read(vocabulary);
  expect((await taskOf(stage, 'jira.1')).stale_at).toBeNull();
  await read({ ...vocabulary, statuses: [status('1', 'To Do', 'done')] });
  await stage.derive();
  expect((await taskOf(stage, 'jira.1')).status_category).toBe('done');
});
