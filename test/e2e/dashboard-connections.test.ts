import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { startAsana } from '../../src/demo/asana/index.ts';
import { startConfluence } from '../../src/demo/confluence/index.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { startNotion } from '../../src/demo/notion/index.ts';
import { makeWorld as makeToolWorld } from '../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../src/demo/trello/index.ts';
import type { SimServer } from '../../src/demo/world.ts';
import { findConnection } from '../../src/store/connections.ts';
import { connectTool } from '../../src/usecases/connect.ts';
import { noteRefusedCredentials } from '../../src/usecases/refused-credentials.ts';
import { openSharedBudgets } from '../../src/usecases/shared-budget.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { LOOPBACK } from '../helpers/loopback.ts';
import { CLIENT, type Consent, type FakeOAuth, startFakeOAuth } from '../helpers/oauth-server.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, NOW, secrets } from '../integration/api/helpers/world.ts';
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

const SCOPES = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook'];
const larkfield = { id: 'cloud-1', name: 'Larkfield', url: 'https://larkfield.example', scopes: SCOPES };
const borealis = { id: 'cloud-2', name: 'Borealis', url: 'https://borealis.example', scopes: SCOPES };

let database: TestDatabase;
let app: App;
let jira: SimServer;
let trello: SimServer;
let vendor: FakeOAuth;
let browser: Browser;
let url: string;
let cookie: string;
let page: Page;
let faults: string[];

/** The real service's routes on a real database, simulated tools over HTTP, and a vendor's consent page. */
beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  const tools = makeToolWorld({ seed: 'browser', tasks: 60, now: NOW });
  jira = await startJira(tools, { now: NOW, rateLimits: 'off', asApp: true });
  trello = await startTrello(tools, { now: NOW, rateLimits: 'off' });
  const upstreams = { jira: { url: jira.url, authorization: `Bearer ${jira.credentials.token}` } };
  vendor = await startFakeOAuth({ redirectUri: '', upstreams });
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  const atlassian = { authOrigin: vendor.url, apiOrigin: vendor.url };
  app = await buildApp(apiDeps(database.db, { dashboardFolder, atlassian }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  vendor.redirectUri = `${url}/api/v1/connections/oauth/callback`;
  cookie = (await cookieOf(database.db, world.people.owner.id)).replace('plumbline=', '');
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await vendor?.close();
  await Promise.all([jira?.close(), trello?.close()]);
  await database?.drop();
});

beforeEach(() => openAs());
afterEach(() => page.context().close());

async function openAs(look: Look = {}): Promise<void> {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  await page.context().addCookies([{ name: 'plumbline', value: cookie, url }]);
}

async function visit(path: string): Promise<void> {
  await page.goto(url + path);
  await settled(page);
}

/** What a person does on the vendor's page, whatever it looks like. */
async function consentAs(how: Consent): Promise<void> {
  await page.route(`${vendor.url}/authorize**`, async (route) => {
    const location = await vendor.consent(route.request().url(), how);
    await route.fulfill({ status: 302, headers: { location } });
  });
}

async function goToVendor(): Promise<void> {
  await visit('/connections/new');
  await page.getByRole('button', { name: 'Jira', exact: true }).click();
  await page.getByRole('radio', { name: 'OAuth app' }).check();
  await page.getByRole('textbox', { name: 'Client ID' }).fill(CLIENT.clientId);
  await page.getByRole('textbox', { name: 'Client secret' }).fill(CLIENT.clientSecret);
  await page.getByRole('button', { name: 'Go to Atlassian and consent' }).click();
}

const idIn = (address: string) => /\/connections\/([^/?]+)$/.exec(address)?.[1] ?? '';

describe('by a person’s consent', () => {
  it('a site is connected, and the connection says so', async () => {
    await consentAs({ sites: [larkfield] });
    await goToVendor();
    await page.waitForURL(/\/connections\/jira[^/]*$/);
    await page.getByRole('heading', { name: 'Consent', exact: true }).waitFor();
    await page.getByText('Jira is read by a person’s consent').waitFor();
    expect(await findConnection(database.db, idIn(page.url()))).toMatchObject({ baseUrl: larkfield.url });
    expect([await findBarriers(page), faults, vendor.violations]).toEqual([[], [], []]);
  });

  it('one of several sites is connected: the one that is chosen', async () => {
    await consentAs({ sites: [larkfield, borealis] });
    await goToVendor();
    await page.getByRole('heading', { name: 'Which site?' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Borealis' }).click();
    await page.waitForURL(/\/connections\/jira[^/]*$/);
    expect(await findConnection(database.db, idIn(page.url()))).toMatchObject({ baseUrl: borealis.url });
  });

  it('that was refused nothing is connected, and the way to begin again is there', async () => {
    const before = await database.db.selectFrom('connections').select('id').execute();
    await consentAs({ isDenied: true });
    await goToVendor();
    await page.getByRole('alert').getByText('Jira gave no consent').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Begin again' }).click();
    await page.getByRole('button', { name: 'Jira', exact: true }).waitFor();
    expect(await database.db.selectFrom('connections').select('id').execute()).toEqual(before);
  });
});

async function connectTrello(): Promise<string> {
  const deps = { db: database.db, secrets, reach: LOOPBACK, now: () => NOW };
  const given = { tool: 'trello', baseUrl: trello.url, credentials: trello.credentials } as const;
  return (await connectTool(deps, given, AbortSignal.timeout(60_000))).connectionId;
}

async function refuse(id: string): Promise<void> {
  const connection = await findConnection(database.db, id);
  if (!connection) throw new Error(`There is no ${id}`);
  const quiet = { db: database.db, now: () => NOW, notify: async () => {} };
  await noteRefusedCredentials(quiet, connection, 'Trello could not read account: 401');
}

/** Each tool as it is set up with a token: what a person types, and what it answers. */
const TOOLS = {
  jira: { name: 'Jira', link: /id\.atlassian\.com/, sees: /projects?/ },
  asana: { name: 'Asana', link: /app\.asana\.com/, sees: /projects?/ },
  trello: { name: 'Trello', link: /trello\.com/, sees: /boards?/ },
  confluence: { name: 'Confluence', link: /id\.atlassian\.com/, sees: /spaces?/ },
  notion: { name: 'Notion', link: /notion\.so/, sees: /data sources?/ },
} as const;
type Tool = keyof typeof TOOLS;

const LABELS = {
  email: /^E-mail of the account/,
  key: /^API key/,
  token: /^(?:API token|Personal access token|Token)/,
};

/** The simulated tool, as it is read with a token. */
async function startTool(tool: Tool) {
  const world = makeToolWorld({ seed: 'set-up', tasks: 60, now: NOW });
  const options = { now: NOW, rateLimits: 'off' } as const;
  const start = {
    jira: () => startJira(world, options),
    asana: () => startAsana(world, options),
    trello: () => startTrello(world, options),
    confluence: () => startConfluence(world, options),
    notion: () => startNotion(world, options),
  };
  const server = await start[tool]();
  const { email, key, token } = { email: undefined, key: undefined, ...server.credentials };
  return { server, given: { email, key, token } };
}

describe('set-up with a token', () => {
  it.each(Object.keys(TOOLS) as Tool[])(
    'of %s says what to do there, tests what is given, and reads nothing yet',
    async (tool) => {
      const { name, link, sees } = TOOLS[tool];
      const { server, given } = await startTool(tool);
      try {
        await visit(`/connections/new?tool=${tool}`);
        const steps = page.getByRole('region', { name: `What to do in ${name}` });
        expect(await steps.locator('ol a').first().getAttribute('href')).toMatch(link);
        expect(await steps.locator('ol li').count()).toBeGreaterThanOrEqual(3);
        await page.getByRole('textbox', { name: 'Address' }).fill(server.url);
        const fill = async (words: Partial<Record<keyof typeof LABELS, string | undefined>>) => {
          for (const [field, label] of Object.entries(LABELS) as [keyof typeof LABELS, RegExp][])
            if (words[field]) await page.getByRole('textbox', { name: label }).fill(words[field]);
        };
        await fill({ ...given, token: 'wrong' });
        await page.getByRole('button', { name: 'Test and connect' }).click();
        await page.getByRole('alert').getByText('Nothing was saved.').waitFor();
        expect([await findBarriers(page), await overflowOf(page)]).toEqual([[], 0]);
        await fill(given);
        await page.getByRole('button', { name: 'Test and connect' }).click();
        await page.waitForURL(new RegExp(`/connections/${tool}[^/]*$`));
        await page.getByText(new RegExp(`^${name} answers as .*; this account sees \\d+ ${sees.source}`)).waitFor();
        const id = idIn(page.url());
        expect((await findConnection(database.db, id))?.state).toBe('paused');
        const runs = () => database.db.selectFrom('sync_runs').select('kind').where('connection_id', '=', id).execute();
        expect([await runs(), await findBarriers(page), await overflowOf(page), faults]).toEqual([[], [], 0, []]);
        await page.getByRole('button', { name: /^Begin to read/ }).click();
        await page.getByRole('heading', { name: 'Can its numbers be believed?' }).waitFor();
        expect(await runs()).toEqual([{ kind: 'full' }]);
      } finally {
        await server.close();
      }
    },
  );

  it('takes an address as it is copied, and says in one sentence what is none', async () => {
    await visit('/connections/new?tool=jira');
    const typed = async (address: string) => {
      await page.getByRole('textbox', { name: 'Address' }).fill(address);
      await page.getByRole('textbox', { name: LABELS.email }).fill('olga@larkfield.example');
      await page.getByRole('textbox', { name: LABELS.token }).fill('nonsense');
      await page.getByRole('button', { name: 'Test and connect' }).click();
    };
    await typed('our jira');
    await page.getByText('This is no address. It looks like https://your-site.atlassian.net.').waitFor();
    const asked = page.waitForRequest(
      (request) => request.method() === 'POST' && request.url().endsWith('/connections'),
    );
    await page.route('**/api/v1/connections', (route) => route.abort());
    await typed('larkfield.atlassian.net/jira/software/projects/ONB/boards/1');
    expect((await asked).postDataJSON()).toMatchObject({ baseUrl: 'https://larkfield.atlassian.net', waits: true });
  });

  it('leads from Trello’s key to the page that makes its token, which may only read', async () => {
    await visit('/connections/new?tool=trello');
    await page.getByText('With the key typed here').waitFor();
    await page.getByRole('textbox', { name: LABELS.key }).fill('0123456789abcdef0123456789abcdef');
    const link = page.getByRole('link', { name: 'Open Trello’s page that makes the token for this key' });
    const { origin, pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '');
    expect([origin, pathname]).toEqual(['https://trello.com', '/1/authorize']);
    expect(Object.fromEntries(searchParams)).toMatchObject({ scope: 'read', key: '0123456789abcdef0123456789abcdef' });
  });

  it('finds scopes by name, and leaves out all that were found with one click', async () => {
    const id = await connectTrello();
    await database.db.updateTable('connections').set({ state: 'paused' }).where('id', '=', id).execute();
    const scopes = await database.db.selectFrom('scopes').select('id').where('connection_id', '=', id).execute();
    expect(scopes.length).toBeGreaterThan(0);
    await visit(`/connections/${id}`);
    await page.getByRole('button', { name: /^Leave out the/ }).click();
    await page.getByRole('button', { name: 'Select at least one board.' }).waitFor();
    const selected = () =>
      database.db
        .selectFrom('scopes')
        .select('id')
        .where('connection_id', '=', id)
        .where('is_selected', '=', true)
        .execute();
    await until(async () => (await selected()).length).toBe(0);
    await page.getByRole('button', { name: /^Select the/ }).click();
    await until(async () => (await selected()).length).toBe(scopes.length);
  });
});

describe('refused credentials', () => {
  it('are told above every page, with a way to where new ones are given, and the new ones mend it', async () => {
    const id = await connectTrello();
    await refuse(id);
    await visit('/goals');
    const banner = page.getByRole('region', { name: 'Waits for you' });
    await banner.getByRole('link', { name: /new credentials/ }).click();
    await page.waitForURL(`${url}/connections/${id}#credentials`);
    const form = page.getByRole('region', { name: 'Credentials' });
    const fill = async (label: string, text = '') => form.getByLabel(new RegExp(`^${label}`)).fill(text);
    await fill('API key', trello.credentials.key);
    await fill('Token', 'nonsense');
    await form.getByRole('button', { name: 'Test and use them' }).click();
    await form.getByRole('alert').getByText('Nothing was changed.').waitFor();
    expect([await findBarriers(page), (await findConnection(database.db, id))?.state]).toEqual([[], 'unauthorised']);
    await fill('Token', trello.credentials.token);
    await form.getByRole('button', { name: 'Test and use them' }).click();
    await form.getByText('They work.').waitFor();
    await banner.waitFor({ state: 'detached' });
    expect((await findConnection(database.db, id))?.state).toBe('active');
    expect(faults).toEqual([]);
  });
});

describe('the health of a connection', () => {
  it('says how fresh it is, what is left to ask, why it waits, and what it cannot see', async () => {
    const id = await connectTrello();
    const allowance = { key: 'trello minute', name: 'requests in a minute', max: 100, windowMs: 60_000 };
    const budgets = openSharedBudgets(database.db);
    await budgets.of(id).ask([{ allowance, cost: 1 }]);
    await budgets.of(id).pause([allowance], 3_600_000, 'refused');
    await budgets.close();
    await visit(`/connections/${id}`);
    const health = page.getByRole('region', { name: 'Can its numbers be believed?' });
    await health.getByText('of 100 requests in a minute; the tool asked us to wait').waitFor();
    await health.getByText('Trello says the same of a deleted task and of a hidden one').waitFor();
    expect([await findBarriers(page), await overflowOf(page), faults]).toEqual([[], 0, []]);
  });
});

describe('the dialog that removes a connection', () => {
  it('has no barrier and fits', async () => {
    await visit('/connections/jira');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /delete \d+ tasks/ })
      .waitFor();
    expect([await findFlawsInEveryLook(page), faults]).toEqual([[], []]);
  });

  it('removes nothing that is not confirmed: escape closes it, and the focus is back where it was', async () => {
    const id = await connectTrello();
    await visit(`/connections/${id}`);
    const remove = page.getByRole('button', { name: 'Remove…' });
    await remove.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await until(() => dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await until(() => remove.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await findConnection(database.db, id)).not.toBeNull();
  });

  it('removes the connection and leads to those that are left', async () => {
    const id = await connectTrello();
    await visit(`/connections/${id}`);
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.waitForURL(`${url}/connections`);
    await page.getByRole('heading', { level: 1, name: /read from \d+ connections/ }).waitFor();
    expect(await findConnection(database.db, id)).toBeNull();
    await until(() => page.locator(`a[href="/connections/${id}"]`).count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
