import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, type RoleName, type World } from '../integration/api/helpers/world.ts';
import { findBarriers, type Look, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';

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

/** The real service's routes on a database of its own for each test: people change it. */
beforeEach(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  app = await buildApp(apiDeps(database.db, { dashboardFolder }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await page?.context().close();
  await app?.close();
  await database?.drop();
});

async function visitAs(who: RoleName, path: string, look: Look = {}): Promise<void> {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const value = (await cookieOf(database.db, world.people[who].id)).replace('plumbline=', '');
  await page.context().addCookies([{ name: 'plumbline', value, url }]);
  await page.goto(url + path);
  await settled(page);
}

const names = () => page.getByRole('region', { name: 'Org tree' }).locator('strong').allInnerTexts();

describe('People', () => {
  it('is the org tree for an owner: a person is added under their manager, and stands in the audit trail', async () => {
    await visitAs('owner', '/people');
    await page.getByRole('heading', { level: 1, name: '6 people in 2 teams, 1 account matches nobody' }).waitFor();
    await page.getByRole('button', { name: 'Add a person' }).click();
    const form = page.getByRole('form', { name: 'Add a person' });
    await form.getByLabel('Name').fill('Nora New');
    await form.getByLabel('E-mail').fill('ada@larkfield.example');
    await form.getByLabel('Answers to').selectOption({ label: 'Bert Manager' });
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await form.getByRole('alert').getByText('Ada Manager has the address').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await form.getByLabel('E-mail').fill('nora@larkfield.example');
    await page.keyboard.press('Enter');
    await until(names).toEqual([
      'Olga Owner',
      'Lea Leader',
      'Ada Manager',
      'Max Member',
      'Bert Manager',
      'Mia Member',
      'Nora New',
    ]);
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.getByText('Added Nora New.').waitFor();
    expect([await findBarriers(page), faults]).toEqual([[], []]);
  });

  it('gives a role, and takes it back within ten seconds', async () => {
    await visitAs('owner', '/people');
    await page.getByRole('button', { name: 'Edit Ada Manager' }).click();
    await page.waitForURL(/person=/);
    const form = page.getByRole('form', { name: 'Edit Ada Manager' });
    await form.getByLabel('Role').selectOption({ label: 'Leader' });
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).click();
    const role = async () => {
      const one = database.db.selectFrom('people').select(['role', 'is_role_by_hand']);
      return one.where('name', '=', 'Ada Manager').executeTakeFirst();
    };
    await until(role).toEqual({ role: 'leader', is_role_by_hand: true });
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(role).toEqual({ role: 'manager', is_role_by_hand: false });
    expect(faults).toEqual([]);
  });

  it('lets a person go, and come back', async () => {
    await visitAs('owner', `/people?person=${world.people.member.id}`);
    await page.getByRole('button', { name: 'Left the organisation' }).click();
    await page.getByRole('heading', { name: 'Not here any more' }).waitFor();
    await until(names).not.toContain('Max Member');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Max Member is back' }).click();
    await until(names).toContain('Max Member');
  });

  it('makes an invite link that is shown once and signs in behind a button', async () => {
    await visitAs('owner', `/people?person=${world.people.member.id}`);
    await page.getByRole('button', { name: 'Make an invite link' }).click();
    const link = await page.getByLabel('Invite link for Max Member').inputValue();
    expect(link).toMatch(/\/sign-in\/confirm#[\w-]{43}$/);
    await page.context().close();
    ({ page, faults } = await openPage(browser, link));
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    // Looking changes nothing: whatever follows links in mails does not use them up.
    await page.reload();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Max Member' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('says whom an account belongs to', async () => {
    await visitAs('owner', '/people');
    await page.getByLabel('Who Somebody Else is').selectOption({ label: 'Mia Member' });
    await page.getByRole('heading', { level: 1, name: '6 people in 2 teams', exact: true }).waitFor();
    await page.getByText('Jira: Somebody Else').waitFor();
    await page.getByRole('button', { name: 'Edit Mia Member' }).click();
    await page.getByRole('button', { name: 'Somebody Else in Jira is not theirs' }).click();
    await page.getByLabel('Who Somebody Else is').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('list', { name: 'Accounts of Mia Member' }).getByText('Somebody Else').waitFor();
  });

  it('says which addresses take no mail and why, and sends there again', async () => {
    const [at, why] = [new Date(Date.now() - 3 * 86_400_000), 'a digest to this address came back: 550 no such user'];
    const { email } = world.people['manager A'];
    await database.db.insertInto('mail_stops').values({ address: email, why, at }).execute();
    await visitAs('owner', '/people');
    const stopped = page.getByRole('region', { name: '1 address takes no mail' });
    await stopped.getByRole('row', { name: /Ada Manager.*550 no such user/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await stopped.getByRole('button', { name: 'Send there again: Ada Manager' }).click();
    await page.getByText('Digests go to Ada Manager again.').waitFor();
    await until(() => stopped.count()).toBe(0);
    expect(await database.db.selectFrom('mail_stops').selectAll().execute()).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('leads to where many people come from a file', async () => {
    await visitAs('owner', '/people');
    await page.getByRole('link', { name: 'from a file' }).click();
    await page.waitForURL('**/start?step=people');
    await page.getByRole('button', { name: 'Choose a file of people' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('shows others their own part, without what an owner does', async () => {
    await visitAs('manager B', '/people');
    expect(await names()).toEqual(['Olga Owner', 'Lea Leader', 'Bert Manager', 'Mia Member']);
    expect(await page.getByRole('button', { name: /Edit|Add/ }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('fits a phone, in the dark', async () => {
    await visitAs('owner', `/people?person=${world.people.member.id}`, { width: 390, scheme: 'dark' });
    expect([await overflowOf(page), await findBarriers(page)]).toEqual([0, []]);
  });
});
