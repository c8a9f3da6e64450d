/** What a person waits for on the demo organisation: the first paint of each page, how much script that takes, and what a click shows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launch, settled } from '../e2e/helpers/browser.ts';
import buildDashboard from '../helpers/global-dashboard.ts';
import { benchInteractions } from './interactions.ts';
import { type Ledger, median, round } from './ledger.ts';

const LOADS = 5;
const PAINT_MS_MAX = 1_000;
const SCRIPT_KB_MAX = 250;
const START_MS = 600_000;
/** Pictures come when they are needed, after the page stands. */
const IS_PICTURE = /\/(?:use-chart|[a-z-]+-(?:picture|chart))-[^/]+\.js$/u;
const PAGES = ['/', '/unaligned', '/goals', '/review', '/map'] as const;

export async function benchPaint(ledger: Ledger): Promise<void> {
  await buildDashboard();
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-paint-'));
  // As root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o711);
  const { demo, link } = await startDemo(folder);
  const browser = await launch();
  try {
    const state = await signIn(browser, link);
    const { origin } = new URL(link);
    for (const path of PAGES) await loadPage(browser, state, origin + path, ledger);
    await benchInteractions(browser, state, origin, ledger);
  } finally {
    await browser.close();
    demo.kill('SIGTERM');
    await once(demo, 'exit');
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}-demo`, { recursive: true, force: true });
  }
}

type State = Awaited<ReturnType<typeof signIn>>;

/** The demo with its own data, and the link it prints. */
async function startDemo(folder: string): Promise<{ demo: ChildProcess; link: string }> {
  const program = join(import.meta.dirname, '../../src/cli/plumbline.mjs');
  const env = {
    ...process.env,
    PLUMBLINE_DATA: join(folder, 'data'),
    PLUMBLINE_PORT: '0',
    DATABASE_URL: '',
    PLUMBLINE_LOG_LEVEL: 'silent',
    REDIS_URL: '',
  };
  const demo = spawn(process.execPath, [program, 'demo'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const link = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No sign-in link after ${START_MS} ms:\n${said}`)), START_MS);
    demo.on('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${said}`)));
    demo.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      const [found] = /https?:\/\/\S+\/sign-in\S+(?=\s)/.exec(said) ?? [];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  return { demo, link };
}

async function signIn(browser: Browser, link: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  const button = page.getByRole('button', { name: /sign in/i });
  await button.or(page.locator('[data-page]')).first().waitFor();
  if (await button.isVisible()) await button.click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const state = await context.storageState();
  await context.close();
  return state;
}

async function openContext(browser: Browser, state: State) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 } });
  return { context, page: await context.newPage() };
}

/** Each load with nothing kept from the one before. */
async function loadPage(browser: Browser, state: State, url: string, ledger: Ledger): Promise<void> {
  const [painted, done]: [number[], number[]] = [[], []];
  let [scriptBytes, pictureBytes] = [0, 0];
  for (let load = 0; load < LOADS; load += 1) {
    const { context, page } = await openContext(browser, state);
    const scripts: Promise<{ bytes: number; isPicture: boolean }>[] = [];
    page.on('response', (response) => {
      const isPicture = IS_PICTURE.test(response.url());
      if (response.url().endsWith('.js'))
        scripts.push(response.body().then((body) => ({ bytes: gzipSync(body).length, isPicture })));
    });
    await page.goto(url);
    await settled(page);
    const { paint, now } = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      now: performance.now(),
    }));
    painted.push(paint);
    done.push(now);
    const read = await Promise.all(scripts);
    const sum = (ofPictures: boolean) =>
      read.reduce((bytes, one) => bytes + (one.isPicture === ofPictures ? one.bytes : 0), 0);
    [scriptBytes, pictureBytes] = [sum(false), sum(true)];
    await context.close();
  }
  const { pathname } = new URL(url);
  const script = `script ${round(scriptBytes / 1_000)} kB compressed, of pictures ${round(pictureBytes / 1_000)} kB`;
  ledger.say(`${pathname}: everything on it after ${round(median(done))} ms, ${script}`);
  ledger.limit(`${pathname}, first paint, median of ${LOADS}`, median(painted), PAINT_MS_MAX, ' ms');
  if (pathname !== '/') return;
  ledger.limit('script of the first page, compressed', scriptBytes / 1_000, SCRIPT_KB_MAX, ' kB');
}
