import { isWiki, type SourceName } from '../../../../src/domain/task.ts';
import type { Install } from '../install.ts';
import { FAULTS } from '../live-through.ts';
import type { Tools } from '../tools.ts';
import { change } from './changes.ts';
import type { WikiStep } from './steps.ts';
import { pick } from './write.ts';

/** Makes a history happen: to the wikis and tools, and to the install that follows them. */
export async function liveThroughWikis(steps: readonly WikiStep[], tools: Tools, install: Install): Promise<void> {
  for (const [at, step] of steps.entries()) {
    tools.pass(at % 3 === 0 ? 40_000 : 300);
    if (!change(step, tools)) await happen(step, tools, install);
  }
}

async function happen(step: WikiStep, tools: Tools, install: Install): Promise<void> {
  switch (step.type) {
    case 'pull':
      return install.sync(step.source, 'incremental');
    case 'census':
    case 'full':
      return install.sync(step.source, step.type);
    case 'deliveries':
      await serverOf(tools, step.source)?.settled();
      return install.workOnDeliveries(step.source);
    case 'stopped-pull':
      return stopAfter(step, tools, install);
    case 'fault':
      return failAfter(step, tools, install);
    case 'post':
      tools.post.verdict = step.verdict;
      return;
    case 'release':
      for (const server of serversOf(tools)) server.release();
      return;
    case 'derive':
      return install.derive();
    case 'forge':
      return forge(step, tools, install);
    case 'pass':
      tools.pass(step.minutes * 60_000);
      return;
    default:
  }
}

export function serversOf({ servers, wikis }: Tools) {
  return [...servers.values(), ...wikis.values()];
}

function serverOf({ servers, wikis }: Tools, source: SourceName) {
  return isWiki(source) ? wikis.get(source) : servers.get(source);
}

/** Somewhere in the work on deliveries, or in the pull or census after it: what is tried again in place goes by unseen. */
async function failAfter(
  { source, kind, fault, after }: WikiStep & { type: 'fault' },
  tools: Tools,
  install: Install,
): Promise<void> {
  const server = serverOf(tools, source);
  let answered = 0;
  server?.fault(() => (answered++ === after ? FAULTS[fault] : null));
  await install.workOnDeliveries(source);
  await install.sync(source, kind);
  server?.fault(null);
}

async function stopAfter(
  { source, requests }: WikiStep & { type: 'stopped-pull' },
  tools: Tools,
  install: Install,
): Promise<void> {
  const server = serverOf(tools, source);
  const stop = new AbortController();
  let answered = 0;
  server?.fault(() => {
    answered += 1;
    if (answered === requests) stop.abort(new Error('The service is stopping.'));
    return null;
  });
  await install.sync(source, 'incremental', stop.signal);
  server?.fault(null);
}

/** Somebody who knows the address of Notion's webhook and not its token. */
async function forge({ page: number }: WikiStep & { type: 'forge' }, tools: Tools, install: Install): Promise<void> {
  const page = pick(
    (tools.world.wikis?.pages ?? []).filter(({ wiki }) => wiki === 'notion'),
    number,
  );
  const delivery = tools.wikis.get('notion')?.deliveries.findLast(({ status }) => status !== 'lost');
  if (!install.intake || !delivery || !page) return;
  const entity = { id: page.vendorId, type: 'page' };
  const answer = await fetch(delivery.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...delivery.headers },
    body: JSON.stringify({ id: `forged ${number}`, type: 'page.deleted', entity, data: {} }),
  });
  if (answer.status !== 401) throw new Error(`A forged delivery was answered ${answer.status}`);
}
