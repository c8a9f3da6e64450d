import type { ArrivalsAnswer, TaskOrder, TaskRowsAnswer } from '../../../src/api/schemas/task-order.ts';
import type { TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { TOOL_WORDS } from '../../../src/domain/wording.ts';
import { type FakeState, list } from './fake-answers.ts';
import { now } from './fake-organisation.ts';

type Path = 'order' | 'arrivals' | 'rows';

/** A list as a whole, its rows, and what came since; null where the path is none of theirs. */
export function answerList(state: FakeState, path: string, query: URLSearchParams) {
  const answers: Record<Path, () => TaskOrder | ArrivalsAnswer | TaskRowsAnswer> = {
    order: () => order(state, query),
    arrivals: () => arrivals(state, query),
    rows: () => rows(state, query),
  };
  const [, name] = /^\/tasks\/(?:order\/)?(order|arrivals|rows)$/.exec(path) ?? [];
  return name ? answers[name as Path]() : null;
}

function matching(state: FakeState, query: URLSearchParams) {
  const all = new URLSearchParams(query);
  all.set('limit', String(state.tasks.length));
  return list(state, all);
}

function order(state: FakeState, query: URLSearchParams): TaskOrder {
  const { items, total, hidden } = matching(state, query);
  const grouping = query.get('group');
  const groups = [...Map.groupBy(items, (task) => keyOf(task, grouping))].map(([key, own]) => ({
    key,
    name: nameOf(own[0] as TaskDetail, key, grouping),
    page: grouping === 'team' && key !== null && state.role !== 'member' ? ('team' as const) : null,
    count: own.length,
    ids: own.map(({ id }) => id).join('\n'),
  }));
  groups.sort((a, b) => Number(a.key === null) - Number(b.key === null) || b.count - a.count);
  return { at: new Date(now).toISOString(), total, hidden, listed: total, groups };
}

function keyOf(task: TaskDetail, grouping: string | null): string | null {
  if (grouping === 'team') return task.team?.id ?? null;
  return grouping === 'tool' ? task.tool : null;
}

function nameOf(task: TaskDetail, key: string | null, grouping: string | null): string {
  if (grouping === null) return '';
  if (key === null) return `No ${grouping}`;
  return grouping === 'team' ? (task.team?.name ?? key) : TOOL_WORDS[task.tool];
}

function rows(state: FakeState, query: URLSearchParams): TaskRowsAnswer {
  const byId = new Map(state.tasks.map((task) => [task.id, task]));
  return { items: (query.get('ids') ?? '').split(',').flatMap((id) => byId.get(id) ?? []) };
}

/** Everything judged later than the made-up present is new. */
function arrivals(state: FakeState, query: URLSearchParams): ArrivalsAnswer {
  const { items, total } = matching(state, query);
  const since = Date.parse(query.get('since') ?? '');
  return {
    total,
    ids: items.filter(({ flag }) => Date.parse(flag?.since ?? '') > since).map(({ id }) => id),
    isCut: false,
  };
}
