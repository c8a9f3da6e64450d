import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/api/app-type.ts';
import { apiDeps, buildApp } from '../integration/api/helpers/api.ts';
import { launch, until } from './helpers/browser.ts';

let browser: Browser;
let app: App;
let url: string;

beforeAll(async () => {
  browser = await launch();
  // The reference asks the database nothing.
  app = await buildApp(apiDeps(null as never));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

interface Tagged {
  readonly tags?: readonly string[];
}

describe('the API reference', () => {
  it('shows every tag under its own policy, and asks nobody else', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    const foreign: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    await page.goto(`${url}/docs/`);
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, Tagged>> }>();
    const calls = Object.values(paths).flatMap((path) => Object.values(path));
    expect(calls.length).toBeGreaterThan(25);
    const shown = page.locator('.opblock-tag');
    const names = () => shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-tag') ?? '').sort());
    await until(names).toEqual([...new Set(calls.flatMap(({ tags = [] }) => tags))].sort());
    let count = 0;
    for (const name of await names()) {
      const own = calls.filter(({ tags = [] }) => tags.includes(name)).length;
      const tag = page.locator(`.opblock-tag[data-tag="${name}"]`);
      await tag.click();
      await until(() => page.locator('.opblock').count()).toBe(own);
      await tag.click();
      await until(() => page.locator('.opblock').count()).toBe(0);
      count += own;
    }
    expect(count).toBe(calls.length);
    expect(faults).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
