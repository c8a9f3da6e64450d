import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { holdRemoval } from '../../../src/store/held-removals.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, signInAll } from './helpers/api.ts';
import { makeWorld, NOW } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookie = (await signInAll(database.db, world)).owner;
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const ask = (method: Call['method'], url: string, body?: object) =>
  call(app, { method, url: `/api/v1${url}`, body, cookie });

/** Shows a file, then applies just what was shown. */
async function applied(kind: string, text: string, format: 'csv' | 'yaml') {
  const shown = await ask('POST', `/imports/${kind}`, { text, format });
  return ask('POST', `/imports/${kind}`, { text, format, seen: shown.json.seen });
}

async function held(says: 'removed' | 'kept') {
  const hold = { connectionId: 'jira', scopeId: 'jira.10004', taskIds: ['jira.9001', 'jira.9002'], ofTasks: 4 };
  await database.db.transaction().execute((tx) => holdRemoval(tx, hold, new Date(NOW)));
  const row = await database.db
    .selectFrom('held_removals')
    .select('id')
    .where('decided_at', 'is', null)
    .executeTakeFirstOrThrow();
  return ask('POST', `/connections/jira/held-removals/${row.id}`, { says });
}

async function entered(short: string, long: string): Promise<{ entryId: number; changeId: number }> {
  return (await ask('POST', '/glossary', { short, long })).json;
}

/** Each act through its route, and the line it leaves. */
const ACTS: readonly [act: string, run: () => Promise<{ status: number }>, line: RegExp][] = [
  [
    'a mapping changed',
    () => ask('PUT', '/connections/jira/mapping', { goalFields: ['okr'], teamFields: [] }),
    /^Changed how .* \(jira\) is read: fields that name goals, fields of teams\.$/,
  ],
  ['a connection paused', () => ask('PATCH', '/connections/jira', { state: 'paused' }), /^Paused .* \(jira\)\.$/],
  ['a connection let go on', () => ask('PATCH', '/connections/jira', { state: 'active' }), /^Let go on .* \(jira\)\.$/],
  [
    'a scope left out',
    () => ask('PATCH', '/scopes/jira.10004', { isSelected: false }),
    /^Made scope jira\.10004 one that is left out\.$/,
  ],
  [
    'a scope made private',
    () => ask('PATCH', '/scopes/jira.10004', { isPrivate: true }),
    /^Made scope jira\.10004 private\.$/,
  ],
  [
    'held tasks confirmed as gone',
    () => held('removed'),
    /^Confirmed that 2 tasks that vanished from jira\.10004 are gone\.$/,
  ],
  ['held tasks kept', () => held('kept'), /^Kept 2 tasks that vanished from jira\.10004\.$/],
  [
    'goals imported',
    () => applied('goals', 'key,kind,title\nO9,objective,Something else\n', 'csv'),
    /^Imported goals: 1 added, 0 changed\.$/,
  ],
  [
    'rules imported',
    () => applied('rules', '- when: { label: chores }\n  then: ktlo\n', 'yaml'),
    /^Imported rules: 0 added, 1 changed\.$/,
  ],
  [
    'a short form entered',
    () => ask('POST', '/glossary', { short: 'GL', long: 'go live' }),
    /^Entered GL as “go live” into the glossary\.$/,
  ],
  [
    'a short form dismissed',
    async () => ask('PATCH', `/glossary/${(await entered('UP', 'uptime')).entryId}`, { state: 'dismissed' }),
    /^Dismissed UP as “uptime” in the glossary\.$/,
  ],
  [
    'what was said of a short form taken back',
    async () => ask('POST', `/glossary/changes/${(await entered('CL', 'clinic')).changeId}/undo`, {}),
    /^Took back what was said of CL as “clinic” in the glossary\.$/,
  ],
  [
    'a threshold put somewhere',
    () => ask('PUT', '/links/thresholds', { name: 'structural', to: 0.9 }),
    /^Olga Owner put it there: .*0\.90 on\.$/,
  ],
  [
    'a webhook added',
    () => ask('POST', '/outgoing-webhooks', { url: 'https://bot.example/x', events: ['flag.changed'] }),
    /^Added an outgoing webhook to bot\.example\.$/,
  ],
  [
    'a setting changed',
    () => ask('PATCH', '/settings', { digestHour: 8 }),
    /^Changed the hour of digests from 09:00 to 08:00\.$/,
  ],
  ['a connection removed', () => ask('DELETE', '/connections/jira'), /^Removed .* \(jira\)\.$/],
];

describe('the audit trail', () => {
  it.each(ACTS)('has a line of %s, with who did it', async (_, run, line) => {
    const before = (await ask('GET', '/audit')).json.items.length;
    expect((await run()).status).toBeLessThan(300);
    const { items } = (await ask('GET', '/audit')).json;
    expect(items.length).toBeGreaterThan(before);
    expect(items[0]).toMatchObject({ by: 'Olga Owner', says: expect.stringMatching(line) });
  });

  it('has no second line of an act that changes nothing', async () => {
    const count = async () => (await ask('GET', '/audit')).json.items.length;
    const before = await count();
    await applied('goals', 'key,kind,title\nO9,objective,Something else\n', 'csv');
    await ask('PATCH', '/settings', { digestHour: 8 });
    expect(await count()).toBe(before);
  });
});
