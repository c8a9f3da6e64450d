import type { Grouping, OrderQuery } from '../api/schemas/task-order.ts';
import { TOOLS } from '../domain/task.ts';

/** What the task list is narrowed to and how it is sorted, as it stands in the page's address: the API's own names. */
export type ListSearch = Partial<OrderQuery> & {
  /** Keys of groups of which only the heading is shown, separated by commas. */
  closed?: string;
};

const texts = ['state', 'team', 'manager', 'scope', 'goal', 'theme', 'changedSince', 'q', 'closed'] as const;
const numbers = ['minAgeDays', 'maxAgeDays', 'minEstimate', 'maxEstimate'] as const;
export const groupings: readonly Grouping[] = ['team', 'manager', 'theme', 'tool'];
const sorts = ['age', '-age', 'estimate', '-estimate', 'title', '-score', 'score'] as const;

/** Reads an address; what is not understood is left out rather than refused, so that an old bookmark still opens. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const search: ListSearch = {};
  for (const name of texts) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') search[name] = value.slice(0, name === 'closed' ? 8_000 : 500);
  }
  for (const name of numbers) {
    const value = Number(raw[name]);
    if (raw[name] !== undefined && raw[name] !== '' && Number.isFinite(value) && value >= 0) search[name] = value;
  }
  const sort = sorts.find((known) => known === raw.sort);
  if (sort) search.sort = sort;
  const tool = TOOLS.find((known) => known === raw.tool);
  if (tool) search.tool = tool;
  const group = groupings.find((known) => known === raw.group);
  if (group) search.group = group;
  if (raw.action === 'choose-goal') search.action = raw.action;
  return search;
}

/** `all` is the page's own word for "every judged task"; without a state the page shows unaligned work. */
export const allStates = 'all';
export const defaultState = 'unaligned';

/** What the API is asked for. */
export function toOrderQuery(search: ListSearch): Partial<OrderQuery> {
  const { closed: _, ...query } = search;
  return { ...query, ...stateOf(search), sort: search.sort ?? '-age' };
}

/** The same narrowing without order and groups: for counts. */
export function toFilter(search: ListSearch) {
  const { closed: _closed, group: _group, sort: _sort, ...filter } = search;
  return { ...filter, ...stateOf(search) };
}

/** How a group's key stands in an address: a task that belongs to none has no key. */
const noKey = '-';

export function readClosed(search: ListSearch): ReadonlySet<string | null> {
  const keys = (search.closed ?? '').split(',').filter(Boolean);
  return new Set(keys.map((key) => (key === noKey ? null : key)));
}

export function writeClosed(keys: Iterable<string | null>): string | undefined {
  return [...keys].map((key) => key ?? noKey).join(',') || undefined;
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
