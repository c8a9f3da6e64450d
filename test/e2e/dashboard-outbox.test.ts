import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { sendDigests } from '../../src/usecases/send-digests.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, NOW, type World } from '../integration/api/helpers/world.ts';
import { findBarriers, findFlawsInEveryLook, type Look, launch, openPage, settled, until } from './helpers/browser.ts';

let database: TestDatabase;
let world: World;
let app: App;
let browser: Browser;
let url: string;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  const send = async () => void (await sendDigests(sending(), new AbortController().signal));
  app = await buildApp(apiDeps(database.db, { dashboardFolder, onDigest: send }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await page?.context().close();
  await app?.close();
  await database?.drop();
});

const sending = () => ({ db: database.db, now: () => NOW, mailer: null, baseUrl: url, mailDomain: 'plumb.example' });

async function visit(look: Look = {}): Promise<void> {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const value = (await cookieOf(database.db, world.people['manager A'].id)).replace('plumbline=', '');
  await page.context().addCookies([{ name: 'plumbline', value, url }]);
  await page.goto(`${url}/outbox`);
  await settled(page);
}

describe('the Outbox', () => {
  it('says that no mail is set up, and shows the next digest as it would be', async () => {
    await visit();
    await page.getByText('No mail is set up').waitFor();
    await page.getByRole('link', { name: 'Look at your next one' }).click();
    const letter = page.frameLocator('iframe');
    await letter.getByText('You get this from Plumbline').waitFor();
    expect(page.url()).toContain('letter=next');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('holds a test that somebody asked for, and opens it as it was written', async () => {
    await visit();
    await page.getByRole('button', { name: 'Send me a test' }).click();
    const row = page.getByRole('row').filter({ hasText: 'a test' });
    await row.getByText('Held here').waitFor();
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Show its text part' }).click();
    await page.getByText('No more of these').waitFor();
    expect(await page.locator('pre').textContent()).toContain('/digest/stop/blanked');
  });

  it('keeps another day and hour, and a pause', async () => {
    await visit();
    await page.getByLabel('Day').selectOption({ label: 'Friday' });
    await page.getByRole('button', { name: 'Save' }).click();
    const stored = () => database.db.selectFrom('digest_preferences').select(['weekday', 'is_paused']).execute();
    await until(stored).toEqual([{ weekday: 5, is_paused: false }]);
    await page.getByRole('button', { name: 'Pause it' }).click();
    await page.getByText('Your digest is paused.').waitFor();
    await until(stored).toEqual([{ weekday: 5, is_paused: true }]);
    expect(faults).toEqual([]);
  });

  it('says why an address takes no mail, and sends there again at its reader’s word', async () => {
    await database.db.deleteFrom('digest_preferences').execute();
    const { email } = await database.db
      .selectFrom('people')
      .select('email')
      .where('id', '=', world.people['manager A'].id)
      .executeTakeFirstOrThrow();
    const why = 'a digest to this address came back: 550 no such user';
    await database.db.insertInto('mail_stops').values({ address: email, why, at: new Date() }).execute();
    await visit();
    await page.getByText(`Nothing is sent to your address: ${why}.`).waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Your next digest comes on').waitFor();
    expect(await database.db.selectFrom('mail_stops').selectAll().execute()).toEqual([]);
  });

  it('makes addresses for a feed reader and a calendar, shows them once, and ends them', async () => {
    await visit();
    await page.getByRole('button', { name: 'Make addresses' }).click();
    const address = await page.getByLabel('Calendar (iCalendar)').inputValue();
    expect(await (await fetch(address)).text()).toContain('BEGIN:VCALENDAR');
    expect(await findBarriers(page)).toEqual([]);
    await page.reload();
    await page.getByText('not shown again').waitFor();
    expect(await page.getByLabel('Calendar (iCalendar)').count()).toBe(0);
    await page.getByRole('button', { name: 'End them' }).click();
    await page.getByText('There are none yet.').waitFor();
    expect((await fetch(address)).status).toBe(404);
  });

  it('fits and stands in the way of nobody', async () => {
    await visit();
    expect(await findFlawsInEveryLook(page)).toEqual([]);
  });
});
