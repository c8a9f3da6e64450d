import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/api/app.ts';
import type { App } from '../../../src/api/app-type.ts';
import { type Mail, MailError, type Mailer } from '../../../src/mail/mailer.ts';
import { sendDigests } from '../../../src/usecases/send-digests.ts';
import { DAY_MS, type Stage } from '../usecases/stage.ts';
import { openViews } from '../views/stage-views.ts';
import { apiDeps } from './helpers/api.ts';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const BASE = 'https://plumb.example';
let stage: Stage;
let app: App;
let letter: Mail;
beforeAll(async () => {
  stage = await openViews();
  await stage.db
    .updateTable('people')
    .set({ created_at: new Date('2026-11-17') } as never)
    .execute();
  app = await buildApp(apiDeps(stage.db, { now: () => stage.clock }));
});
afterAll(async () => {
  await app?.close();
  await stage?.drop();
});
beforeEach(async () => {
  stage.clock = MONDAY;
  for (const table of ['digests', 'digest_preferences', 'task_decisions', 'link_decisions'] as const)
    await stage.db.deleteFrom(table).execute();
  const sent: Mail[] = [];
  const mailer: Mailer = {
    send: async (mail) => {
      if (mail.to.address !== 'ines@example.org') throw new MailError('later', 'not this one');
      return { messageId: String(sent.push(mail)) };
    },
    check: async () => undefined,
    close: () => undefined,
  };
  const deps = { db: stage.db, now: () => stage.clock, baseUrl: BASE, mailDomain: 'plumb.example', mailer };
  await sendDigests(deps, new AbortController().signal);
  letter = sent[0] as Mail;
});

/** Paths of the answers in the letter, by what their button says. */
function answers(words: string): string[] {
  return [...letter.html.matchAll(/href="https:\/\/plumb\.example(\/digest\/answer\/[\w-]+)"[^>]*>([^<]+)</gu)]
    .filter(([, , says]) => says === words)
    .map(([, path]) => path as string);
}
const stopPath = () =>
  /<https:\/\/plumb\.example(\/digest\/stop\/[\w-]+)>/u.exec(letter.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '';
const get = (url: string) => app.inject({ method: 'GET', url });
const post = (url: string, body = '') =>
  app.inject({ method: 'POST', url, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
const decisions = () =>
  stage.db.selectFrom('task_decisions').select(['task_id', 'says', 'because', 'by_name']).execute();
const preferences = () => stage.db.selectFrom('digest_preferences').selectAll().execute();

describe('an answer in a digest', () => {
  it('changes nothing however often it is looked at', async () => {
    const [path = ''] = answers('Keeps the lights on');
    for (let time = 0; time < 20; time += 1) expect((await get(path)).statusCode).toBe(200);
    await app.inject({ method: 'HEAD', url: path });
    expect(await decisions()).toEqual([]);
  });

  it('is given by the button, signed out, as the person whose digest it is, and once', async () => {
    const [path = ''] = answers('Keeps the lights on');
    expect((await post(path)).body).toContain('Done, thank you');
    expect((await post(path)).body).toContain('answered already');
    expect((await get(path)).body).toContain('answered already');
    expect(await decisions()).toEqual([expect.objectContaining({ says: 'ktlo', by_name: 'ines' })]);
  });

  it('“not now” takes the reason and the day that are given with it', async () => {
    const [path = ''] = answers('Not now');
    const page = (await get(path)).body;
    expect(page).toMatch(/<textarea[^>]*required>Other work comes first<\/textarea>/u);
    const answer = await post(path, 'because=We+finish+the+import+first&revisitOn=2027-01-04');
    expect(answer.statusCode).toBe(200);
    expect(await decisions()).toEqual([
      expect.objectContaining({ says: 'not-now', because: 'We finish the import first' }),
    ]);
  });

  it('that cannot be done changes nothing, says why, and can be given again', async () => {
    const [path = ''] = answers('Not now');
    expect((await post(path, 'because=&revisitOn=2027-01-04')).statusCode).toBe(422);
    expect(await decisions()).toEqual([]);
    expect((await post(path, 'because=Later&revisitOn=2027-01-04')).statusCode).toBe(200);
  });

  it('is worth nothing after two weeks, to somebody who guesses, or as another kind of link', async () => {
    const [path = ''] = answers('Keeps the lights on');
    expect((await post(path.replace('/answer/', '/stop/'))).statusCode).toBe(404);
    expect((await post(`${path.slice(0, -4)}AAAA`)).statusCode).toBe(404);
    stage.clock = MONDAY + 15 * DAY_MS;
    expect([(await get(path)).statusCode, (await post(path)).statusCode]).toEqual([404, 404]);
    expect(await decisions()).toEqual([]);
  });

  it('is about a task its reader may see now, or leads nowhere', async () => {
    const [path = ''] = answers('Keeps the lights on');
    await stage.db.updateTable('people').set({ role: 'member' }).where('id', '=', 'ines').execute();
    try {
      const codes = [(await get(path)).statusCode, (await post(path)).statusCode];
      // What is her own work she may see as a member too, and may not decide.
      expect([
        [404, 404],
        [200, 409],
      ]).toContainEqual(codes);
      expect(await decisions()).toEqual([]);
    } finally {
      await stage.db.updateTable('people').set({ role: 'manager' }).where('id', '=', 'ines').execute();
    }
  });

  it('stands on a page that runs nothing, loads nothing and tells its address to nobody', async () => {
    const { headers, body } = await get(answers('Keeps the lights on')[0] ?? '');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/u);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).not.toMatch(/<script|https?:/u);
  });
});

describe('the way out of digests', () => {
  it('is not taken by looking', async () => {
    for (let time = 0; time < 20; time += 1) expect((await get(stopPath())).statusCode).toBe(200);
    await app.inject({ method: 'HEAD', url: stopPath() });
    expect(await preferences()).toEqual([]);
  });

  it('is taken by a mailbox’s own button, from anywhere and without a session, twice as once', async () => {
    for (let time = 0; time < 2; time += 1) {
      const answer = await app.inject({
        method: 'POST',
        url: stopPath(),
        body: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
      });
      expect(answer.statusCode).toBe(200);
    }
    expect(await preferences()).toEqual([expect.objectContaining({ person_id: 'ines', stopped_at: new Date(MONDAY) })]);
  });

  it('is nobody’s who has another secret', async () => {
    expect((await post(`/digest/stop/${'A'.repeat(43)}`)).statusCode).toBe(404);
    expect(await preferences()).toEqual([]);
  });
});
