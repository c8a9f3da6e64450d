import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { importGoals } from '../../src/usecases/import-goals.ts';
import { readRows } from '../../src/usecases/read-rows.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld } from '../integration/api/helpers/world.ts';
import {
  findBarriers,
  findFlawsInEveryLook,
  type Look,
  launch,
  openPage,
  overflowOf,
  settled,
  until,
} from './helpers/browser.ts';

let database: TestDatabase;
let app: App;
let browser: Browser;
let url: string;
let cookie: string;
let page: Page;
let faults: string[];

/** Thirty objectives of nine key results each, beside those of the small world. */
const GOALS = [
  'key,kind,title,parent,team',
  ...Array.from({ length: 30 }, (_, at) => at + 10).flatMap((o) => [
    `O${o},objective,Promise ${o} to the wards,V1,`,
    ...Array.from({ length: 9 }, (_, k) => `KR${o}.${k + 1},key-result,Measure ${k + 1} of promise ${o},O${o},Atlas`),
  ]),
].join('\n');

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  const deps = apiDeps(database.db, { dashboardFolder });
  const { errors } = await importGoals(deps, readRows(GOALS, 'csv'));
  expect(errors).toEqual([]);
  app = await buildApp(deps);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  cookie = await cookieOf(database.db, world.people.leader.id);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.drop();
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const open = async (path: string, look: Look = {}) => {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const [name = '', value = ''] = cookie.split('=');
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(url + path);
  await settled(page);
};
const keys = () => page.locator('main li a strong').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
const fold = (key: string) => page.getByRole('button', { name: `key results under ${key}`, exact: false });
const find = () => page.getByRole('searchbox', { name: 'Find a goal by key, words, team or owner' });

describe('three hundred goals', () => {
  it('stand folded under their objectives; one is opened by a click, stays open on the way back, and all are by one more', async () => {
    await open('/goals');
    await until(keys).toContain('O39');
    expect((await keys()).filter((key) => key.startsWith('KR'))).toEqual([]);
    await fold('O12').click();
    await until(keys).toEqual(expect.arrayContaining(['KR12.1', 'KR12.9']));
    await page.getByRole('link', { name: /^KR12\.4/ }).click();
    await page.getByRole('heading', { level: 1, name: /^KR12\.4/ }).waitFor();
    await page.goBack();
    await until(keys).toContain('KR12.4');
    expect(await keys()).not.toContain('KR13.1');
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await until(keys).toEqual(expect.arrayContaining(['KR10.1', 'KR39.9']));
    await page.getByRole('button', { name: 'Fold all' }).click();
    await until(async () => (await keys()).filter((key) => key.startsWith('KR'))).toEqual([]);
  });

  it('are found by typing, each under what it stands under', async () => {
    await open('/goals');
    await page
      .getByRole('searchbox', { name: 'Find a goal by key, words, team or owner' })
      .fill('measure 7 promise 23');
    await until(keys).toEqual(['O23', 'KR23.7']);
    await page.getByRole('status').getByText('1 goal found.').waitFor();
    await page.reload();
    await until(keys).toEqual(['O23', 'KR23.7']);
    await find().fill('nothing like it');
    await page.getByText('No goal says that.').waitFor();
  });

  it('are linked to by a few keys: the one whose key is typed comes first, and what is left out is counted', async () => {
    await open('/unaligned?state=no-why');
    const row = page.locator('tr[data-task]').first();
    await row.getByRole('button', { name: /^Link to…/ }).click();
    await page.getByText(/^And \d+ more goals: type a key or words\.$/).waitFor();
    await page.getByRole('textbox', { name: 'Find a goal by key or words' }).fill('o1');
    const options = page.getByRole('listbox', { name: 'Open goals' }).getByRole('option');
    await until(async () => (await options.allTextContents()).map((text) => text.slice(0, 3))).toContain('O10');
    expect(await options.first().textContent()).toMatch(/^O1\D/);
  });

  it('nobody works on are named beneath the map, not drawn into it, and the map fits a phone', async () => {
    await open('/map', { width: 390 });
    await page.getByText(/^Nobody works on 3\d more goals: /).waitFor();
    await page.getByRole('link', { name: 'O22', exact: true }).waitFor();
    expect(await page.locator('svg a', { hasText: 'O22' }).count()).toBe(0);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('are shown without a barrier', async () => {
    await open('/goals?open=O10');
    await until(keys).toContain('KR10.1');
    expect(await findFlawsInEveryLook(page)).toEqual([]);
  });
});
