/** A simulated Asana: real HTTP on loopback, made from Asana's OpenAPI document and recorded answers. */
import { createHash } from 'node:crypto';
import { rememberPages } from '../page-memory.ts';
import { listen, makeSim, type SimOptions } from '../server.ts';
import type { Changed, SimServer, World } from '../world.ts';
import type { AsanaParts } from './answers.ts';
import { announce, keepBeating } from './deliver.ts';
import { makeDirectory } from './directory.ts';
import { AsanaRefusal } from './errors.ts';
import { makeGoalShelf } from './goals.ts';
import { makeHookShelf } from './hooks.ts';
import { addLimits, isPage } from './limits.ts';
import { addRoutes } from './routes.ts';
import { makeTaskShelf } from './tasks.ts';

export interface AsanaOptions extends SimOptions {
  /** 150 on Asana's free plan, 1,500 on a paid one (the default). */
  readonly requestsPerMinute?: 150 | 1500;
  /** How long an offset token lives. Default an hour. */
  readonly offsetLifeMs?: number;
  /** How long a sync token of events lives by the tool's clock: 24 hours, "but may expire sooner". */
  readonly syncLifeMs?: number;
  /** False: the free plan, without search. Default true. */
  readonly isPremium?: boolean;
  /** How far the search's index is behind. Default 0. */
  readonly searchLagMs?: number;
  /** Between two heartbeats of a webhook, on the machine's clock. Default eight hours. */
  readonly heartbeatMs?: number;
}

const dayMs = 24 * 3_600_000;

/** The API is served below `/api/1.0` of the server's url. */
export async function startAsana(world: World, options: AsanaOptions): Promise<SimServer> {
  const core = makeSim('asana', options);
  const token = `2/${createHash('sha256').update(`asana token ${world.seed}`).digest('hex').slice(0, 32)}`;
  core.app.addHook('onRequest', async (request, reply) => {
    if (isPage(request) || request.headers.authorization === `Bearer ${token}`) return;
    return reply.code(401).send({ errors: [{ message: 'Not Authorized' }] });
  });
  addLimits(core, options.requestsPerMinute ?? 1500);
  core.app.setErrorHandler((error, _request, reply) => {
    if (error instanceof AsanaRefusal) return reply.code(error.answer.status).send(error.answer.body);
    return reply.code(500).send({ errors: [{ message: 'Server Error', phrase: String(error) }] });
  });
  core.app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ errors: [{ message: `No matching route for request: ${request.url.split('?')[0]}` }] }),
  );
  const directory = makeDirectory(world);
  const tasks = makeTaskShelf(world, directory);
  const goals = makeGoalShelf(world, directory, tasks);
  const memory = options.prerender ? rememberPages(core) : null;
  const parts: AsanaParts = {
    core: memory?.core ?? core,
    directory,
    tasks,
    goals,
    hooks: makeHookShelf(),
    projectChanges: [],
    offsetLifeMs: options.offsetLifeMs ?? 3_600_000,
    syncLifeMs: options.syncLifeMs ?? dayMs,
  };
  addRoutes(parts, { isPremium: options.isPremium ?? true, searchLagMs: options.searchLagMs ?? 0 });
  keepBeating(parts, options.heartbeatMs ?? dayMs / 3);
  if (options.prerender) tasks.renderAll(options.now);
  return listen(core, { token }, options.port ?? 0, {
    world,
    onClockMoved: () => {
      tasks.forget();
      memory?.forget();
    },
    onChange: (changed) => {
      remember(changed, parts);
      memory?.forget();
      announce(changed, parts);
    },
  });
}

/** A changed title or label concerns one task; what comes, goes or moves, the lists. */
function remember(changed: Changed, { tasks, projectChanges }: AsanaParts): void {
  if (changed.task === null) projectChanges.push(changed);
  if (changed.isStructural) tasks.rebuild();
  else if (changed.task) tasks.forget(changed.task);
}
