import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, NOW, type RoleName, type World } from '../integration/api/helpers/world.ts';
import { launch, openPage, settled } from './helpers/browser.ts';

const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));

let database: TestDatabase;
let world: World;
let app: App;
let browser: Browser;
let url: string;
/** Each word has a moment of its own. */
let now = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { dashboardFolder, now: () => ++now }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.drop();
});

/** A page of the real service, over the real API, as this person sees it. */
async function openAs(who: RoleName, path: string) {
  const opened = await openPage(browser, `${url}/color-scheme.js`);
  const [name = '', value = ''] = (await cookieOf(database.db, world.people[who].id)).split('=');
  await opened.page.context().addCookies([{ name, value, url }]);
  await opened.page.goto(url + path);
  await settled(opened.page);
  return opened;
}

describe('a task', () => {
  it('keeps the lights on with one key, and does not with one click', async () => {
    const { page, faults } = await openAs('manager A', '/tasks/jira.2');
    await page.getByText('Or without a goal:').waitFor();
    await page.keyboard.press('o');
    await page.getByText('Ada Manager: keeps the lights on.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Ada Manager: keeps the lights on. (taken back)').waitFor();
    await page.getByRole('button', { name: 'Keeps the lights on', exact: true }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is put off with a reason, the goal that comes first and a day, said as people will read it; and taken back', async () => {
    const { page, faults } = await openAs('manager A', '/tasks/jira.2');
    await page.getByText('Or without a goal:').waitFor();
    await page.keyboard.press('n');
    const form = page.getByRole('form', { name: 'Not now: T-2' });
    await form.getByLabel('What comes first').selectOption('KR1.2');
    await form.getByLabel('We look again on').fill('2027-01-04');
    await form.getByText('“Not now, because we are prioritising KR1.2; we look again on 4 Jan 2027.”').waitFor();
    await form.getByRole('button', { name: 'Not now' }).click();
    const said = page.getByText('Ada Manager: not now, until 4 Jan 2027, because we are prioritising KR1.2. (holds)');
    await said.waitFor();
    await page.getByRole('button', { name: 'Take back “not now”' }).click();
    await page.getByText('because we are prioritising KR1.2. (taken back)').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('of a member waits for their manager, who sees what was asked', async () => {
    const own = await openAs('member', '/tasks/jira.2');
    await own.page.getByRole('button', { name: 'Ask the owner' }).click();
    await own.page.getByText('Max Member: asked for a decision, from Ada Manager. (holds)').waitFor();
    expect(await own.page.getByRole('button', { name: 'Keeps the lights on', exact: true }).count()).toBe(0);
    const managers = await openAs('manager A', '/tasks/jira.2');
    await managers.page.getByText('Max Member: asked for a decision, from Ada Manager. (holds)').waitFor();
    await managers.page.getByRole('button', { name: 'Keeps the lights on', exact: true }).click();
    await managers.page.getByText('from Ada Manager. (replaced since)').waitFor();
    expect([...own.faults, ...managers.faults]).toEqual([]);
    await own.page.context().close();
    await managers.page.context().close();
  });
});

describe('what may keep the lights on', () => {
  it('is set by an owner for a team and a cycle, stands with who set it, and is taken back', async () => {
    const { page, faults } = await openAs('owner', '/settings');
    const form = page.getByRole('form', { name: 'Set what may keep the lights on' });
    await form.getByLabel('For', { exact: true }).selectOption({ label: 'Atlas' });
    await form.getByLabel('In', { exact: true }).selectOption({ label: '2026-Q4' });
    await form.getByLabel('Share in %').fill('5');
    await form.getByRole('button', { name: 'Set the share' }).click();
    await page.getByRole('row', { name: /^Atlas 5\s%$/ }).waitFor();
    await page.getByText(/Olga Owner set 5\s% for Atlas in 2026-Q4$/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row', { name: 'Atlas no bound' }).waitFor();
    await page.getByText(/Olga Owner set 5\s% for Atlas in 2026-Q4, until/).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('a key result', () => {
  it('is checked in on in place, with its pace, its picture and its table, and taken back', async () => {
    const { page, faults } = await openAs('manager A', '/goals/KR1.1');
    await page.getByText('Nobody has checked in on it yet.').first().waitFor();
    const form = page.getByRole('form', { name: 'Check in on KR1.1' });
    await form.getByLabel('Value now, in days').fill('16');
    await form.getByLabel('Confidence, 0 to 1').fill('0.6');
    await form.getByLabel('Note').fill('The wizard helps.');
    await form.getByRole('button', { name: 'Check in' }).click();
    await page
      .getByText(/^16 days on .*, said Ada Manager: \d+ working days behind an even pace\. Confidence 0\.6\.$/)
      .waitFor();
    await page.getByRole('img', { name: /^At 16 days on .* from 21 to 7 days by 31 Dec 2026\./ }).waitFor();
    await page.getByRole('button', { name: 'Show as a table (How it went)' }).click();
    await page.getByRole('cell', { name: 'The wizard helps.' }).waitFor();
    await page.getByRole('button', { name: /^Take back the check-in of/ }).click();
    await page.getByRole('cell', { name: 'taken back', exact: true }).waitFor();
    await page.getByText('Nobody has checked in on it yet.').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('of others is only looked at', async () => {
    const { page } = await openAs('manager B', '/goals/KR1.1');
    await page.getByRole('heading', { name: 'Check-ins' }).waitFor();
    await expect.poll(() => page.getByRole('form', { name: 'Check in on KR1.1' }).count()).toBe(0);
    await page.context().close();
  });
});
