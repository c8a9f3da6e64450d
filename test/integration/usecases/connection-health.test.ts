import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConnection } from '../../../src/store/connections.ts';
import { listOpenNotices } from '../../../src/store/notices.ts';
import { noteWebhookHeard } from '../../../src/store/webhooks.ts';
import { readHealth } from '../../../src/usecases/read-health.ts';
import { openSharedBudgets } from '../../../src/usecases/shared-budget.ts';
import { watchWebhooks } from '../../../src/usecases/watch-webhooks.ts';
import { openStage, record, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await stage.db
    .insertInto('scopes')
    .values([
      { id: 'jira.ONB', connection_id: 'jira', external_id: 'ONB', name: 'Onboarding' },
      { id: 'jira.OPS', connection_id: 'jira', external_id: 'OPS', name: 'Operations' },
    ])
    .execute();
});
afterEach(() => stage.drop());

const hoursAgo = (hours: number) => new Date(stage.clock - hours * HOUR_MS);

async function addWebhook(heard: Date | null, scopeIds = ['jira.ONB', 'jira.OPS']) {
  await stage.db
    .insertInto('webhooks')
    .values({
      id: 'hook',
      connection_id: 'jira',
      callback_url: 'https://plumbline.example/webhooks/jira/jira?hook=hook',
      state: 'active',
      created_at: hoursAgo(100),
      last_delivery_at: heard,
      scope_ids: scopeIds,
    })
    .execute();
}

const changedAt = (at: Date) => stage.ingest([record('1', { updatedAt: at.getTime() })]);

/** @returns The texts of the notices that stand open, after two looks. */
async function watch(): Promise<string[]> {
  const connection = await findConnection(stage.db, 'jira');
  if (!connection) throw new Error('the stage has a Jira');
  for (let look = 0; look < 2; look++) await watchWebhooks({ db: stage.db, now: () => stage.clock }, connection);
  return (await listOpenNotices(stage.db)).map((notice) => notice.text);
}

describe('a webhook that died without a word', () => {
  it('is told of once, after a day without a delivery in which polling found changes', async () => {
    await addWebhook(hoursAgo(30));
    await changedAt(hoursAgo(5));
    expect(await watch()).toEqual([
      'The webhook of jira told of nothing for a day, though tasks changed: changes come with the next poll instead.',
    ]);
  });

  it('is one that never told anything, too', async () => {
    await addWebhook(null);
    await changedAt(hoursAgo(5));
    expect(await watch()).toHaveLength(1);
  });

  it('is not one of a quiet tool, whose last change is the one it told of', async () => {
    await addWebhook(hoursAgo(30));
    await changedAt(hoursAgo(30.01));
    expect(await watch()).toEqual([]);
  });

  it('is not one that told something today, nor one whose change may still be on its way', async () => {
    await addWebhook(hoursAgo(3));
    await changedAt(hoursAgo(2));
    expect(await watch()).toEqual([]);
    await noteWebhookHeard(stage.db, 'hook', hoursAgo(50));
    await stage.db
      .updateTable('webhooks')
      .set({ last_delivery_at: hoursAgo(30) })
      .execute();
    await changedAt(hoursAgo(0.1));
    expect(await watch()).toEqual([]);
  });

  it('is not one that does not watch where the change was', async () => {
    await addWebhook(hoursAgo(30), ['jira.OPS']);
    await changedAt(hoursAgo(5));
    expect(await watch()).toEqual([]);
  });

  it('is forgotten with its next delivery', async () => {
    await addWebhook(hoursAgo(30));
    await changedAt(hoursAgo(5));
    expect(await watch()).toHaveLength(1);
    await noteWebhookHeard(stage.db, 'hook', hoursAgo(0));
    expect(await watch()).toEqual([]);
  });
});

const healthOfJira = async () => {
  const connection = await findConnection(stage.db, 'jira');
  if (!connection) throw new Error('the stage has a Jira');
  return (await readHealth(stage.db, stage.clock))(connection, 0);
};

describe('how fresh a connection is', () => {
  const addRun = (id: string, kind: 'full' | 'incremental' | 'census', state: 'done' | 'failed', startedAt: Date) =>
    stage.db
      .insertInto('sync_runs')
      .values({ id, connection_id: 'jira', kind, state, requested_at: startedAt, started_at: startedAt })
      .execute();

  it('is late before its first pull ended', async () => {
    expect(await healthOfJira()).toMatchObject({ freshAt: null, isLate: true });
  });

  it('is when the last good pull began: neither a failed one nor a census says what changed', async () => {
    await addRun('a', 'incremental', 'done', hoursAgo(0.2));
    await addRun('b', 'incremental', 'failed', hoursAgo(0.1));
    await addRun('c', 'census', 'done', hoursAgo(0.1));
    expect(await healthOfJira()).toMatchObject({ freshAt: hoursAgo(0.2).toISOString(), isLate: false });
    stage.clock += HOUR_MS;
    expect(await healthOfJira()).toMatchObject({ isLate: true });
  });

  it('counts a lost scope once, and not its tasks again', async () => {
    await stage.ingest([record('1'), record('2')]);
    await stage.db.updateTable('tasks').set({ visibility: 'access-lost' }).where('external_id', '=', '1').execute();
    expect((await healthOfJira()).unseen[0]).toBe('1 task can no longer be read, and count as unknown.');
    await stage.db.updateTable('scopes').set({ visibility: 'access-lost' }).where('id', '=', 'jira.ONB').execute();
    const { unseen } = await healthOfJira();
    expect(unseen[0]).toBe('1 project can no longer be read: what was in there is kept and counts as unknown.');
    expect(unseen.join(' ')).not.toContain('1 task');
  });
});

describe('what is left to ask', () => {
  it.each([
    ['refused', 'the tool asked us to wait'],
    ['used-up', 'nothing is left of it'],
  ] as const)('says why it waits: %s', async (kind, words) => {
    const allowance = { key: 'jira minute', name: 'requests in a minute', max: 100, windowMs: 60_000 };
    const budgets = openSharedBudgets(stage.db);
    const budget = budgets.of('jira');
    await budget.ask([{ allowance, cost: 1 }]);
    await budget.pause([allowance], 60_000, kind);
    expect((await healthOfJira()).budgets).toMatchObject([{ name: 'requests in a minute', reason: words }]);
    await budgets.close();
  });
});
