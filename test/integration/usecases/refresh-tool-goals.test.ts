import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listGoals } from '../../../src/store/goals.ts';
import { listToolGoals } from '../../../src/store/tool-goals.ts';
import { acceptProposal } from '../../../src/usecases/decide-proposal.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { matchToolGoals } from '../../../src/usecases/match-tool-goals.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { AT, makeWikiGround } from './wiki-ground.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await makeWikiGround(database.db);
  const { db } = database;
  const base = { tool: 'asana', name: 'Asana', base_url: 'https://app.asana.com', state: 'active' } as const;
  await db
    .insertInto('connections')
    .values({ ...base, id: 'asana', credentials: null })
    .execute();
  await db
    .insertInto('tool_goals')
    .values([
      toolGoal('1', 'Calm mornings', [{ kind: 'goal', externalId: '2', weight: 1 }]),
      toolGoal('2', 'Alarms a night from 9 to 2', []),
      toolGoal('3', 'KR1.1 Median days to go-live', []),
    ])
    .execute();
});

function toolGoal(externalId: string, title: string, supporters: readonly object[]) {
  return {
    id: `asana.${externalId}`,
    connection_id: 'asana',
    external_id: externalId,
    title,
    description: '',
    url: `https://app.asana.com/0/goal/${externalId}`,
    status: null,
    goal_id: null,
    matched_by: null,
    supporters: JSON.stringify(supporters),
    owner_external_id: null,
    seen_run_id: null,
  };
}

const match = () => matchToolGoals({ db: database.db, now: () => AT }, 'asana');
const ours = async () => {
  const goals = new Map((await listGoals(database.db)).map((goal) => [goal.id, goal.key]));
  return (await listToolGoals(database.db, 'asana')).map(({ goalId }) => goals.get(goalId ?? '') ?? null);
};
async function acceptAll(): Promise<void> {
  const { seenHash, items } = await look();
  await acceptProposal(
    { db: database.db, now: () => AT, onStale: async () => {} },
    { proposalId: 'goals-asana', seenHash, items: items.map(({ id }) => ({ id, do: 'add' })), parentKey: 'V1' },
    { id: null, name: 'Olga Owner', role: 'owner' },
  );
}
const look = () => lookAtProposal(database.db, 'goals-asana', AT);

describe('the goals a tool keeps', () => {
  it('that are none of ours are one proposal; accepted, each is ours and stays so', async () => {
    await match();
    const { items, proposal } = await look();
    expect([proposal.title, proposal.state]).toEqual(['Goals in Asana', 'open']);
    expect(items.map(({ is, key, parentKey }) => [is, key, parentKey])).toEqual([
      ['added', 'O2', null],
      ['added', 'KR2.1', 'O2'],
    ]);
    await acceptAll();
    expect(await ours()).toEqual(['O2', 'KR2.1', 'KR1.1']);
    await match();
    expect(await ours()).toEqual(['O2', 'KR2.1', 'KR1.1']);
    const after = await look();
    expect([after.proposal.state, after.items.map(({ is }) => is)]).toEqual(['settled', ['same', 'same']]);
  });

  it('stay ours though we call ours otherwise, until the acceptance is taken back', async () => {
    await match();
    await acceptAll();
    await database.db.updateTable('goals').set({ title: 'Quiet starts' }).where('key', '=', 'O2').execute();
    await match();
    expect(await ours()).toEqual(['O2', 'KR2.1', 'KR1.1']);
    await database.db.deleteFrom('goal_sources').where('proposal_id', '=', 'goals-asana').execute();
    await match();
    expect(await ours()).toEqual([null, 'KR2.1', 'KR1.1']);
  });

  it('propose no closing where one is not given any more', async () => {
    await match();
    await database.db
      .updateTable('tool_goals')
      .set({ unreadable_at: new Date(AT) })
      .where('id', '=', 'asana.2')
      .execute();
    await match();
    expect((await look()).items.map(({ is, key }) => [is, key])).toEqual([['added', 'O2']]);
  });
});
