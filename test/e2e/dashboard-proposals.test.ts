import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBarriers, findFlawsInEveryLook, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startFakeApi();
  ({ page } = await openPage(browser, `${api.url}/favicon.svg`));
});
afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async (path: string) => {
  await page.goto(api.url + path);
  await settled(page);
};
const decisions = () => api.state.sent.filter(({ path }) => path.endsWith('/decisions')).map(({ body }) => body);

describe('proposals', () => {
  it('are counted in the navigation of those who decide, and of nobody else', async () => {
    await open('/');
    await page.getByRole('link', { name: 'Proposals 4 open' }).click();
    await page.getByRole('heading', { level: 1, name: '4 pages propose a change to the goals' }).waitFor();
    await page.getByText('4 to add').first().waitFor();
    await page.getByRole('link', { name: 'Cannot be read now 1' }).click();
    await page.getByText('cannot be read now; its goals stay').waitFor();
    api.state.role = 'member';
    await open('/');
    await page.getByRole('link', { name: 'Goals', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: /Proposals/ }).count()).toBe(0);
  });

  it('say what to do while there are none, and what happened where they cannot be read', async () => {
    api.state.proposals = [];
    await open('/proposals');
    await page.getByRole('link', { name: 'Connect a wiki' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    api.state.faulty.add('/proposals');
    await open('/proposals');
    await page.getByRole('alert').getByText('The proposals could not be read').waitFor();
  });
});

describe('one proposal', () => {
  it('draws the line as it would stand, and sends what is chosen, once, with the way back', async () => {
    await open('/proposals/page-plan');
    const line = page.getByRole('list', { name: 'O3 as the page states it' });
    expect(await line.locator('> li').count()).toBe(3);
    await page.getByRole('checkbox', { name: /KR3\.2/ }).uncheck();
    await page.getByLabel('Objective of KR9').selectOption('O1');
    await page.getByRole('button', { name: 'Accept 3 goals' }).click();
    await page.getByText('3 goals added.').waitFor();
    expect(decisions()).toEqual([
      {
        says: 'accepted',
        seenHash: 'seen-page-plan',
        items: [
          { id: 'o3', do: 'add' },
          { id: 'kr3.1', do: 'add' },
          { id: 'kr9', do: 'add', parentKey: 'O1' },
        ],
        cycle: 'c1',
        parentKey: 'V1',
      },
    ]);
    await page.getByText('Ana Sousa added O3, KR3.1, KR9').waitFor();
    await page.keyboard.press('u');
    await page.getByText('Taken back. KR3.1 stays: tasks were found to serve it').waitFor();
    await page.getByRole('button', { name: 'Accept 3 goals' }).waitFor();
  });

  it('shows ours beside the page’s, and takes over what a person changed here only when that is chosen', async () => {
    await open('/proposals/page-changed');
    await page.getByText('changed here by a person').waitFor();
    expect(await page.getByRole('checkbox', { name: 'owner' }).isChecked()).toBe(false);
    expect(await page.getByRole('checkbox', { name: /Close KR1\.2/ }).isChecked()).toBe(false);
    await page.getByRole('checkbox', { name: 'owner' }).check();
    await page.getByRole('checkbox', { name: /Close KR1\.2/ }).check();
    await page.getByRole('button', { name: 'Accept 2 goals' }).click();
    await page.getByText('1 changed, 1 closed.').waitFor();
    expect(decisions()).toMatchObject([
      {
        items: [
          { id: 'kr1.1', do: 'change', fields: ['to', 'owner'] },
          { id: 'kr1.2', do: 'close' },
        ],
      },
    ]);
  });

  it('is dismissed with one click', async () => {
    await open('/proposals/page-plan');
    await page.getByRole('button', { name: 'Not a page of goals' }).click();
    await page.getByText('Nothing is taken from “OKRs 2026-Q4: Interfaces”').waitFor();
    expect(decisions()).toEqual([{ says: 'dismissed', seenHash: 'seen-page-plan' }]);
  });

  it('that changed meanwhile is refused, says so, and shows itself anew', async () => {
    await open('/proposals/page-plan');
    await page.getByRole('button', { name: 'Accept 3 goals' }).waitFor();
    api.state.proposals = api.state.proposals.map((one) => ({ ...one, seenHash: `${one.seenHash}-2` }));
    await page.getByRole('button', { name: 'Accept 3 goals' }).click();
    await page.getByText('Nothing was changed', { exact: true }).waitFor();
    await page.getByText('The page or the goals changed while you looked').waitFor();
    await page.getByRole('button', { name: 'Accept 3 goals' }).click();
    await page.getByText('3 goals added.').waitFor();
  });

  it('follows the page live', async () => {
    await open('/proposals/page-plan');
    await until(api.listeners).toBe(1);
    api.state.proposals = api.state.proposals.map((one) => ({ ...one, title: 'Renamed plan', seenHash: 'new' }));
    api.say({ type: 'proposals-changed' });
    await page.getByRole('heading', { level: 1, name: 'Renamed plan' }).waitFor();
  });

  it('of a page that cannot be read offers nothing to decide', async () => {
    await open('/proposals/page-gone');
    await page.getByRole('heading', { name: 'The page cannot be read any more' }).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Accept/ }).count()).toBe(0);
  });

  it('of a data source shows how its columns are read, and an owner says otherwise', async () => {
    await open('/proposals/source-okrs');
    await page.getByText('Plumbline guessed this from their names').waitFor();
    await page.getByLabel('Target').selectOption('Ziel');
    await page.getByRole('button', { name: 'Save and read anew' }).click();
    await until(() => api.state.sent.find(({ method }) => method === 'PATCH')).toEqual({
      method: 'PATCH',
      path: '/scopes/notion-1.okrs',
      body: { goalColumns: { from: 'Start', by: 'Due', to: 'Ziel' } },
    });
    api.state.role = 'leader';
    await open('/proposals/source-okrs');
    expect(await page.getByLabel('Target').isDisabled()).toBe(true);
  });
});

describe('a goal', () => {
  it('says where it is written, and of a page one may not see only that', async () => {
    await open('/goals/KR2.1');
    await page.getByText('under “What we promise”').waitFor();
    await page.getByText('In a page you cannot see').waitFor();
    await page.getByRole('link', { name: 'it proposes a change' }).click();
    await page.getByRole('heading', { level: 1, name: 'OKRs 2026-Q4: Interfaces' }).waitFor();
  });
});

describe('each of these pages', () => {
  const paths = ['', '/page-plan', '/page-changed', '/source-okrs', '/page-gone'];
  it.each(paths)('/proposals%s has no barrier, one heading and no sideways scrolling', async (path) => {
    const opened = await openPage(browser, `${api.url}/proposals${path}`);
    await settled(opened.page);
    expect(await findFlawsInEveryLook(opened.page)).toEqual([]);
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });
});

describe('a page of two hundred goals', () => {
  it('is one long line that can be taken over at once, also on a phone', async () => {
    const opened = await openPage(browser, `${api.url}/proposals/page-long`, { width: 390 });
    await settled(opened.page);
    expect(await opened.page.getByRole('checkbox').count()).toBe(200);
    expect(await overflowOf(opened.page)).toBeLessThanOrEqual(0);
    await opened.page.getByRole('button', { name: 'Choose none' }).click();
    await opened.page.getByRole('button', { name: 'Nothing chosen' }).waitFor();
    await opened.page.getByRole('button', { name: 'Choose all that are safe' }).click();
    await opened.page.getByRole('button', { name: 'Accept 200 goals' }).click();
    await opened.page.getByText('200 goals added.').waitFor();
    expect(opened.faults).toEqual([]);
    await opened.page.context().close();
  });
});
