import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { storeDeliveries } from '../../../src/store/new-deliveries.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db);
  db = openDatabase(database.url, { connectionsMax: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

it('the statement that stores deliveries is parsed once a connection, and no other is kept', async () => {
  const { sealedCredentials } = await database.db
    .selectFrom('connections')
    .select('credentials as sealedCredentials')
    .executeTakeFirstOrThrow();
  for (const key of ['a', 'b', 'a']) {
    const row = { webhookId: null, sealedSecret: null, key, headers: {}, body: Buffer.from(key), at: new Date(0) };
    const [as] = await storeDeliveries(db, { connectionId: 'jira', sealedCredentials }, [row]);
    expect(as).toMatch(/new|known/);
  }
  const { rows } = await sql<{ name: string; runs: number }>`
    select name, (generic_plans + custom_plans)::integer as runs from pg_prepared_statements`.execute(db);
  expect(rows).toEqual([{ name: 'store_deliveries', runs: 3 }]);
  expect(await database.db.selectFrom('deliveries').select('delivery_key').execute()).toHaveLength(2);
});
