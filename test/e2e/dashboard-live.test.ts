import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { type ChangeListener, listenForChanges, notifyChange } from '../../src/store/notify.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, changeSource, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, type World } from '../integration/api/helpers/world.ts';
import { launch, openPage, settled, until } from './helpers/browser.ts';

let database: TestDatabase;
let world: World;
let app: App;
let changes: ChangeListener;
let browser: Browser;
let url: string;
let page: Page;
let cookie: string;
const source = changeSource();

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  changes = await listenForChanges(database.url, source.tell, () => undefined);
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  const notify = (event: Parameters<typeof notifyChange>[1]) => notifyChange(database.db, event);
  app = await buildApp(apiDeps(database.db, { dashboardFolder, notify, onChange: source.onChange }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  cookie = await cookieOf(database.db, world.people.owner.id);
});
afterEach(async () => {
  await page?.context().close();
  await app?.close();
  await changes?.close();
  await database?.drop();
});

/** Opens a page of the owner's and waits until it listens. */
async function watch(path: string): Promise<void> {
  ({ page } = await openPage(browser, `${url}/favicon.svg`, { width: 390 }));
  await page.context().addCookies([{ name: 'plumbline', value: cookie.replace('plumbline=', ''), url }]);
  await page.goto(url + path);
  await settled(page);
  await until(() => source.listeners.size).toBe(1);
}

/** Another session of the owner's does something. */
async function elsewhere(given: Omit<Call, 'cookie'>): Promise<void> {
  const { status } = await call(app, { ...given, url: `/api/v1${given.url}`, cookie });
  expect(status).toBeLessThan(300);
}

const addNora = () =>
  elsewhere({ method: 'POST', url: '/people', body: { name: 'Nora New', email: 'nora@larkfield.example' } });

describe('what another session changes arrives on an open page', () => {
  it('People: the page neither loads again nor jumps, and the focus stays', async () => {
    await watch('/people');
    const edit = page.getByRole('button', { name: 'Edit Mia Member' });
    await edit.focus();
    await page.evaluate(() => {
      window.scrollTo(0, 200);
      (window as { isSame?: boolean }).isSame = true;
    });
    const scrolled = await page.evaluate(() => window.scrollY);
    await addNora();
    await page.getByRole('region', { name: 'Org tree' }).getByText('Nora New', { exact: true }).waitFor();
    expect(await page.evaluate(() => (window as { isSame?: boolean }).isSame)).toBe(true);
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled);
    expect(await edit.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('Audit trail', async () => {
    await watch('/audit');
    await addNora();
    await page.getByText('Added Nora New.').waitFor();
  });

  it('Glossary', async () => {
    await watch('/glossary');
    await elsewhere({ method: 'POST', url: '/glossary', body: { short: 'EHR', long: 'electronic health record' } });
    await page.getByText('electronic health record').waitFor();
  });

  it('Settings', async () => {
    await watch('/settings');
    const name = page.getByLabel('Name of the organisation');
    await elsewhere({ method: 'PATCH', url: '/settings', body: { organisationName: 'Larkfield Care' } });
    await until(() => name.inputValue()).toBe('Larkfield Care');
  });

  it('Goals', async () => {
    await watch('/goals');
    await elsewhere({ method: 'POST', url: '/goals', body: { kind: 'objective', title: 'Nights without pagers' } });
    await page.getByText('Nights without pagers').waitFor();
  });
});
