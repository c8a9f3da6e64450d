import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long a page may take on a busy machine; well within a test's own two minutes. */
const patienceMs = 40_000;

/** The system's Chromium, kept from calling home. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.PLUMBLINE_CHROMIUM || '/usr/bin/chromium',
    args: [
      '--headless=new',
      // Chromium's own sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Look {
  readonly width?: 1440 | 390;
  readonly scheme?: 'light' | 'dark';
  /** The reader's language and region; Britain where not said. */
  readonly locale?: string;
}

/** A page of its own, and what went wrong on it: script errors and what the content security policy refused. */
export async function openPage(browser: Browser, url: string, look: Look = {}) {
  const width = look.width ?? 1440;
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: look.scheme ?? 'light',
    reducedMotion: 'reduce',
    locale: look.locale ?? 'en-GB',
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** Waits until nothing on the page still loads. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"], .mantine-Skeleton-root, [role="status"][aria-label="Reading"]') ===
      null,
  );
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG A, AA and best practice, with AAA contrast for text; one line a finding. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          context: object,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>;
      };
    };
    const rules = { 'color-contrast-enhanced': { enabled: true } };
    const { violations } = await axe.run(document, { rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`),
    );
  });
}

/** By how many pixels the page is wider than its window; a reader should never have to scroll sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

const everyLook = [
  { width: 1440, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
  { width: 390, scheme: 'dark' },
  { width: 390, scheme: 'light' },
] as const;

/**
 * What stands in anybody's way on the page as it is now, wide and narrow, light and dark: barriers, sideways scrolling, more or fewer than one first heading.
 * It is read once: only its width and its colours change, as they do for a reader. One line a finding, with its look.
 */
export async function findFlawsInEveryLook(page: Page): Promise<string[]> {
  const flaws: string[] = [];
  for (const { width, scheme } of everyLook) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
    await settled(page);
    const found = await findBarriers(page);
    if ((await overflowOf(page)) > 0) found.push('scrolls sideways');
    const headings = await page.locator('h1').count();
    if (headings !== 1) found.push(`has ${headings} first headings`);
    flaws.push(...found.map((flaw) => `${width} px, ${scheme}: ${flaw}`));
  }
  return flaws;
}

/** Waits until a condition holds; longer than vitest's own second, since a page answers in its own time. */
export function until<T>(read: () => T, timeout = patienceMs): ReturnType<typeof expect.poll<Awaited<T>>> {
  return expect.poll(read as () => Awaited<T>, { timeout });
}
