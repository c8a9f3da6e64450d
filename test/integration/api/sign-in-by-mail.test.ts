import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { type Mail, MailError, type Mailer } from '../../../src/mail/mailer.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, captureLog } from './helpers/api.ts';
import { makeWorld, type World } from './helpers/world.ts';

const MINUTE_MS = 60_000;
const clock = { now: Date.now() };
const sent: Mail[] = [];
const mailer: Mailer = {
  send: async (mail) => {
    if (mail.to.address.startsWith('bert')) throw new MailError('refused', '550 no such mailbox');
    sent.push(mail);
    return { messageId: '<1@larkfield.example>' };
  },
  check: async () => {},
  close: () => {},
};

let database: TestDatabase;
let world: World;
let app: App;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  sent.length = 0;
  clock.now = Date.now();
  await database.db.deleteFrom('sign_in_links').execute();
  app = await open();
});
afterEach(() => app.close());

const open = (given: Parameters<typeof apiDeps>[1] = {}) =>
  buildApp(
    apiDeps(database.db, { clock: () => clock.now, mailer, publicUrl: 'https://why.larkfield.example', ...given }),
  );
const ask = (email: unknown, on = app) => call(on, { method: 'POST', url: '/api/v1/session/links', body: { email } });
const signIn = (token: string) => call(app, { method: 'POST', url: '/api/v1/session', body: { token } });
const tokenIn = (mail: Mail | undefined) => /\/sign-in\/confirm#([\w-]{43})\n/.exec(mail?.text ?? '')?.[1] ?? '';

describe('a sign-in link by mail', () => {
  it('goes to the person with this address, leads to the page with the button, and signs them in once', async () => {
    expect((await ask(' Ada@Larkfield.example ')).status).toBe(204);
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]).toMatchObject({
      to: { name: 'Ada Manager', address: 'ada@larkfield.example' },
      subject: 'Sign in to Plumbline at Larkfield',
    });
    expect(sent[0]?.text).toContain('https://why.larkfield.example/sign-in/confirm#');
    expect(sent[0]?.html).toContain(tokenIn(sent[0]));
    expect((await signIn(tokenIn(sent[0]))).json.person.name).toBe('Ada Manager');
    expect((await signIn(tokenIn(sent[0]))).status).toBe(401);
  });

  it('is good for a quarter of an hour', async () => {
    await ask('ada@larkfield.example');
    await expect.poll(() => sent.length).toBe(1);
    clock.now += 15 * MINUTE_MS;
    expect((await signIn(tokenIn(sent[0]))).status).toBe(401);
  });

  it('is answered the same for an address that nobody has, for one who left, and where the mail is refused', async () => {
    const { db } = database;
    // For good: the answer waits for no mail, so one that was asked for here may still be looked into when the next test runs.
    await db.updateTable('people').set({ left_at: new Date() }).where('id', '=', world.people.member.id).execute();
    const answers = [];
    for (const who of ['ada', 'nobody', 'max', 'bert']) answers.push(await ask(`${who}@larkfield.example`));
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(4).fill([204, '']));
    await expect.poll(() => sent.map(({ to }) => to.name)).toEqual(['Ada Manager']);
  });

  it('is not sent a fourth time while three are open', async () => {
    for (let n = 0; n < 3; n += 1) {
      await ask('lea@larkfield.example');
      await expect.poll(() => sent.length).toBe(n + 1);
    }
    await ask('lea@larkfield.example');
    await ask('ada@larkfield.example');
    await expect.poll(() => sent.at(-1)?.to.name).toBe('Ada Manager');
    expect(sent).toHaveLength(4);
    clock.now += 16 * MINUTE_MS;
    await app.close();
    app = await open();
    await ask('lea@larkfield.example');
    await expect.poll(() => sent.length).toBe(5);
  });

  it('can be asked for ten times a minute', async () => {
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await ask('nobody@larkfield.example')).status);
    expect(statuses).toEqual([...Array(10).fill(204), 429]);
  });

  it('leaves nothing readable of itself in the log or the database', async () => {
    const { logger, lines } = captureLog('debug');
    await app.close();
    app = await open({ logger });
    await ask('ada@larkfield.example');
    await ask('bert@larkfield.example');
    await expect.poll(() => lines.join('')).toContain('A sign-in link could not be sent');
    await expect.poll(() => sent.length).toBe(1);
    const stored = JSON.stringify(await database.db.selectFrom('sign_in_links').selectAll().execute());
    expect(stored + lines.join('')).not.toContain(tokenIn(sent[0]));
  });
});

describe('without mail', () => {
  it('everybody is told so, whatever address they type, and the page knows before', async () => {
    await app.close();
    app = await open({ mailer: null });
    for (const email of ['ada@larkfield.example', 'nobody@larkfield.example'])
      expect((await ask(email)).json).toMatchObject({ status: 422, code: 'no-mail' });
    const ways = await call(app, { url: '/api/v1/session/ways' });
    expect(ways.json).toEqual({ organisation: 'Larkfield', hasMail: false });
  });
});
