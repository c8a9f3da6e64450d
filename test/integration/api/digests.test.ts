import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { sendDigests } from '../../../src/usecases/send-digests.ts';
import type { Stage } from '../usecases/stage.ts';
import { openViews } from '../views/stage-views.ts';
import { apiDeps, buildApp, call, cookieOf } from './helpers/api.ts';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
let stage: Stage;
let app: App;
const asked: number[] = [];
const cookies: Record<string, string> = {};
beforeAll(async () => {
  stage = await openViews();
  stage.clock = MONDAY;
  const owner = { id: 'ola', email: 'ola@example.org', name: 'Ola', role: 'owner', manager_id: null, team_id: null };
  await stage.db
    .insertInto('people')
    .values(owner as never)
    .execute();
  await stage.db
    .updateTable('people')
    .set({ created_at: new Date('2026-11-17') } as never)
    .execute();
  const deps = {
    db: stage.db,
    now: () => stage.clock,
    mailer: null,
    baseUrl: 'https://plumb.example',
    mailDomain: 'plumb.example',
  };
  await sendDigests(deps, new AbortController().signal);
  app = await buildApp(apiDeps(stage.db, { now: () => stage.clock, onDigest: async () => void asked.push(1) }));
  for (const id of ['ines', 'noor', 'ola']) cookies[id] = await cookieOf(stage.db, id);
});
afterAll(async () => {
  await app?.close();
  await stage?.drop();
});

const as = (who: string, url: string, rest: object = {}) =>
  call(app, { url: `/api/v1${url}`, cookie: cookies[who], ...rest });
const listOf = async (who: string) =>
  (await as(who, '/digests')).json.items as {
    id: string;
    person: { id: string };
    mayRead: boolean;
    subject: string | null;
  }[];

describe('the outbox', () => {
  it('shows a manager their own, an owner that everybody’s is held, and says that no mail is set up', async () => {
    expect((await listOf('noor')).map(({ person }) => person.id)).toEqual(['noor']);
    expect((await listOf('ola')).map(({ person }) => person.id).sort()).toEqual(['ines', 'noor', 'ola']);
    expect((await as('ola', '/digests')).json.isMailSetUp).toBe(false);
  });

  it('goes on page by page without leaving one out', async () => {
    const first = (await as('ola', '/digests?limit=2')).json;
    const second = (await as('ola', `/digests?limit=2&cursor=${first.nextCursor}`)).json;
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect([new Set(ids).size, second.nextCursor]).toEqual([3, null]);
  });

  it('gives a letter to its reader, with its secrets blanked', async () => {
    const [own] = await listOf('ines');
    const letter = (await as('ines', `/digests/${own?.id}`)).json;
    expect(letter.html).toContain('/digest/answer/blanked');
    expect(letter.text).toContain('Week 47, 16 to 22 November 2026');
  });

  it('keeps from an owner what its reader may see in a private scope and they may not', async () => {
    const rows = await listOf('ola');
    const [ines, noor] = ['ines', 'noor'].map((id) => rows.find(({ person }) => person.id === id));
    expect([ines?.mayRead, ines?.subject, noor?.mayRead]).toEqual([false, null, true]);
    expect((await as('ola', `/digests/${ines?.id}`)).status).toBe(404);
    expect((await as('ola', `/digests/${noor?.id}`)).status).toBe(200);
    expect((await as('noor', `/digests/${ines?.id}`)).status).toBe(404);
  });
});

describe('one’s own digest', () => {
  it('can be looked at before it comes, and nothing in it acts', async () => {
    const preview = (await as('noor', '/digests/preview')).json;
    expect(preview.subject).toMatch(/^Alignment, week 47: /u);
    expect(preview.html).not.toMatch(/\/digest\/\w+\/(?!blanked)/u);
  });

  it('comes when its reader wants it, or not at all', async () => {
    expect((await as('noor', '/digests/preferences')).json).toMatchObject({
      weekday: 1,
      hour: 9,
      timeZone: 'Europe/Berlin',
    });
    const change = { weekday: 5, hour: 16, timeZone: 'Pacific/Auckland' };
    const changed = (await as('noor', '/digests/preferences', { method: 'PATCH', body: change })).json;
    expect(changed).toMatchObject({ ...change, next: '2026-11-27T03:00:00.000Z' });
    const paused = (await as('noor', '/digests/preferences', { method: 'PATCH', body: { isPaused: true } })).json;
    expect(paused).toMatchObject({ ...change, isPaused: true, next: null });
  });

  it.each([{ weekday: 0 }, { weekday: 8 }, { hour: 24 }, { timeZone: 'Atlantis/Poseidonis' }])(
    'refuses %j',
    async (body) => {
      expect((await as('noor', '/digests/preferences', { method: 'PATCH', body })).status).toBeGreaterThanOrEqual(400);
    },
  );

  it('is sent now as a test, beside that of the week', async () => {
    const { status, json } = await as('ines', '/digests/test', { method: 'POST', body: {} });
    expect([status, asked.length]).toEqual([202, 1]);
    const rows = await stage.db
      .selectFrom('digests')
      .select(['id', 'is_test', 'state'])
      .where('person_id', '=', 'ines')
      .execute();
    expect(rows).toContainEqual({ id: json.digestId, is_test: true, state: 'due' });
    expect(rows).toHaveLength(2);
  });
});

it('a week is not lost by another hour that has passed already: its digest is due at once', async () => {
  // Monday 07:00 in Berlin, two hours before; by the clock of Auckland her Monday hour is long over.
  stage.clock = MONDAY + 7 * 86_400_000 - 2 * 3_600_000;
  const body = { weekday: 1, hour: 1, timeZone: 'Pacific/Auckland' };
  await as('ines', '/digests/preferences', { method: 'PATCH', body });
  const deps = {
    db: stage.db,
    now: () => stage.clock,
    mailer: null,
    baseUrl: 'https://plumb.example',
    mailDomain: 'plumb.example',
  };
  await sendDigests(deps, new AbortController().signal);
  const weeks = await stage.db
    .selectFrom('digests')
    .select('iso_week')
    .where('person_id', '=', 'ines')
    .where('is_test', '=', false)
    .execute();
  expect(weeks.map(({ iso_week }) => iso_week).sort()).toEqual(['2026-W48', '2026-W49']);
});
