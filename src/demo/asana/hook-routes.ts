/** The calls about webhooks: establish one with its handshake, list them, look at one, delete it. */
import type { FastifyRequest } from 'fastify';
import { type AsanaParts, base, checkWorkspace, type Get, lister, type Params, type Query, single } from './answers.ts';
import { beat } from './deliver.ts';
import { refuse, unknownObject } from './errors.ts';
import { shakeHands } from './handshake.ts';
import { type Hook, type HookFilter, showHook } from './hooks.ts';
import type { AsanaRecord } from './render.ts';
import { resourceOf } from './sight.ts';

/** How many webhooks may watch one resource (Asana, "Webhook limits"). */
const perResourceMax = 1000;

export function addHookRoutes(parts: AsanaParts, get: Get): void {
  const { core, directory, hooks } = parts;
  const list = lister(parts);
  get('/webhooks', (_params, query, request) => {
    checkWorkspace(query.workspace ?? refuse(400, 'workspace: Missing input'), directory);
    const found = hooks.all().filter((hook) => !query.resource || hook.resource.gid === query.resource);
    return list(found.map(showHook), { ...query, opt_fields: query.opt_fields ?? listedFields }, request);
  });
  get('/webhooks/:gid', ({ gid }, query) => single(showHook(hookOf(gid)), query));
  core.app.delete(`${base}/webhooks/:gid`, async (request) => {
    hooks.remove(hookOf((request.params as Params).gid).gid);
    return { data: {} };
  });
  core.app.post(`${base}/webhooks`, async (request, reply) => {
    const wanted = readWanted(request);
    const watched = watchedBy(parts, wanted);
    refuseExcess(hooks.all(), wanted);
    const hook = hooks.make({ ...wanted, ...watched, createdAt: core.clock.now });
    await shakeHands(hook.target, hook.secret);
    hooks.add(hook);
    // The first heartbeat follows the answer, as it may not overtake it.
    reply.raw.once('finish', () => beat(hook, parts));
    const answer = single(showHook(hook), request.query as Query);
    return reply.code(201).send({ ...answer, 'X-Hook-Secret': hook.secret });
  });

  function hookOf(gid: string | undefined): Hook {
    return hooks.find(gid ?? '') ?? unknownObject('webhook', gid ?? '');
  }
}

const listedFields = 'active,resource,resource.name,target';

interface Wanted {
  readonly resource: string;
  readonly target: string;
  readonly filters: readonly HookFilter[];
}

function readWanted(request: FastifyRequest): Wanted {
  const data = ((request.body ?? {}) as { data?: Record<string, unknown> }).data ?? {};
  const { resource, target, filters } = data;
  if (typeof resource !== 'string') return refuse(400, 'resource: Missing input');
  if (typeof target !== 'string') return refuse(400, 'target: Missing input');
  if (!URL.canParse(target)) return refuse(400, `target: Not a valid URL: ${target}`);
  return { resource, target, filters: Array.isArray(filters) ? filters : [] };
}

/** A workspace's or a team's hook needs filters, and carries nothing of a task (Asana, "Webhooks on larger-scoped resources"). */
function watchedBy(parts: AsanaParts, { resource: gid, filters }: Wanted): Pick<Hook, 'watched' | 'resource'> {
  const { core, directory, tasks } = parts;
  const large = [directory.workspace, ...directory.teams].find((each) => each.gid === gid);
  if (large) {
    if (filters.length === 0) refuse(400, 'filters: A webhook on this resource needs filters.');
    return { watched: null, resource: compact(large) };
  }
  const watched = resourceOf(gid, parts);
  const now = core.clock.now;
  const record = 'groups' in watched ? directory.projectAt(watched, now) : tasks.recordAt(watched, now);
  return { watched, resource: compact(record) };
}

function compact({ gid, resource_type, name }: AsanaRecord): AsanaRecord {
  return { gid, resource_type, name };
}

function refuseExcess(hooks: readonly Hook[], wanted: Wanted): void {
  const same = hooks.filter((hook) => hook.resource.gid === wanted.resource);
  if (same.some((hook) => hook.target === wanted.target)) {
    refuse(
      403,
      'Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.',
    );
  }
  if (same.length >= perResourceMax) refuse(403, 'The limit of webhooks on this resource is reached.');
}
