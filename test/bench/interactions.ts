/** How soon a click or a key shows what it does: from the event to the frame that is painted with its result, in Chromium. */
import type { Browser, Page } from 'playwright-core';
import { settled } from '../e2e/helpers/browser.ts';
import { type Ledger, median } from './ledger.ts';

const TURNS = 5;
const SHOWN_MS_MAX = 100;

interface Interaction {
  readonly name: string;
  readonly path: string;
  /** Its text, or how many there are of it, is another once the result is shown. */
  readonly shows: string;
  readonly act: (page: Page) => Promise<void>;
}

const INTERACTIONS: readonly Interaction[] = [
  {
    name: 'a list is narrowed to a tool',
    path: '/unaligned',
    shows: 'main h1',
    act: async (page) => void (await page.getByLabel('Tool', { exact: true }).selectOption('trello')),
  },
  {
    name: 'a list is grouped by team',
    path: '/unaligned',
    shows: 'tr[data-group]',
    act: async (page) => void (await page.getByLabel('Group by').selectOption('team')),
  },
  {
    name: 'a task is opened',
    path: '/unaligned',
    shows: 'main h1',
    act: (page) => page.locator('tr[data-task] a[href^="/tasks/"]').first().click(),
  },
  {
    name: 'a question is answered by a key',
    path: '/review',
    shows: 'main h2',
    // Where sources name different goals the first of them is said by its number.
    act: async (page) =>
      page.keyboard.press((await page.getByText('Its sources name different goals').count()) > 0 ? '1' : 'a'),
  },
  {
    name: 'the next question is asked for',
    path: '/review',
    shows: 'main h2',
    act: (page) => page.keyboard.press('j'),
  },
  {
    name: 'the map walks down',
    path: '/map',
    shows: 'main h2',
    act: (page) => page.locator('a[data-walk="objective"] rect').last().click({ force: true }),
  },
  {
    name: 'work is weighed otherwise',
    path: '/',
    shows: 'main section p',
    act: (page) => page.getByRole('link', { name: 'estimate', exact: true }).click(),
  },
];

/** @param signedIn A browser's state in which somebody is signed in. */
export async function benchInteractions(
  browser: Browser,
  signedIn: Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>,
  origin: string,
  ledger: Ledger,
): Promise<void> {
  for (const interaction of INTERACTIONS) {
    const took: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const context = await browser.newContext({ storageState: signedIn, viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(origin + interaction.path);
      await settled(page);
      await page.waitForLoadState('networkidle');
      took.push(await measure(page, interaction));
      await context.close();
    }
    ledger.limit(`${interaction.name}, shown, median of ${TURNS}`, median(took), SHOWN_MS_MAX, ' ms');
  }
}

async function measure(page: Page, { shows, act }: Interaction): Promise<number> {
  const shown = page.evaluate(watch, shows);
  // Watched before anything is done.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const [ms] = await Promise.all([shown, act(page)]);
  return ms;
}

/** Runs in the page. @returns ms from the first event of the interaction to after the frame in which what is watched has changed. */
function watch(shows: string): Promise<number> {
  const read = () => [...document.querySelectorAll(shows)].map(({ textContent }) => textContent).join('\n');
  const before = read();
  let beganAt: number | null = null;
  for (const type of ['pointerdown', 'keydown', 'change'])
    addEventListener(
      type,
      ({ timeStamp }) => {
        beganAt ??= timeStamp;
      },
      { capture: true },
    );
  return new Promise((resolve) => {
    const look = () => {
      if (beganAt === null || read() === before) return requestAnimationFrame(look);
      // A task after the frame: it is painted by then.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - (beganAt ?? 0))));
    };
    look();
  });
}
