import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutgoing } from '../../connectors/outgoing.ts';
import type { App } from '../../src/api/app-type.ts';
import { sendOutgoing } from '../../src/usecases/send-outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/database.ts';
import { LOOPBACK } from '../helpers/loopback.ts';
import { openReceiver, type Receiver } from '../helpers/receiver.ts';
import { apiDeps, buildApp, cookieOf } from '../integration/api/helpers/api.ts';
import { makeWorld, type RoleName, type World } from '../integration/api/helpers/world.ts';
import { findBarriers, type Look, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';

let database: TestDatabase;
let world: World;
let app: App;
let browser: Browser;
let receiver: Receiver;
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
  receiver = await openReceiver();
  const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));
  app = await buildApp(apiDeps(database.db, { dashboardFolder }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await page?.context().close();
  await app?.close();
  await receiver?.close();
  await database?.drop();
});

async function visitAs(who: RoleName, look: Look = {}): Promise<void> {
  ({ page, faults } = await openPage(browser, `${url}/favicon.svg`, look));
  const value = (await cookieOf(database.db, world.people[who].id)).replace('plumbline=', '');
  await page.context().addCookies([{ name: 'plumbline', value, url }]);
  await page.goto(`${url}/settings`);
  await settled(page);
}

/** What the worker does every few seconds. */
const send = () => {
  const post = createOutgoing({ reach: LOOPBACK });
  return sendOutgoing({ ...apiDeps(database.db), post, baseUrl: url }, AbortSignal.timeout(30_000));
};
const states = async () =>
  (await database.db.selectFrom('outgoing_webhooks').select('state').execute()).map((one) => one.state);

describe('Outgoing webhooks', () => {
  it('are added with a secret that is shown once, tested, paused with a way back, and removed', async () => {
    await visitAs('owner');
    await page.getByRole('link', { name: 'outgoing webhooks' }).click();
    await page.getByText('No program is told yet').waitFor();
    await page.getByLabel('Address').fill('https://10.0.0.7/hook');
    await page.getByRole('button', { name: 'Add an address' }).click();
    await page.getByText('its address is inside a private network').waitFor();
    await page.getByLabel('Address').fill(`${receiver.url}/hook`);
    await page.getByLabel('changed links').check();
    await page.getByRole('button', { name: 'Add an address' }).click();
    const secret = page.getByRole('textbox', { name: 'Secret' });
    await secret.waitFor();
    expect(await secret.inputValue()).toMatch(/^whsec_/);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await until(() => secret.count()).toBe(0);

    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('on its way', { exact: true }).waitFor();
    expect(await send()).toBe(1);
    await page.getByText('taken (204)').waitFor();
    await page.getByRole('button', { name: 'Send again' }).waitFor();

    await page.getByRole('button', { name: 'Pause' }).click();
    await until(states).toEqual(['paused']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(states).toEqual(['active']);

    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    await until(() => secret.count()).toBe(1);
    expect(await secret.inputValue()).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await until(states).toEqual([]);
    await page.getByText('No program is told yet').waitFor();
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  it('can be read on a phone in the dark, with a call that was not taken', async () => {
    const row = { url: `${receiver.url}/a/very/long/way/to/${'the-hook-'.repeat(12)}`, events: ['flag.changed'] };
    receiver.answer = (response) => response.writeHead(500).end();
    await visitAs('owner', { width: 390, scheme: 'dark' });
    await page.evaluate(
      (body) =>
        fetch('/api/v1/outgoing-webhooks', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).then(async (answer) =>
          fetch(`/api/v1/outgoing-webhooks/${(await answer.json()).id}/test`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{}',
          }),
        ),
      row,
    );
    expect(await send()).toBe(1);
    await page.goto(`${url}/outgoing-webhooks`);
    await page.getByText('given up: it answered 500').waitFor();
    expect([await overflowOf(page), await findBarriers(page), faults]).toEqual([0, [], []]);
  });
});
