/** What the credentials may see: 404 for what is gone or never was, 403 for what was hidden from them. */
import { hasHappened, isSeen } from '../state.ts';
import type { SimScope, SimTask } from '../world.ts';
import type { AsanaParts } from './answers.ts';
import { refuse, unknownObject } from './errors.ts';

type Parts = Pick<AsanaParts, 'core' | 'directory' | 'tasks'>;

export function seenScopes({ core, directory }: Pick<AsanaParts, 'core' | 'directory'>): readonly SimScope[] {
  return directory.scopes.filter((scope) => isSeen(scope, core.clock.now));
}

/** @throws AsanaRefusal 404, or 403 for a project that was made private. */
export function scopeOf(
  gid: string | undefined,
  { core, directory }: Pick<AsanaParts, 'core' | 'directory'>,
): SimScope {
  const scope = directory.scopes.find((each) => each.vendorId === gid);
  if (!scope || hasHappened(scope.deletedAt, core.clock.now)) return unknownObject('project', gid ?? '');
  return isSeen(scope, core.clock.now) ? scope : forbid('project');
}

/** @throws AsanaRefusal 404, or 403 for a task in hidden projects only. */
export function taskOf(gid: string | undefined, { core, tasks }: Parts): SimTask {
  const now = core.clock.now;
  const task = tasks.byGid(gid ?? '', now);
  const sight = task ? tasks.sightOf(task, now) : 'gone';
  if (!task || sight === 'gone') return unknownObject('task', gid ?? '');
  return sight === 'seen' ? task : forbid('task');
}

/** A project or a task: what events and webhooks watch. */
export function resourceOf(gid: string, parts: Parts): SimScope | SimTask {
  if (parts.directory.scopes.some((scope) => scope.vendorId === gid)) return scopeOf(gid, parts);
  if (parts.tasks.byGid(gid, parts.core.clock.now)) return taskOf(gid, parts);
  return unknownObject('resource', gid);
}

function forbid(kind: string): never {
  return refuse(403, `${kind}: You do not have access to this ${kind}.`);
}
