import type { TasksQuery } from '../api/schemas/tasks.ts';
import { TOOLS } from '../domain/task.ts';

/** What the task list is narrowed to and how it is sorted, as it stands in the page's address: the API's own names. */
export type ListSearch = Partial<Omit<TasksQuery, 'limit'>> & {
  /** Only counted for the reader; the cursor decides. */
  page?: number;
};

const texts = ['state', 'team', 'manager', 'scope', 'goal', 'q', 'cursor'] as const;
const numbers = ['minAgeDays', 'maxAgeDays', 'minEstimate', 'maxEstimate', 'page'] as const;
const sorts = ['age', '-age', 'estimate', '-estimate', 'title', '-score', 'score'] as const;

/** Reads an address; what is not understood is left out rather than refused, so that an old bookmark still opens. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const search: ListSearch = {};
  for (const name of texts) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') search[name] = value.slice(0, 500);
  }
  for (const name of numbers) {
    const value = Number(raw[name]);
    if (raw[name] !== undefined && raw[name] !== '' && Number.isFinite(value) && value >= 0) search[name] = value;
  }
  const sort = sorts.find((known) => known === raw.sort);
  if (sort) search.sort = sort;
  const tool = TOOLS.find((known) => known === raw.tool);
  if (tool) search.tool = tool;
  if (raw.action === 'choose-goal') search.action = raw.action;
  return search;
}

/** `all` is the page's own word for "every judged task"; without a state the page shows unaligned work. */
export const allStates = 'all';
export const defaultState = 'unaligned';

/** What the API is asked for. */
export function toTasksQuery(search: ListSearch, limit: number): Partial<TasksQuery> {
  const { page: _, ...query } = search;
  return { ...query, ...stateOf(search), limit, sort: search.sort ?? '-age' };
}

/** The same narrowing without order and page: for counts. */
export function toFilter(search: ListSearch) {
  const { page: _page, cursor: _cursor, sort: _sort, ...filter } = search;
  return { ...filter, ...stateOf(search) };
}

function stateOf(search: ListSearch): { state: string | undefined } {
  return { state: search.state === allStates ? undefined : (search.state ?? defaultState) };
}

/** Addresses with plain values: `?tool=jira&minAgeDays=30`. */
export function parseSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text ? `?${text}` : '';
}
