import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBarriers, launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  api = await startFakeApi();
  ({ page, faults } = await openPage(browser, `${api.url}/favicon.svg`));
});

afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async (path: string) => {
  await page.goto(api.url + path);
  await settled(page);
};

describe('who looks', () => {
  it('signs in by the link once, and leaves no token in the address or the history', async () => {
    api.state.isSignedIn = false;
    await page.goto(`${api.url}/sign-in#good-token-0123456789`);
    await page.waitForURL(`${api.url}/`);
    await page.getByText('Ana Sousa').first().waitFor();
    expect(api.state.sent.filter((sent) => sent.path === '/session')).toEqual([
      { method: 'POST', path: '/session', body: { token: 'good-token-0123456789' } },
    ]);
    await page.goBack();
    expect(page.url()).not.toContain('good-token');
  });

  it('says of a used link what to do, in words', async () => {
    api.state.isSignedIn = false;
    await open('/sign-in#used-token-0123456789');
    await page.getByRole('heading', { name: 'This link no longer signs in' }).waitFor();
    await page.getByText('has been used or is too old').waitFor();
    await page.getByText('npx plumbline sign-in-link').waitFor();
    await until(() => page.url()).toBe(`${api.url}/sign-in`);
  });

  it('asks for nothing but how one signs in, and shows nothing, before somebody is signed in', async () => {
    api.state.isSignedIn = false;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await open('/unaligned');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(new Set(asked.filter((path) => path.startsWith('/api/')))).toEqual(
      new Set(['/api/v1/session', '/api/v1/session/ways']),
    );
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('signs out', async () => {
    await open('/');
    await page.getByRole('button', { name: /Ana Sousa/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(api.state.isSignedIn).toBe(false);
  });

  it('offers no change of a connection to those who may not make it', async () => {
    api.state.role = 'member';
    await open('/connections/jira-1');
    expect(await page.getByRole('checkbox', { name: 'Read Onboarding' }).isDisabled()).toBe(true);
    await open('/connections/new');
    await page.getByText('Only the owner connects tools').waitFor();
  });
});

describe('nothing here yet', () => {
  it('leads the owner to the first steps, and tells others whom to ask', async () => {
    api.state.hasConnections = false;
    await open('/');
    await page.getByRole('link', { name: 'Begin with the first steps' }).click();
    await page.waitForURL('**/start?step=goals');
    await page.getByRole('heading', { level: 2, name: 'What is the work for?' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    api.state.role = 'member';
    await open('/');
    await page.getByText('The owner of this Plumbline connects them.').waitFor();
    expect(await page.getByRole('link', { name: 'Begin with the first steps' }).count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('names the command that brings goals', async () => {
    api.state.hasGoals = false;
    await open('/goals');
    await page.getByText('npx plumbline import goals FILE').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('tells no work from no work that matches', async () => {
    await open('/unaligned?state=pending-decision');
    await page.getByText('No task is in this state today').waitFor();
    await open('/unaligned?q=nothing-like-this');
    await page.getByText('Nothing matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('table').waitFor();
  });

  it('calls a week without judged work so, not 0 %', async () => {
    api.state.tasks = [];
    await open('/');
    await page.getByRole('heading', { name: /Nothing can be judged yet/ }).waitFor();
    expect(await page.locator('h1').textContent()).not.toContain('0 %');
  });
});

describe('when something fails', () => {
  it('says what happened, that nothing was lost, and tries again', async () => {
    api.state.faulty.add('/tasks/order');
    await open('/unaligned');
    const alert = page.getByRole('alert');
    await alert.getByText('The list could not be read').waitFor();
    expect(await alert.textContent()).toContain('what Plumbline has read is kept');
    expect(await alert.textContent()).toContain('req-7');
    expect(await findBarriers(page)).toEqual([]);
    api.state.faulty.clear();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table').waitFor();
  });

  it('keeps the rest of the page when one picture cannot be read', async () => {
    api.state.faulty.add('/alignment/trend');
    await open('/');
    await page.getByText('The past weeks could not be read').waitFor();
    await page.getByRole('heading', { name: 'Where?' }).waitFor();
  });

  it('holds the layout while it waits', async () => {
    const release = api.hold();
    await page.goto(`${api.url}/unaligned`);
    await page.locator('[role="status"][aria-label="Reading"]').first().waitFor();
    release();
    await page.getByRole('table').waitFor();
  });

  it('says that it is not live when the line is down, and comes back by itself', async () => {
    await open('/');
    await page.getByText(/^Live/).waitFor();
    await until(api.listeners).toBe(1);
    api.state.faulty.add('/events');
    api.dropStreams();
    await page.getByText(/^Not live/).waitFor();
    api.state.faulty.clear();
    await page.getByText(/^Live/).waitFor();
    expect(api.listeners()).toBe(1);
  });

  it('tells a task that is hidden from one that is not there by nothing at all', async () => {
    await open('/tasks/jira.424242');
    await page.getByRole('heading', { name: 'A task you cannot see' }).waitFor();
  });
});

describe('live', () => {
  it('changes the numbers when flags change, without a reload', async () => {
    await open('/');
    const before = await page.locator('h1').textContent();
    await until(api.listeners).toBe(1);
    api.state.tasks = api.state.tasks.filter((task) => task.flag?.state !== 'no-why');
    api.say({ type: 'flags-changed', tasks: 14 });
    await until(() => page.locator('h1').textContent()).not.toBe(before);
  });

  it('shows a running pull by scope, with what it waits for', async () => {
    await open('/connections');
    await page.getByText('reading, 100 of 300 tasks, waited 8 s').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Security reviews' }).getAttribute('value')).toBe(String(1 / 3));
  });
});

describe('what a task may hold', () => {
  it('shows markup in a title as text, and opens no address that is not the web’s', async () => {
    await open('/unaligned?q=onerror');
    await page.getByText('<img src=x onerror=').first().waitFor();
    await page.locator('tr[data-task] a').first().click();
    await page.getByRole('heading', { level: 1, name: /<script>/ }).waitFor();
    await settled(page);
    expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('opens its tool in a tab that cannot reach back', async () => {
    await open('/tasks/jira.1000');
    const link = page.getByRole('link', { name: /Open in Jira/ });
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await link.getAttribute('href')).toBe('https://tools.example/jira/1000');
  });
});

describe('the line', () => {
  it('reads aloud from the vision down to the task', async () => {
    await open('/tasks/trello.1002');
    const steps = await page.getByRole('list', { name: 'The line to KR2.1' }).getByRole('listitem').allTextContents();
    expect(steps.map((step) => step.replace(/(Vision|Objective|Key result|inherited|Task).*/, '$1'))).toEqual([
      'Vision',
      'Objective',
      'Key result',
      'inherited',
      expect.stringContaining('epic ONB-40'),
      'Task',
    ]);
  });

  it('is cut where a hop is gone, and the gap names it', async () => {
    await open('/tasks/trello.1005');
    const cut = page.locator('li[data-below="cut"]');
    expect(await cut.count()).toBe(1);
    expect(await cut.textContent()).toMatch(/cut here: label okr:kr2\.1.*now gone/);
  });

  it('is dotted where it is suggested, with how likely it is and its words', async () => {
    await open('/tasks/jira.1000');
    const dotted = page.locator('li[data-below="dotted"]').last();
    expect(await dotted.textContent()).toMatch(/“median”, “go-live”.*62 % likely/su);
    expect(await dotted.locator('mark').allTextContents()).toEqual(['missing', 'import']);
  });

  it('is empty where there is no why, with each thing that was tried', async () => {
    await open('/tasks/asana.1001');
    const tried = await page.getByRole('list', { name: 'No line yet' }).locator('li li').allTextContents();
    expect(tried).toHaveLength(4);
    expect(tried[1]).toContain('“Unassociated tickets” is a catch-all');
  });

  it('names no task that one may not see', async () => {
    await open('/tasks/asana.1004');
    const second = page.getByRole('list', { name: 'The line to KR2.2' });
    expect(await second.textContent()).toContain('a task you cannot see');
    expect(await second.getByRole('link').allTextContents()).toHaveLength(3);
  });
});

describe('a new connection', () => {
  it('is a path whose last step is the tool’s own answer', async () => {
    await open('/connections/new');
    await page.getByRole('button', { name: 'Jira' }).click();
    await page.getByLabel('Address').fill('https://larkfield.example');
    await page.getByLabel('E-mail').fill('reader@larkfield.example');
    await page.getByRole('textbox', { name: 'Token' }).fill('bad');
    await page.getByRole('button', { name: 'Test and connect' }).click();
    await page.getByRole('alert').getByText('Jira refuses this token').waitFor();
    await page.getByText('Nothing was saved').waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill('good');
    await page.getByRole('button', { name: 'Test and connect' }).click();
    // There it is said what the tool answered, and chosen what is read.
    await page.waitForURL('**/connections/jira-1');
    await page.getByRole('heading', { level: 2, name: '3 projects' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});

describe('the mapping', () => {
  it('is changed, shown as not saved, and sent as the part that changed', async () => {
    await open('/connections/jira-1');
    await page.getByLabel('What In review means').selectOption('done');
    await page.getByText('(changed, not saved)').waitFor();
    await page.getByRole('button', { name: 'Save and judge anew' }).click();
    await until(() => api.state.sent.find((sent) => sent.method === 'PUT')?.body).toEqual({
      statuses: { '1': 'todo', '3': 'done', '5': 'done' },
    });
    await page.getByRole('button', { name: 'Save and judge anew' }).waitFor({ state: 'hidden' });
  });
});
