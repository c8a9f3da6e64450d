import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolName } from '../../../src/domain/task.ts';
import { type Intake, openIntake } from '../../../src/usecases/take-delivery.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { NOW, secrets } from '../api/helpers/world.ts';

const CALLBACK = 'https://plumbline.example/webhooks';
let database: TestDatabase;
let intake: Intake;
let connectionId = '';
let count = 0;
const nudged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  nudged.length = 0;
  connectionId = `c${++count}`;
  intake = openIntake({
    db: database.db,
    secrets,
    now: () => NOW,
    onDelivery: (id) => void nudged.push(id),
  });
});

const binding = () => ({ connectionId, baseUrl: `https://${connectionId}.example` });
const sealedSecret = (secret: string) => secrets.seal(secret, { ...binding(), field: 'webhook' });
const sealedCredentials = (appSecret: string) => secrets.seal(JSON.stringify({ token: 't', appSecret }), binding());

async function connect(tool: ToolName, secret: string | null): Promise<void> {
  const { db } = database;
  await db
    .insertInto('connections')
    .values({ id: connectionId, tool, name: connectionId, base_url: binding().baseUrl, state: 'active' })
    .execute();
  const hook = { id: `hook-${connectionId}`, connection_id: connectionId, callback_url: CALLBACK, scope_id: null };
  const sealed = secret === null ? null : sealedSecret(secret);
  await db
    .insertInto('webhooks')
    .values({ ...hook, external_id: 'w', state: 'active', secret: sealed, created_at: new Date(NOW) })
    .execute();
}

function fromJira(secret: string, key: string, body = Buffer.from(`{"key":"${key}"}`)) {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'x-hub-signature': signature, 'x-atlassian-webhook-identifier': key };
  return intake.take({ tool: 'jira', connectionId, hookId: `hook-${connectionId}`, headers, body });
}

function fromTrello(appSecret: string, id: string) {
  const body = Buffer.from(`{"action":{"id":"${id}","type":"updateCard","data":{"card":{"id":"c1"}}}}`);
  const signature = createHmac('sha1', appSecret).update(body).update(CALLBACK).digest('base64');
  return intake.take({ tool: 'trello', connectionId, hookId: null, headers: { 'x-trello-webhook': signature }, body });
}

const stored = () =>
  database.db
    .selectFrom('deliveries')
    .select(['delivery_key', 'body', 'headers'])
    .where('connection_id', '=', connectionId)
    .orderBy('delivery_key')
    .execute();
const keys = async () => (await stored()).map((row) => row.delivery_key);

describe('deliveries that arrive at once', () => {
  it('are stored byte for byte, each with its own name, the empty and the binary one too', async () => {
    await connect('jira', 's1');
    const bodies = [
      Buffer.from('{"a":"ä"}'),
      Buffer.alloc(0),
      Buffer.from([0, 255, 92, 39, 0]),
      Buffer.alloc(70_000, 7),
    ];
    const taken = await Promise.all(bodies.map((body, index) => fromJira('s1', `k${index}`, body)));
    expect(taken).toEqual(bodies.map(() => ({ is: 'stored' })));
    const rows = await stored();
    expect(rows.map((row) => row.delivery_key)).toEqual(['id k0', 'id k1', 'id k2', 'id k3']);
    for (const [index, body] of bodies.entries()) {
      expect(rows[index]?.body.equals(body), `body ${index}`).toBe(true);
      expect(rows[index]?.headers).toEqual({ 'x-atlassian-webhook-identifier': `k${index}` });
    }
  });

  it('are stored once where they are the same, and their job is asked for once', async () => {
    await connect('jira', 's1');
    const taken = await Promise.all(['a', 'b', 'a', 'a'].map((key) => fromJira('s1', key)));
    expect(taken.map(({ is }) => is)).toEqual(['stored', 'stored', 'stored', 'stored']);
    expect(await keys()).toEqual(['id a', 'id b']);
    expect(nudged).toEqual([connectionId, connectionId]);
    await fromJira('s1', 'a');
    expect(nudged).toHaveLength(2);
  });

  it('stand for themselves: one that the database does not take fails alone', async () => {
    await connect('jira', 's1');
    await sql`
      create function refuse_bad() returns trigger language plpgsql as
      $$ begin if new.delivery_key = 'id bad' then raise exception 'bad' using errcode = '23514'; end if; return new; end $$`.execute(
      database.db,
    );
    await sql`create trigger refuse_bad before insert on deliveries for each row execute function refuse_bad()`.execute(
      database.db,
    );
    const taken = await Promise.allSettled(['a', 'bad', 'c'].map((key) => fromJira('s1', key)));
    expect(taken.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await keys()).toEqual(['id a', 'id c']);
  });

  it('by two processes with the same names, in any order, are all stored once', async () => {
    await connect('jira', 's1');
    const other = openIntake({ db: database.db, secrets, now: () => NOW, onDelivery: () => {} });
    const names = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const first = intake;
    const sent = names.map((key) => fromJira('s1', key));
    intake = other;
    const again = names.toReversed().map((key) => fromJira('s1', key));
    intake = first;
    const taken = await Promise.all([...sent, ...again]);
    expect(new Set(taken.map(({ is }) => is))).toEqual(new Set(['stored']));
    expect(await keys()).toHaveLength(40);
  });
});

describe('a proof that was withdrawn a moment ago, and is still remembered', () => {
  it('stores nothing where the webhook has another secret now, which proves from then on', async () => {
    await connect('jira', 'old');
    expect(await fromJira('old', 'before')).toEqual({ is: 'stored' });
    await database.db
      .updateTable('webhooks')
      .set({ secret: sealedSecret('new') })
      .where('connection_id', '=', connectionId)
      .execute();
    const taken = await Promise.all([fromJira('old', 'a'), fromJira('old', 'c')]);
    expect(taken.map(({ is }) => is)).toEqual(['refused', 'refused']);
    expect(await fromJira('new', 'b')).toEqual({ is: 'stored' });
    expect(await keys()).toEqual(['id b', 'id before']);
    await intake.close();
    const refused = await sql<{ count: number }>`
      select sum(count)::integer as count from delivery_refusals where connection_id = ${connectionId}`.execute(
      database.db,
    );
    expect(refused.rows).toEqual([{ count: 2 }]);
  });

  it('stores nothing where the webhook is gone', async () => {
    await connect('jira', 's1');
    await fromJira('s1', 'before');
    await database.db.deleteFrom('webhooks').where('connection_id', '=', connectionId).execute();
    expect(await fromJira('s1', 'a')).toEqual({ is: 'refused' });
    expect(await keys()).toEqual(['id before']);
  });

  it('stores nothing where the connection was removed', async () => {
    await connect('jira', 's1');
    await fromJira('s1', 'before');
    await database.db
      .updateTable('connections')
      .set({ removed_at: new Date(NOW) })
      .where('id', '=', connectionId)
      .execute();
    expect(await fromJira('s1', 'a')).toEqual({ is: 'unknown' });
    expect(await keys()).toEqual(['id before']);
  });

  it('stores nothing where the app that signs has another secret now', async () => {
    await connect('trello', null);
    const give = (appSecret: string) =>
      database.db
        .updateTable('connections')
        .set({ credentials: sealedCredentials(appSecret) })
        .where('id', '=', connectionId)
        .execute();
    await give('old');
    expect(await fromTrello('old', 'before')).toEqual({ is: 'stored' });
    await give('new');
    expect(await fromTrello('old', 'a')).toEqual({ is: 'refused' });
    expect(await fromTrello('new', 'b')).toEqual({ is: 'stored' });
    expect(await keys()).toEqual(['id b', 'id before']);
  });

  it('holds where the same secret was only sealed anew', async () => {
    await connect('jira', 's1');
    await fromJira('s1', 'before');
    await database.db
      .updateTable('webhooks')
      .set({ secret: sealedSecret('s1') })
      .where('connection_id', '=', connectionId)
      .execute();
    expect(await fromJira('s1', 'a')).toEqual({ is: 'stored' });
  });
});
