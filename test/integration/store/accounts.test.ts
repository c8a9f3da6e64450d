import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAccounts, saveAccountMatches, upsertAccounts } from '../../../src/store/accounts.ts';
import {
  findConnection,
  insertConnection,
  nextConnectionId,
  replaceCredentials,
  setConnectionState,
} from '../../../src/store/connections.ts';
import type { Tx } from '../../../src/store/database.ts';
import { listToolGoals, saveToolGoalMatches, upsertToolGoals } from '../../../src/store/tool-goals.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

let database: TestDatabase;
const inTx = <T>(run: (tx: Tx) => Promise<T>) => database.db.transaction().execute(run);

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db);
  const person = (id: string) => ({
    id,
    email: `${id}@example.com`,
    name: id,
    role: 'member' as const,
    manager_id: null,
    team_id: null,
    jira_account: null,
    asana_account: null,
    trello_account: null,
  });
  await database.db
    .insertInto('people')
    .values([person('ada'), person('bob')])
    .execute();
  const goal = (id: string, key: string) => ({
    id,
    key,
    kind: 'objective' as const,
    title: `Goal ${key}`,
    description: '',
    parent_id: null,
    cycle_id: null,
    from_value: null,
    to_value: null,
    unit: null,
    owner_id: null,
    team_id: null,
    commitment: null,
    weight: 1,
    urls: [],
  });
  await database.db
    .insertInto('goals')
    .values([goal('g1', 'O1'), goal('g2', 'O2')])
    .execute();
});
afterAll(() => database.drop());

describe('accounts', () => {
  const account = (external_id: string, name = external_id) => ({
    connection_id: 'jira',
    external_id,
    name,
    email: null,
  });
  const matches = async () =>
    (await listAccounts(database.db, 'jira')).map((one) => [one.externalId, one.personId, one.matchedBy]);
  const match = (externalId: string, personId: string, by: 'email' | 'account') => ({
    connectionId: 'jira',
    externalId,
    personId,
    by,
  });
  const save = (found: ReturnType<typeof match>[]) => inTx((tx) => saveAccountMatches(tx, 'jira', found));

  it('keep whom they belong to when the tool names them again, and what a hand matched for ever', async () => {
    await inTx((tx) => upsertAccounts(tx, [account('a'), account('b'), account('c'), account('a')]));
    await database.db
      .updateTable('accounts')
      .set({ person_id: 'bob', matched_by: 'hand' })
      .where('external_id', '=', 'c')
      .execute();
    expect(await save([match('a', 'ada', 'email'), match('b', 'bob', 'account'), match('c', 'ada', 'email')])).toBe(2);
    await inTx((tx) => upsertAccounts(tx, [account('a', 'Ada L.')]));
    expect(await matches()).toEqual([
      ['a', 'ada', 'email'],
      ['b', 'bob', 'file'],
      ['c', 'bob', 'hand'],
    ]);
  });

  it('count no change the second time, and lose a match that is no longer found', async () => {
    expect(await save([match('a', 'ada', 'email'), match('b', 'bob', 'account')])).toBe(0);
    expect(await save([match('a', 'ada', 'email')])).toBe(1);
    expect(await matches()).toEqual([
      ['a', 'ada', 'email'],
      ['b', null, null],
      ['c', 'bob', 'hand'],
    ]);
  });
});

describe('goals kept in a tool', () => {
  const goal = (external_id: string, title: string) => ({
    id: `jira.${external_id}`,
    connection_id: 'jira',
    external_id,
    title,
    description: '',
    url: null,
    status: null,
    supporters: '[]',
  });
  const found = async () =>
    (await listToolGoals(database.db, 'jira')).map((one) => [one.externalId, one.goalId, one.matchedBy]);

  it('say how they were matched, keep it when read again, and leave a match by hand alone', async () => {
    await inTx((tx) => upsertToolGoals(tx, [goal('1', '[O1] Goal'), goal('2', 'Goal'), goal('3', 'By hand')]));
    await database.db
      .updateTable('tool_goals')
      .set({ goal_id: 'g1', matched_by: 'hand' })
      .where('external_id', '=', '3')
      .execute();
    const matches = [
      { id: 'jira.1', goalId: 'g1' },
      { id: 'jira.2', goalId: 'g2' },
      { id: 'jira.3', goalId: 'g2' },
    ];
    expect(await inTx((tx) => saveToolGoalMatches(tx, matches))).toBe(2);
    await inTx((tx) => upsertToolGoals(tx, [goal('1', '[O1] Goal, renamed')]));
    expect(await found()).toEqual([
      ['1', 'g1', 'key'],
      ['2', 'g2', 'title'],
      ['3', 'g1', 'hand'],
    ]);
    expect(await inTx((tx) => saveToolGoalMatches(tx, matches))).toBe(0);
  });
});

describe('connections', () => {
  it('are named after their tool, and numbered from the second on', async () => {
    const add = () =>
      inTx(async (tx) => {
        const id = await nextConnectionId(tx, 'trello');
        await insertConnection(tx, {
          id,
          tool: 'trello',
          name: id,
          baseUrl: 'https://api.trello.com',
          sealedCredentials: 'x',
          account: null,
        });
        return id;
      });
    expect([await add(), await add(), await add()]).toEqual(['trello', 'trello-2', 'trello-3']);
  });

  it('take a new address only together with the credentials for it, and begin anew', async () => {
    await setConnectionState(database.db, 'jira', 'unauthorised');
    await replaceCredentials(database.db, 'jira', {
      baseUrl: 'https://other.example',
      sealedCredentials: 'sealed',
      account: null,
    });
    expect(await findConnection(database.db, 'jira')).toMatchObject({
      baseUrl: 'https://other.example',
      sealedCredentials: 'sealed',
      state: 'active',
      lastError: null,
    });
  });
});
