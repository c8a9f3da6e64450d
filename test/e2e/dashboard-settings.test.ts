import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, call, changeSource, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, type RoleName, type World } from '../integration/api/helpers/world.ts';
import { findBarriers, type Look, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';

let database: TestDatabase;
let world: World;
let app: App;
let source: ReturnType<typeof changeSource>;
let browser: Browser;
let url: string;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** The real service's routes on a database of its own for each test: people change it. */
beforeEach(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  source = changeSource();
  app = await buildApp(apiDeps(database.db, { dashboardFolder, onChange: source.onChange }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await page?.context().close();
  await app?.close();
  await database?.drop();
});

async function visitAs(who: RoleName, look: Look = {}): Promise<void> {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const value = (await cookieOf(database.db, world.people[who].id)).replace('plumbline=', '');
  await page.context().addCookies([{ name: 'plumbline', value, url }]);
  await page.goto(`${url}/settings`);
  await settled(page);
}

const stored = () =>
  database.db.selectFrom('settings').select(['time_zone', 'digest_weekday']).executeTakeFirstOrThrow();

describe('Settings', () => {
  it('are changed in one form, taken back within ten seconds, and stand in the audit trail', async () => {
    await visitAs('owner');
    await page.getByLabel('Day of digests').selectOption({ label: 'Thursday' });
    await page.getByLabel('Time zone').fill('America/Lima');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await until(stored).toEqual({ time_zone: 'America/Lima', digest_weekday: 4 });
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(stored).toEqual({ time_zone: 'Europe/Lisbon', digest_weekday: 1 });
    await page.getByRole('link', { name: 'audit trail' }).click();
    await page.getByText('Changed the time zone from Europe/Lisbon to America/Lima.').waitFor();
    expect(faults).toEqual([]);
  });

  it('say which days are worked and how cycles follow each other, and which would come next', async () => {
    await visitAs('owner');
    await page.getByLabel('Friday').uncheck();
    await page.getByLabel('Sunday').check();
    await page.getByLabel('Length of cycles').selectOption('half');
    await page.getByLabel('Month the year of cycles begins in').selectOption({ label: 'July' });
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are changed.').waitFor();
    const calendar = () =>
      database.db
        .selectFrom('settings')
        .select(['working_days', 'cycle_length', 'cycle_start_month'])
        .executeTakeFirstOrThrow();
    await until(calendar).toEqual({ working_days: [1, 2, 3, 4, 7], cycle_length: 'half', cycle_start_month: 7 });
    await page.getByText(/Next would be 20\d\d\/\d\d-H\d/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(calendar).toEqual({ working_days: [1, 2, 3, 4, 5], cycle_length: 'quarter', cycle_start_month: 1 });
    expect(faults).toEqual([]);
  });

  it('say what a week begins with, and each calendar and list of weekdays begins so, whatever the reader’s region', async () => {
    await visitAs('owner', { locale: 'en-US' });
    const days = page.getByRole('group', { name: 'Working days' }).locator('label');
    await until(() => days.first().textContent()).toBe('Monday');
    await page
      .getByText('Alignment, digests and reports go by ISO weeks, Monday to Sunday, whatever is chosen.')
      .waitFor();
    await page.getByLabel('First day of the week').selectOption({ label: 'Saturday' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are changed.').waitFor();
    await until(() => days.first().textContent()).toBe('Saturday');
    await page.goto(`${url}/goals/KR1.1`);
    await settled(page);
    const field = page.getByLabel('As it stood on');
    await page.getByRole('button', { name: 'Calendar' }).click();
    const calendar = page.getByRole('dialog', { name: 'Choose a day' });
    await until(() => calendar.getByRole('columnheader').allInnerTexts()).toEqual([
      ...['Sa', 'Su', 'Mo', 'Tu', 'We', 'Th', 'Fr'],
    ]);
    expect(await findBarriers(page)).toEqual([]);
    // By the keyboard: it stands on today, a Wednesday; the first day of that week, and Enter.
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe('2026-11-18');
    await page.keyboard.press('Home');
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe('2026-11-14');
    await page.keyboard.press('Escape');
    await until(() => calendar.count()).toBe(0);
    await field.focus();
    await page.keyboard.press('F4');
    await calendar.waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await until(() => new URL(page.url()).search).toContain('asOf=2026-11-17');
    await until(() => calendar.count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('say at the form why they are refused, and keep what was typed', async () => {
    await visitAs('owner');
    await page.getByLabel('Time zone').fill('Mars/Olympus');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('“Mars/Olympus” is not a time zone').waitFor();
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Mars/Olympus');
    await page.getByRole('button', { name: 'Leave it' }).click();
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Lisbon');
  });

  /** Another owner, in another browser; pages hear of it where they listen. */
  const changeElsewhere = async (body: object, isHeard = true) => {
    const cookie = await cookieOf(database.db, world.people.owner.id);
    expect((await call(app, { method: 'PATCH', url: '/api/v1/settings', body, cookie })).status).toBe(200);
    if (isHeard) source.tell({ type: 'organisation-changed' });
  };

  it('keep what was typed while somebody else changes them, take over the rest, and say what is another now', async () => {
    await visitAs('owner');
    await until(() => source.listeners.size).toBe(1);
    await page.getByLabel('Name of the organisation').fill('Larkfield Hospitals');
    await page.getByLabel('Time zone').fill('America/Lima');
    await changeElsewhere({ timeZone: 'Asia/Tokyo', digestWeekday: 4 });
    const told = page.getByRole('status', { name: 'Changed meanwhile' });
    await told.getByText('Time zone: Asia/Tokyo now. Saving puts what you wrote in its place.').waitFor();
    await told.getByText('Day of digests: Thursday now.').waitFor();
    const shown = async () =>
      Promise.all(
        ['Name of the organisation', 'Time zone', 'Day of digests'].map((name) => page.getByLabel(name).inputValue()),
      );
    expect(await shown()).toEqual(['Larkfield Hospitals', 'America/Lima', '4']);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await until(stored).toEqual({ time_zone: 'America/Lima', digest_weekday: 4 });
    await until(() => told.count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(stored).toEqual({ time_zone: 'Asia/Tokyo', digest_weekday: 4 });
    await until(shown).toEqual(['Larkfield', 'Asia/Tokyo', '4']);
    expect(faults).toEqual([]);
  });

  it('are not written over unseen: whoever did not hear of a change is told when they save, and saves again', async () => {
    await visitAs('owner');
    await page.getByLabel('Time zone').fill('America/Lima');
    await changeElsewhere({ timeZone: 'Asia/Tokyo' }, false);
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByRole('alert')
      .getByText('Since you looked, somebody changed the time zone to Asia/Tokyo.')
      .waitFor();
    await page.getByText('Time zone: Asia/Tokyo now.').waitFor();
    expect(await stored()).toMatchObject({ time_zone: 'Asia/Tokyo' });
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/Lima');
    await page.getByRole('button', { name: 'Save' }).click();
    await until(stored).toMatchObject({ time_zone: 'America/Lima' });
  });

  it('decide what the Overview weighs by where nobody chose', async () => {
    await visitAs('owner');
    await page.getByLabel('Weight of the Overview').selectOption('estimate');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are changed.').waitFor();
    await page.goto(url);
    await settled(page);
    await page.locator('main a[aria-current]', { hasText: 'estimate' }).waitFor();
    // An address says only what is another.
    await page.getByRole('link', { name: 'count', exact: true }).click();
    await page.waitForURL(/weight=count/);
    await page.getByRole('link', { name: 'estimate', exact: true }).click();
    await until(() => page.url()).not.toContain('weight');
    expect(faults).toEqual([]);
  });

  it('are read by others, who cannot change them', async () => {
    await visitAs('member', { width: 390, scheme: 'dark' });
    expect(await page.getByLabel('Time zone').isDisabled()).toBe(true);
    expect([await overflowOf(page), await findBarriers(page), faults]).toEqual([0, [], []]);
  });
});
