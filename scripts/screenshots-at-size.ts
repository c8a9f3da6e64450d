/**
 * The second half of `npm run screenshots`: the main pages of an organisation of 100,000 tasks, eighty teams and two hundred managers, as whoever
 * leads all of it and as who leads one team sees them; before that the same pages of an install where nothing is yet, and what they
 * say when the service fails. As JPEG: pictures of long lists are large.
 */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openEmbedded } from '../src/store/embedded.ts';
import { startChild } from '../test/bench/child.ts';
import type { DashboardAsk, DashboardReady } from '../test/bench/dashboard-service.ts';
import { storeOrganisation } from '../test/bench/organisation.ts';
import { signIn } from '../test/bench/sign-in.ts';
import { root } from './run-tests.ts';

const TASKS = 100_000;
const QUALITY = 60;
const LOOKS = [1440, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const PAGES = { overview: '/', unaligned: '/unaligned', review: '/review', goals: '/goals', map: '/map' } as const;
const MORE_PAGES = {
  'map-of-goal': '/map?goal=O3',
  people: '/people',
  teams: '/teams',
  team: '/teams/team-1',
  manager: '/managers/head-1',
  cycles: '/cycles',
  'unaligned-by-team': '/unaligned?group=team',
} as const;

/** @returns How many pictures were taken. */
export async function takeAtSize(browser: Browser, folder: string): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'plumbline-at-size-'));
  // As root the database runs as a user of its own, who has to reach its folder.
  chmodSync(data, 0o711);
  const server = await openEmbedded(join(data, 'postgres'));
  const service = startChild('dashboard-service.ts', ['--max-semi-space-size=16']);
  try {
    // Of its own: built anew meanwhile, half of a page would be missing.
    const dashboardFolder = join(data, 'dashboard');
    cpSync(join(root, 'dist', 'dashboard'), dashboardFolder, { recursive: true });
    const ask: DashboardAsk = { databaseUrl: server.url, dataFolder: join(data, 'service'), dashboardFolder };
    const { url, token } = await service.ask<DashboardReady>(ask);
    const take = takerOf(browser, url, folder);
    const owner = await signIn(url, token);
    let taken = await take('empty', owner, PAGES);
    await storeOrganisation(server.url, TASKS);
    const lead = await sessionOf(server.url, 'lead');
    taken += await take('failed', lead, { overview: '/', unaligned: '/unaligned' }, failing);
    taken += await take('large', lead, { ...PAGES, ...MORE_PAGES });
    taken += await take('one-team-of-eighty', await sessionOf(server.url, 'manager-3'), { overview: '/', map: '/map' });
    return taken;
  } finally {
    await service.stop();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function failing(context: BrowserContext): Promise<void> {
  const body = JSON.stringify({
    ...{ type: 'about:blank', title: 'Something went wrong here', status: 500, code: 'internal' },
    ...{ detail: 'It is in the log under the request’s id.', requestId: '00000000-0000-4000-8000-000000000000' },
  });
  await context.route(/\/api\/v1\/(alignment|tasks|flags|goals|themes)/, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body }),
  );
}

function takerOf(browser: Browser, url: string, folder: string) {
  return async (
    prefix: string,
    cookie: string,
    pages: Readonly<Record<string, string>>,
    prepare: (context: BrowserContext) => Promise<void> = async () => {},
  ): Promise<number> => {
    const [name = '', value = ''] = cookie.split('=');
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    await context.addCookies([{ name, value, url }]);
    await prepare(context);
    const page = await context.newPage();
    for (const { width, colorScheme } of LOOKS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width > 600 ? 960 : 844 });
      for (const [called, path] of Object.entries(pages)) {
        await openWhole(page, url + path);
        const file = `${prefix}-${called}-${width}-${colorScheme}.jpg`;
        await page.screenshot({ path: join(folder, file), type: 'jpeg', quality: QUALITY });
      }
    }
    await context.close();
    return Object.keys(pages).length * LOOKS.length;
  };
}

/** Nothing on it still loads; also where all it has is a heading that says what went wrong. */
async function openWhole(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main').locator('h1, h2').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy=true], .mantine-Skeleton-root').first().waitFor({ state: 'hidden' });
  await page.evaluate('document.fonts.ready');
}

/** A session, as if this person had signed in. */
async function sessionOf(databaseUrl: string, personId: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const hash = createHash('sha256').update(`shown-${personId}`).digest('hex');
  await client.query(
    `insert into sessions (id_hash, person_id, created_at, seen_at, expires_at) values ($1, $2, now(), now(), now() + interval '1 day')`,
    [hash, personId],
  );
  await client.end();
  return `plumbline=shown-${personId}`;
}
