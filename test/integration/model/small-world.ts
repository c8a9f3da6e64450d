import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimScope, SimTask, World } from '../../../src/demo/world.ts';

export const ENDS_AT = Date.parse('2026-11-18T15:00:00Z');

const SCOPES_A_TOOL = 2;
const TASKS_A_SCOPE = 7;

/**
 * A piece of the demo's organisation, small enough to be read whole in a second: for each tool two scopes, each with a few tasks and
 * all that these hang on. Always the same, and new each time: a history writes into it.
 */
export function makeSmallWorld(): World {
  smallWorld ??= cutOut();
  return { ...smallWorld, ...structuredClone({ scopes: smallWorld.scopes, tasks: smallWorld.tasks }) };
}

let smallWorld: World | null = null;

function cutOut(): World {
  const whole = makeWorld({ seed: 'model', tasks: 1200, now: ENDS_AT });
  const scopes = (['jira', 'asana', 'trello'] as const).flatMap((tool) =>
    whole.scopes.filter((scope) => scope.tool === tool && scope.archivedAt === null).slice(0, SCOPES_A_TOOL),
  );
  const byId = new Map(whole.tasks.map((task) => [task.id, task]));
  const wanted = new Set(scopes.flatMap((scope) => pickTasks(whole, scope)));
  const kept = new Set([...wanted].flatMap((task) => lineOf(task, byId)));
  const scopeIds = new Set(scopes.map((scope) => scope.id));
  const isKept = (id: string | null) => id !== null && kept.has(byId.get(id) as SimTask);
  const tasks = whole.tasks
    .filter((task) => kept.has(task) && scopeIds.has(task.scopeId))
    .map((task) => ({
      ...task,
      ...(task.tool === 'jira' ? withoutRemoteLinks(task) : {}),
      alsoIn: task.alsoIn.filter((also) => scopeIds.has(also.scopeId)),
      parentId:
        isKept(task.parentId) && scopeIds.has(byId.get(task.parentId ?? '')?.scopeId ?? '') ? task.parentId : null,
      mirrorOf: isKept(task.mirrorOf) ? task.mirrorOf : null,
    }));
  return { ...whole, scopes: scopes.map((scope) => ({ ...scope })), tasks };
}

/** Evenly from the whole scope, so that old and new, done and open, told and untold are among them. */
function pickTasks(world: World, scope: SimScope): SimTask[] {
  const all = world.tasks.filter((task) => task.scopeId === scope.id);
  const step = Math.max(1, Math.floor(all.length / TASKS_A_SCOPE));
  return all.filter((_task, index) => index % step === 0).slice(0, TASKS_A_SCOPE);
}

function lineOf(task: SimTask, byId: ReadonlyMap<string, SimTask>): SimTask[] {
  const parent = byId.get(task.parentId ?? '');
  return parent ? [task, ...lineOf(parent, byId)] : [task];
}

/**
 * A remote link costs a request for each issue, so that only the re-read of a few brings it and a walk does not: whether it is known
 * depends on how the issue was read last.
 */
function withoutRemoteLinks(task: SimTask): Pick<SimTask, 'initial' | 'events'> {
  const initial = { ...task.initial, attachments: [] };
  const events = task.events.flatMap((event) => {
    const { attachments: _, ...set } = event.set;
    return Object.keys(set).length === 0 ? [] : [{ ...event, set }];
  });
  return { initial, events };
}
