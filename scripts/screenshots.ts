/**
 * `npm run screenshots`: starts the demo in a folder of its own, signs in, and takes every page of the dashboard wide and
 * narrow, light and dark, into docs/screenshots/; then the main pages of a large organisation. Needs Chromium. The demo's organisation is the same each time, so
 * a changed picture is a changed page.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium, giveUp, root } from './run-tests.ts';
import { takeAtSize } from './screenshots-at-size.ts';

const WIDTHS = [1440, 390];
const SCHEMES = ['light', 'dark'] as const;
const START_MS = 600_000;
const FOLDER = join(root, 'docs', 'screenshots');

interface Shot {
  name: string;
  path: string;
}

/** Starts the demo and waits for the link it prints. */
async function startDemo(dataFolder: string): Promise<{ demo: ChildProcess; link: string }> {
  const demo = spawn(process.execPath, [join(root, 'src/cli/plumbline.mjs'), 'demo'], {
    env: { ...process.env, PLUMBLINE_DATA: dataFolder, PLUMBLINE_PORT: '0', DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`No sign-in link after ${START_MS} ms:\n${said}`)), START_MS);
    demo.on('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${said}`)));
    demo.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      const found = /https?:\/\/\S+\/sign-in\S+(?=\s)/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
  return { demo, link };
}

async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  const button = page.getByRole('button', { name: /sign in/i });
  const shell = page.locator('[data-page]');
  await button.or(shell).first().waitFor();
  if (await button.isVisible()) await button.click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Opens a page and waits until nothing on it still loads. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.locator('[data-page]').waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('[aria-busy=true], .mantine-Skeleton-root').first().waitFor({ state: 'hidden' });
  await page.evaluate('document.fonts.ready');
}

/** The pages to take; the tasks and the goal are the first that their lists show. */
async function chooseShots(page: Page): Promise<Shot[]> {
  const first = async (list: string, prefix: string) => {
    await open(page, list);
    const href = await page.locator(`main a[href^="${prefix}"]`).first().getAttribute('href');
    if (!href) throw new Error(`${list} shows no link to ${prefix}`);
    return href;
  };
  return [
    { name: 'overview', path: '/' },
    { name: 'unaligned', path: '/unaligned' },
    { name: 'task-without-why', path: await first('/unaligned?state=no-why', '/tasks/') },
    { name: 'task-aligned', path: await first('/unaligned?state=aligned', '/tasks/') },
    { name: 'goal', path: await first('/goals', '/goals/KR') },
    { name: 'map', path: '/map' },
    { name: 'review', path: '/review' },
    { name: 'glossary', path: '/glossary' },
    { name: 'proposals', path: '/proposals' },
    { name: 'proposal', path: await first('/proposals', '/proposals/') },
    { name: 'connections', path: '/connections' },
    { name: 'connection', path: '/connections/jira' },
    { name: 'people', path: '/people' },
    { name: 'settings', path: '/settings' },
    { name: 'outbox', path: '/outbox?letter=next' },
    { name: 'audit', path: '/audit' },
  ];
}

async function takeAll(browser: Browser, link: string): Promise<number> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  await signIn(page, link);
  const shots = await chooseShots(page);
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // What stands on a laptop and on a phone, not more: pictures are looked at, and the folder stays small.
      await page.setViewportSize({ width, height: width > 600 ? 960 : 844 });
      for (const { name, path } of shots) {
        await open(page, path);
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
  return shots.length * SCHEMES.length * WIDTHS.length;
}

async function takeDemo(browser: Browser): Promise<number> {
  const { demo, link } = await startDemo(join(temporary, 'data'));
  try {
    return await takeAll(browser, link);
  } finally {
    await stop(demo);
  }
}

async function stop(demo: ChildProcess): Promise<void> {
  if (demo.exitCode !== null) return;
  demo.kill('SIGTERM');
  await once(demo, 'exit');
}

const executablePath = findChromium() ?? giveUp('npm run screenshots needs Chromium: apt-get install chromium.');
const temporary = mkdtempSync(join(tmpdir(), 'plumbline-screenshots-'));
// As root the database runs as a user of its own, who has to reach its folder.
chmodSync(temporary, 0o755);
mkdirSync(FOLDER, { recursive: true });
// Chromium's own sandbox refuses to run as root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args });
try {
  // One half alone is named: `npm run screenshots -- large`.
  const [half] = process.argv.slice(2);
  const ofDemo = half === 'large' ? 0 : await takeDemo(browser);
  const atSize = half === 'demo' ? 0 : await takeAtSize(browser, FOLDER);
  console.log(`${ofDemo + atSize} pictures in docs/screenshots/.`);
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true, force: true });
}
