import { afterEach, describe, expect, it } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { isThere, stateAt, updatedAt } from '../../../src/demo/state.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer, SimTask, SimTool } from '../../../src/demo/world.ts';

const now = Date.UTC(2026, 10, 20, 12);
const starts = { jira: startJira, asana: startAsana, trello: startTrello };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(tool: SimTool) {
  const world = makeWorld({ seed: 'play', tasks: 240, now });
  const server: SimServer = await starts[tool](world, { now });
  ends.push(() => server.close());
  const own = world.tasks.filter((task) => task.tool === tool && isThere(task, now) && task.mirrorOf === null);
  const [task] = own
    .filter((each) => stateAt(each, now)?.archived === false)
    .sort((one, other) => updatedAt(other, now) - updatedAt(one, now)) as [SimTask];
  const send = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/demo/change`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
      headers,
    });
  const page = async (path = '/demo/') => (await fetch(`${server.url}${path}`)).text();
  const state = () => stateAt(task, Number.MAX_SAFE_INTEGER);
  return { world, server, task, send, page, state };
}

describe.each(['jira', 'asana', 'trello'] as const)('the page of the simulated %s', (tool) => {
  it('shows tasks to anybody on this machine, without any script', async () => {
    const { server, task, page } = await start(tool);
    const answer = await fetch(`${server.url}/demo/`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await answer.text();
    expect(html).toContain(`value="${task.id}"`);
    expect(html).not.toContain('<script');
    expect(await page('/demo/?q=zzz-no-such-task')).toContain('Nothing fits');
  });

  it('changes the world: labels come and go, a task is made and deleted, a scope goes out of sight', async () => {
    const { world, task, send, page, state } = await start(tool);
    const named = { task: task.id };
    const done = await send({ ...named, action: 'add-label', label: 'from <the> page' });
    expect([done.status, done.headers.get('location')]).toEqual([303, expect.stringContaining('done=')]);
    expect(state()?.labels).toContain('from <the> page');
    expect(await page()).toContain('from &lt;the&gt; page ×');
    await send({ ...named, action: 'remove-label:from <the> page' });
    expect(state()?.labels).not.toContain('from <the> page');
    await send({ action: 'create', scope: task.scopeId, title: 'Made by hand' });
    expect(await page()).toContain('Made by hand');
    await send({ ...named, action: 'delete' });
    expect(await page()).not.toContain(`value="${task.id}"`);
    await send({ action: 'lose-access', scope: task.scopeId });
    expect(world.scopes.find(({ id }) => id === task.scopeId)?.hiddenAt).toBeGreaterThanOrEqual(now);
    expect(await page()).toContain('Give access back');
  });

  it('says what is wrong, and takes no form of another origin', async () => {
    const { task, send, state } = await start(tool);
    const before = state();
    const wrong = await send({ task: task.id, action: 'status', status: 'nowhere' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('nowhere');
    const foreign = await send({ task: task.id, action: 'add-label', label: 'x' }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(state()).toEqual(before);
  });
});
