/** Live changes and webhooks: what a simulator answers while its work changes, and what it brings to an address of ours. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { app as jiraApp } from '../../../src/demo/jira/access.ts';
import { isThere, stateAt } from '../../../src/demo/state.ts';
import type { SimServer, SimTask, World } from '../../../src/demo/world.ts';
import type { Json } from './json-schema.ts';
import { richTask } from './more-pages.ts';

/** Asks through the proxy; every answer is held against the document. */
export type Send = (method: string, path: string, body?: unknown, authorization?: string) => Promise<Response>;

/** One change of every kind, then the reads that tell of it, then webhooks from their making to their end. @returns Delivered bodies. */
export async function driveLive(simulator: SimServer, world: World, send: Send): Promise<Json[]> {
  if (simulator.tool === 'asana') return [];
  const receiver = await startReceiver();
  try {
    const tell = simulator.tool === 'jira' ? driveJira : driveTrello;
    await tell(simulator, world, send, receiver.url);
    return receiver.bodies;
  } finally {
    receiver.close();
  }
}

/** Tasks that are gone afterwards are chosen so that nobody else's check needs them. */
function change(simulator: SimServer, world: World): { readonly task: SimTask; readonly gone: SimTask } {
  const { tool } = simulator;
  const own = world.tasks.filter(
    (each) => each.tool === tool && isThere(each, world.endsAt) && ['task', 'card'].includes(each.kind),
  );
  const [task, gone] = own.filter(({ id, mirrorOf }) => id !== richTask(world, tool).id && mirrorOf === null) as [
    SimTask,
    SimTask,
  ];
  const [elsewhere] = world.scopes.filter((scope) => scope.tool === tool && scope.id !== task.scopeId);
  const labels = stateAt(task, world.endsAt)?.labels ?? [];
  const by = task.authorId;
  const edit = (set: object) => simulator.change({ type: 'edit', task: task.id, by, set });
  edit({ title: 'Named anew', text: 'Said anew', dueOn: '2026-12-24' });
  edit({ labels: [...labels, 'brand new'] });
  edit({ labels });
  edit({ assigneeId: null });
  edit({ assigneeId: gone.authorId });
  simulator.change({ type: 'create', scope: task.scopeId, by, set: { title: 'Made live' } });
  simulator.change({ type: 'move', task: task.id, scope: elsewhere?.id ?? '', by });
  simulator.change({ type: 'delete', task: gone.id, by });
  return { task, gone };
}

async function driveTrello(simulator: SimServer, world: World, send: Send, url: string): Promise<void> {
  const board = world.scopes.find(({ id }) => id === richTask(world, 'trello').scopeId)?.vendorId;
  const boards = world.scopes.filter(({ tool }) => tool === 'trello').map(({ vendorId }) => vendorId);
  const query = (idModel: string | undefined, callbackURL: string) =>
    `callbackURL=${encodeURIComponent(callbackURL)}&idModel=${idModel}&description=ours`;
  for (const id of boards) await send('POST', `/1/webhooks/?${query(id, url)}`);
  await send('POST', `/1/webhooks/?${query(board, 'http://127.0.0.1:9/')}`);
  const listed = await send('GET', `/1/tokens/${simulator.credentials.token}/webhooks`);
  const [{ id }] = (await listed.json()) as [{ id: string }];
  await send('GET', `/1/webhooks/${id}`);
  const { task, gone } = change(simulator, world);
  await simulator.settled();
  for (const each of boards) await send('GET', `/1/boards/${each}/actions?limit=1000`);
  await send('GET', `/1/cards/${task.vendorId}?customFieldItems=true`);
  await send('GET', `/1/cards/${gone.vendorId}`);
  await send('PUT', `/1/webhooks/${id}?active=false&description=other`);
  await send('DELETE', `/1/webhooks/${id}`);
}

async function driveJira(simulator: SimServer, world: World, send: Send, url: string): Promise<void> {
  const webhook = '/rest/api/3/webhook';
  const events = ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'];
  const keys = world.scopes.filter(({ tool }) => tool === 'jira').map(({ key }) => key);
  const asApp = `Bearer ${jiraApp.token}`;
  const asked = {
    url,
    webhooks: [
      { events, jqlFilter: `project in (${keys})` },
      { events, jqlFilter: 'updated > 1' },
    ],
  };
  await send('POST', webhook, asked);
  const made = await send('POST', webhook, asked, asApp);
  const { webhookRegistrationResult } = (await made.json()) as Json;
  const webhookIds = [webhookRegistrationResult[0].createdWebhookId];
  await send('GET', webhook, undefined, asApp);
  await send('PUT', `${webhook}/refresh`, { webhookIds }, asApp);
  const { task, gone } = change(simulator, world);
  await simulator.settled();
  await send('GET', `/rest/api/3/issue/${task.vendorId}?expand=changelog`);
  await send('GET', `/rest/api/3/issue/${gone.vendorId}`);
  await send('POST', '/rest/api/3/issue/bulkfetch', {
    issueIdsOrKeys: [task.vendorId, gone.vendorId],
    fields: ['summary', 'description', 'labels', 'assignee', 'project', 'duedate'],
  });
  await send('POST', '/rest/api/3/changelog/bulkfetch', { issueIdsOrKeys: [task.vendorId] });
  await send('DELETE', webhook, { webhookIds }, asApp);
}

async function startReceiver() {
  const bodies: Json[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method === 'POST') bodies.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, bodies, close: () => server.close() };
}
