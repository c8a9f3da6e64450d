import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, signInAll } from '../integration/api/helpers/api.ts';
import { makeWorld, NOW, type RoleName } from '../integration/api/helpers/world.ts';
import { findBarriers, findFlawsInEveryLook, type Look, launch, openPage, settled, until } from './helpers/browser.ts';

const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));

let database: TestDatabase;
let app: App;
let browser: Browser;
let url: string;
let cookies: Record<RoleName, string>;
let page: Page;
let faults: string[];
let now = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { now: () => ++now, dashboardFolder }));
  cookies = await signInAll(database.db, world);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await database.drop();
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const open = async (path: string, who: RoleName = 'leader', look: Look = {}) => {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const [name = '', value = ''] = cookies[who].split('=');
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(url + path);
  await settled(page);
};
const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name });
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const toast = (text: string) => page.getByText(text, { exact: true });
const treeKeys = () => page.locator('main li a strong').evaluateAll((all) => all.map((one) => one.textContent ?? ''));

describe('goals', () => {
  it('are written by keyboard: an objective, then a key result under it, and undo takes it back', async () => {
    await open('/goals');
    await page.getByRole('link', { name: 'New objective' }).click();
    const objective = page.getByRole('form', { name: 'New objective' });
    // The first field has the keyboard already.
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('maxlength'))).toBe('500');
    await page.keyboard.type('Quiet nights on every ward');
    await page.keyboard.press('Enter');
    await heading('O3 Quiet nights on every ward').waitFor();
    await page.getByRole('link', { name: 'Add a key result' }).click();
    const result = page.getByRole('form', { name: 'New key result under O3' });
    await result.getByLabel('Title').fill('Alarms a night');
    await result.getByLabel('From').fill('40');
    await result.getByLabel('To', { exact: true }).fill('12.5');
    await result.getByLabel('Unit').fill('alarms');
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await heading('KR3.1 Alarms a night').waitFor();
    await page.getByText('From 40 to 12.5 alarms by 31 Dec 2026').waitFor();
    await toast('KR3.1 is written down.').waitFor();
    await page.keyboard.press('u');
    await heading('There is no goal KR3.1').waitFor();
    expect(await objective.count()).toBe(0);
  });

  it('say by each field what is wrong with it, and keep what was typed', async () => {
    await open('/goals?add=key-result&under=O1');
    const form = page.getByRole('form', { name: 'New key result under O1' });
    await form.getByLabel('Title').fill('Calls at night');
    await form.getByLabel('Key').fill('KR1.1');
    await form.getByLabel('From').fill('9');
    await form.getByRole('button', { name: 'Write it down' }).click();
    await form.getByText('is missing beside “from”', { exact: true }).waitFor();
    await form.getByLabel('To', { exact: true }).fill('2');
    await form.getByRole('button', { name: 'Write it down' }).click();
    await form.getByText('has this key already; give another', { exact: false }).first().waitFor();
    expect(await form.getByLabel('Title').inputValue()).toBe('Calls at night');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('are put in order by the keyboard alone', async () => {
    await open('/goals?arrange=true');
    await until(treeKeys).toEqual(expect.arrayContaining(['KR1.1', 'KR1.2']));
    await button('Down KR1.1').focus();
    await page.keyboard.press('Enter');
    await toast('KR1.1 is moved.').waitFor();
    await until(async () => (await treeKeys()).filter((key) => key.startsWith('KR1'))).toEqual(['KR1.2', 'KR1.1']);
    await page.keyboard.press('u');
    await until(async () => (await treeKeys()).filter((key) => key.startsWith('KR1'))).toEqual(['KR1.1', 'KR1.2']);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('are read by a member, who is offered no change', async () => {
    await open('/goals', 'member');
    await page.getByRole('link', { name: /^KR1\.1/ }).waitFor();
    expect(await page.getByRole('link', { name: /^New/ }).count()).toBe(0);
    await open('/goals/KR1.1', 'member');
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(Change|Close)/ })
        .count(),
    ).toBe(0);
  });
});

describe('one goal', () => {
  it('is changed in place; the history says who did what, and takes it back', async () => {
    await open('/goals/KR1.2');
    await button('Change').click();
    const form = page.getByRole('form', { name: 'Change KR1.2' });
    await form.getByLabel('Title').fill('Imports nobody waits for');
    await form.getByLabel('To', { exact: true }).fill('90');
    await form.getByRole('button', { name: 'Save' }).click();
    await heading('KR1.2 Imports nobody waits for').waitFor();
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('Title: Self-service imports → Imports nobody waits for').waitFor();
    await history.getByText('Target: 80 → 90').waitFor();
    await history.getByText('Lea Leader', { exact: false }).first().waitFor();
    await history.getByRole('button', { name: /^Take back/ }).click();
    await heading('KR1.2 Self-service imports').waitFor();
    await history.getByText('A change was taken back').first().waitFor();
  });

  it('that somebody else changed meanwhile is not written over: one sees what stands, and saves again', async () => {
    await open('/goals/KR2.1?act=change');
    const form = page.getByRole('form', { name: 'Change KR2.1' });
    await form.getByLabel('Title').fill('Interfaces that stay up');
    const other = await app.inject({
      method: 'PATCH',
      url: '/api/v1/goals/KR2.1',
      headers: { cookie: cookies.owner, 'content-type': 'application/json', origin: url, host: new URL(url).host },
      payload: JSON.stringify({ unit: 'percent' }),
    });
    expect(other.statusCode).toBe(200);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').getByText('its unit is “percent” now', { exact: false }).waitFor();
    expect(await form.getByLabel('Title').inputValue()).toBe('Interfaces that stay up');
    expect(await findBarriers(page)).toEqual([]);
    // What stands now was read already; the same words are saved beside it.
    await form.getByRole('button', { name: 'Save' }).click();
    await heading('KR2.1 Interfaces that stay up').waitFor();
    const json = (await app.inject({ url: '/api/v1/goals/KR2.1', headers: { cookie: cookies.owner } })).json();
    expect([json.title, json.unit]).toEqual(['Interfaces that stay up', 'percent']);
  });

  it('is closed on a day, with what hangs on it told before, and opened again', async () => {
    await open('/goals/O1?act=close');
    const form = page.getByRole('form', { name: 'Close O1' });
    await form.getByText('on it. From that day on', { exact: false }).waitFor();
    await form.getByLabel('With 2 open goals under it').waitFor();
    await form.getByLabel('Closed on').fill('2026-11-18');
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole('button', { name: 'Close O1' }).click();
    await page.getByText('closed on 18 Nov 2026', { exact: false }).first().waitFor();
    await button('Open again').click();
    await button('Close').waitFor();
    await toast('O1 is open again.').waitFor();
  });

  it('reads as it stood on a past day, says so, and leads back to today', async () => {
    now += 3 * 86_400_000;
    await open('/goals/KR1.1?act=change');
    const form = page.getByRole('form', { name: 'Change KR1.1' });
    await form.getByLabel('Title').fill('Days to the first ward');
    await form.getByRole('button', { name: 'Save' }).click();
    await heading('KR1.1 Days to the first ward').waitFor();
    await page.getByLabel('As it stood on').fill('2026-11-18');
    await heading('KR1.1 Median days to go-live').waitFor();
    expect(new URL(page.url()).search).toContain('asOf=2026-11-18');
    await page.getByText('You look at 18 Nov 2026.').waitFor();
    await page.getByText('Today it is called KR1.1 Days to the first ward.').waitFor();
    expect(
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(Change|Close|Check in)$/ })
        .count(),
    ).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await button('Back to today').click();
    await heading('KR1.1 Days to the first ward').waitFor();
    await page.goto(`${url}/goals/KR1.1?asOf=2026-11-01`);
    await heading('KR1.1 was not written down yet on 1 Nov 2026').waitFor();
  });

  it('of an objective shows its key results with progress, pace and confidence', async () => {
    const said = await app.inject({
      method: 'POST',
      url: '/api/v1/check-ins',
      headers: { cookie: cookies.owner, 'content-type': 'application/json', origin: url, host: new URL(url).host },
      payload: JSON.stringify({ goalKey: 'KR1.2', value: 20, confidence: 0.4 }),
    });
    expect(said.statusCode).toBe(200);
    await open('/goals/O1');
    const row = page.getByRole('row', { name: /^KR1\.2/ });
    await row.getByText('behind an even pace').waitFor();
    await row.getByRole('cell', { name: '0.4' }).waitFor();
  });
});

describe('cycles', () => {
  it('are made, changed, closed and taken back by keyboard, and say what is wrong with their days', async () => {
    await open('/goals');
    await page.getByRole('link', { name: 'Cycles' }).click();
    await heading('Cycles').waitFor();
    await button('New cycle').click();
    const form = page.getByRole('form', { name: 'New cycle' });
    expect(await form.getByLabel('Name').inputValue()).toBe('2027-Q1');
    await form.getByLabel('First day').fill('2026-12-01');
    await form.getByRole('button', { name: 'Make it' }).click();
    await form.getByText('crosses 2026-Q4', { exact: false }).first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await form.getByLabel('First day').fill('2027-01-01');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: '2027-Q1' }).waitFor();
    await button('Copy its open goals 2026-Q4').click();
    await page
      .getByRole('form', { name: 'Copy the open goals of 2026-Q4' })
      .getByRole('button', { name: 'Copy them' })
      .click();
    await page.getByText(/goals copied into 2027-Q1\.$/).waitFor();
    await page.getByRole('link', { name: /2027-Q1$/ }).waitFor();
    await button('Close 2027-Q1').click();
    await page
      .getByRole('form', { name: 'Close 2027-Q1' })
      .getByText('open goals close with it', { exact: false })
      .waitFor();
    await page.getByRole('form', { name: 'Close 2027-Q1' }).getByRole('button', { name: 'Close 2027-Q1' }).click();
    await button('Open again 2027-Q1').waitFor();
    await page.keyboard.press('u');
    await button('Close 2027-Q1').waitFor();
  });
});

describe('each of these pages', () => {
  const paths = ['/goals?arrange=true', '/goals?add=objective', '/goals/O1', '/goals/KR1.1?asOf=2026-11-18', '/cycles'];

  it.each(paths)('%s has no barrier and does not scroll sideways', async (path) => {
    await open(path, 'leader');
    expect(await findFlawsInEveryLook(page)).toEqual([]);
  });
});
