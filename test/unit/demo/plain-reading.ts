/** A reader as plain as can be: what a person who only looks for keys and rules would see on a task. Shares no line with the linker. */
import { stateAt } from '../../../src/demo/state.ts';
import type { SimRule, SimScope, SimTask, SimTaskState, World } from '../../../src/demo/world.ts';

export interface Reading {
  readonly stated: readonly string[];
  readonly inherited: readonly string[];
  /** What the first matching rule says; null where none matches. */
  readonly rule: string | null;
}

const key = /(?<![A-Z0-9.])(?:KR\d\.\d|O\d)(?![\d.]?\d)/gi;
const heap = /^(unassociated|misc|other$|backlog|no epic)/i;

export function makeReader(world: World): (task: SimTask, now: number) => Reading {
  const byId = new Map(world.tasks.map((task) => [task.id, task]));
  const scopes = new Map(world.scopes.map((scope) => [scope.id, scope]));
  const teams = new Map(world.teams.map((team) => [team.id, team.name]));
  return (task, now) => {
    const state = stateAt(task, now);
    const scope = scopes.get(task.scopeId);
    if (state === null || scope === undefined) throw new Error(`${task.id} does not exist yet`);
    const places = [scope, ...task.alsoIn.flatMap((place) => scopes.get(place.scopeId) ?? [])];
    const group = scope.groups.find((candidate) => candidate.vendorId === state.status);
    const above = [...ancestors(byId, task)].flatMap((parent) => keysOn(stateAt(parent, now)));
    const named = [...places.map((place) => place.name), group?.name ?? ''].flatMap((name) => keysIn(name));
    return {
      stated: keysOn(state),
      inherited: [...new Set([...above, ...named])],
      rule: world.rules.find((rule) => matches(rule, task, state, places, teams.get(scope.teamId ?? '')))?.then ?? null,
    };
  };
}

function* ancestors(byId: ReadonlyMap<string, SimTask>, task: SimTask): Generator<SimTask> {
  for (let at = byId.get(task.parentId ?? ''); at !== undefined; at = byId.get(at.parentId ?? '')) {
    if (heap.test(at.initial.title)) return;
    yield at;
  }
}

function keysOn(state: SimTaskState | null): string[] {
  if (state === null) return [];
  return [...new Set([state.title, state.text, ...state.labels, ...Object.values(state.fields)].flatMap(keysIn))];
}

function keysIn(text: string): string[] {
  return (text.match(key) ?? []).map((found) => found.toUpperCase());
}

function matches(
  rule: SimRule,
  task: SimTask,
  state: SimTaskState,
  scopes: readonly SimScope[],
  team: string | undefined,
): boolean {
  const { when } = rule;
  const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
  const [fieldName = '', fieldValue] = (when.field ?? '').split('=');
  const value = state.fields[fieldName];
  return (
    (when.tool === undefined || when.tool === task.tool) &&
    (when.scope === undefined ||
      scopes.some((scope) => scope.name.toLowerCase().includes(when.scope?.toLowerCase() ?? ''))) &&
    (when.label === undefined || state.labels.some((label) => same(label, when.label ?? ''))) &&
    (when.type === undefined || same(when.type, task.kind)) &&
    (when.team === undefined || same(when.team, team ?? '')) &&
    (when.field === undefined || (value !== undefined && (fieldValue === undefined || same(value, fieldValue)))) &&
    (when.text === undefined || `${state.title}\n${state.text}`.toLowerCase().includes(when.text.toLowerCase()))
  );
}
