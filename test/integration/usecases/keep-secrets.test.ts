import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { checkSecrets, resealOld } from '../../../src/usecases/keep-secrets.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const LOST = Buffer.alloc(32, 3);
const baseUrl = 'https://example.atlassian.net';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db, 'jira');
  await insertConnectionRow(database.db, 'jira-2');
  await insertConnectionRow(database.db, 'empty');
  await seal('jira', OLD);
  await seal('jira-2', LOST);
  await database.db
    .insertInto('webhooks')
    .values({
      id: 'w1',
      connection_id: 'jira',
      callback_url: 'https://plumb.example/webhooks/jira/jira',
      state: 'active',
      secret: createSecretBox(OLD).seal('hook', { connectionId: 'jira', baseUrl, field: 'webhook' }),
      created_at: new Date(),
    })
    .execute();
});
afterAll(() => database.drop());

async function seal(id: string, key: Uint8Array): Promise<void> {
  const credentials = createSecretBox(key).seal(`token of ${id}`, { connectionId: id, baseUrl });
  await database.db.updateTable('connections').set({ credentials }).where('id', '=', id).execute();
}

it('seals anew what a replaced key sealed, once, and leaves what does not open', async () => {
  const deps = { db: database.db, secrets: createSecretBox(NEW, [OLD]) };
  expect(await checkSecrets(deps)).toEqual({ count: 3, unreadable: ['jira-2'], old: 3 });
  expect(await resealOld(deps)).toBe(2);
  expect(await resealOld(deps)).toBe(0);
  expect(await checkSecrets(deps)).toEqual({ count: 3, unreadable: ['jira-2'], old: 1 });
});

it('opens them afterwards without the replaced key', async () => {
  const secrets = createSecretBox(NEW);
  const row = await database.db
    .selectFrom('connections')
    .select('credentials')
    .where('id', '=', 'jira')
    .executeTakeFirstOrThrow();
  expect(secrets.open(row.credentials ?? '', { connectionId: 'jira', baseUrl })).toBe('token of jira');
  const hook = await database.db.selectFrom('webhooks').select('secret').executeTakeFirstOrThrow();
  expect(secrets.open(hook.secret ?? '', { connectionId: 'jira', baseUrl, field: 'webhook' })).toBe('hook');
});
