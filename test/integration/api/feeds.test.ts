import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, type RoleName } from './helpers/world.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let now = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { now: () => now }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function addresses(who: RoleName): Promise<{ atom: string; calendar: string }> {
  const { json } = await call(app, { method: 'POST', url: '/api/v1/feeds', body: {}, cookie: cookies[who] });
  return json;
}

const read = (url: string) => app.inject({ url: new URL(url, 'http://localhost').pathname });
const putOff = (taskId: string, revisitOn: string) =>
  call(app, {
    method: 'POST',
    url: '/api/v1/decisions',
    body: { says: 'not-now', items: [{ taskId }], because: 'We finish <b>imports</b> & more first', revisitOn },
    cookie: cookies.owner,
  });
const dayIn = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
/** Long lines are folded in calendars. */
const unfolded = (calendar: string) => calendar.replaceAll('\r\n ', '');

describe('the feeds of a person', () => {
  it('are read without a session, under an address that is shown once and kept as a hash', async () => {
    const { atom, calendar } = await addresses('manager A');
    expect(atom).toMatch(/^http:\/\/[\w.:]+\/feeds\/[\w-]{43}\/news\.atom$/u);
    const news = await read(atom);
    expect([news.statusCode, news.headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(news.headers['cache-control']).toContain('no-store');
    expect((await read(calendar)).headers['content-type']).toBe('text/calendar; charset=utf-8');
    const { json } = await call(app, { url: '/api/v1/feeds', cookie: cookies['manager A'] });
    expect(json).toEqual({ madeAt: new Date(NOW).toISOString(), readAt: new Date(NOW).toISOString() });
    const stored = await database.db.selectFrom('feeds').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(atom.split('/')[4]);
  });

  it('end when another address is made, and when the person ends them', async () => {
    const first = await addresses('leader');
    const second = await addresses('leader');
    expect((await read(first.atom)).statusCode).toBe(404);
    expect((await read(second.atom)).statusCode).toBe(200);
    await call(app, { method: 'DELETE', url: '/api/v1/feeds', cookie: cookies.leader });
    expect((await read(second.atom)).statusCode).toBe(404);
    expect((await read(second.calendar)).body).toBe((await read(`/feeds/${'x'.repeat(43)}/days.ics`)).body);
  });

  it('name promised revisits of tasks that the reader may see, and no others', async () => {
    const of = {
      owner: await addresses('owner'),
      own: await addresses('manager A'),
      other: await addresses('manager B'),
    };
    expect((await putOff('jira.2', dayIn(10))).status).toBe(200);
    const ownerDays = unfolded((await read(of.owner.calendar)).body);
    expect(ownerDays).toContain(`DTSTART;VALUE=DATE:${dayIn(10).replaceAll('-', '')}`);
    expect(ownerDays).toContain('Look again: ');
    expect(unfolded((await read(of.own.calendar)).body)).toContain('Look again: ');
    expect(unfolded((await read(of.other.calendar)).body)).not.toContain('Look again: ');
    expect((await read(of.owner.atom)).body).not.toContain('Look again: ');
    now += 11 * DAY_MS;
    // Its day has come: it is news, and what somebody wrote is text.
    const news = (await read(of.owner.atom)).body;
    expect(news).toContain('Look again: ');
    expect(news).toContain('We finish &lt;b&gt;imports&lt;/b&gt; &amp; more first');
    expect((await read(of.other.atom)).body).not.toContain('Look again: ');
    now = NOW;
  });

  it('say when one’s own key results want a check-in, and the next after each', async () => {
    const { calendar } = await addresses('manager A');
    const dayOf = async () => {
      const days = unfolded((await read(calendar)).body);
      const event = days.split('BEGIN:VEVENT').find((one) => one.includes('Check in on KR1.1'));
      return event?.match(/DTSTART;VALUE=DATE:(\d+)/u)?.[1];
    };
    const before = await dayOf();
    expect(before).toMatch(/^\d{8}$/u);
    const { status } = await call(app, {
      method: 'POST',
      url: '/api/v1/check-ins',
      body: { goalKey: 'KR1.1', value: 14 },
      cookie: cookies['manager A'],
    });
    expect(status).toBe(200);
    expect(await dayOf()).toBe(dayIn(14).replaceAll('-', ''));
  });

  it('lead nowhere once the person has left', async () => {
    const { atom } = await addresses('member');
    expect((await read(atom)).statusCode).toBe(200);
    const email = (await call(app, { url: '/api/v1/session', cookie: cookies.member })).json.person.email;
    await database.db
      .updateTable('people')
      .set({ left_at: new Date(NOW) })
      .where('email', '=', email)
      .execute();
    expect((await read(atom)).statusCode).toBe(404);
  });
});
