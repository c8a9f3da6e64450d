/** Which issues a query finds, and one page of them. */
import { hasHappened, stateAt, updatedAt } from '../state.ts';
import type { SimTask } from '../world.ts';
import { type Clause, JqlError, type Order, parseJql, readDate } from './jql.ts';
import { isOpen, type Site } from './site.ts';
import { typeNameOf } from './vocabulary.ts';

export interface Search {
  /** All hits of a query in its order. Remembered until the clock moves. @throws JqlError */
  find(jql: string): readonly SimTask[];
  /**
   * One page; `nextPageToken` is null on the last.
   *
   * @param reconciled Ids of issues that are shown as they are, however late the index is.
   * @throws JqlError For a token of another query.
   */
  page(
    jql: string,
    token: string | null,
    size: number,
    reconciled?: readonly string[],
  ): { readonly issues: readonly SimTask[]; readonly nextPageToken: string | null };
  forget(): void;
}

interface Hit {
  readonly task: SimTask;
  readonly key: readonly number[];
}

interface Found {
  readonly order: readonly Order[];
  readonly hits: readonly Hit[];
  readonly tasks: readonly SimTask[];
}

/** Queries with a date in them differ each time; only the latest are worth remembering. */
const rememberedMax = 20;

/** @param lagMs How late the index is: what happened since then, no search shows. */
export function makeSearch(site: Site, lagMs = 0): Search {
  let known = new Map<string, Found>();
  const look = (jql: string, reconciled: readonly string[] = []): Found => {
    const name = lagMs === 0 ? jql : `${site.clock.now} ${reconciled} ${jql}`;
    let found = known.get(name);
    if (found === undefined) {
      const query = parseJql(jql);
      const fresh = new Set(reconciled);
      const view: View = {
        site,
        momentOf: (task) => (lagMs === 0 || fresh.has(task.vendorId) ? site.clock.now : site.clock.now - lagMs),
      };
      const tests = query.clauses.map((clause) => makeTest(view, clause));
      const order: readonly Order[] = query.order.length > 0 ? query.order : [{ field: 'created', isDescending: true }];
      const hits = site.issues
        .filter((task) => isVisible(view, task) && tests.every((test) => test(task)))
        .map((task): Hit => ({ task, key: sortKey(view, order, task) }))
        .sort((left, right) => compare(left.key, right.key, order));
      found = { order, hits, tasks: hits.map(({ task }) => task) };
      if (known.size >= rememberedMax) known = new Map();
      known.set(name, found);
    }
    return found;
  };
  return {
    find: (jql) => look(jql).tasks,
    page: (jql, token, size, reconciled) => {
      const { order, hits, tasks } = look(jql, reconciled);
      const from = token === null ? 0 : firstAfter(hits, order, readToken(token, jql));
      const last = hits[Math.min(from + size, hits.length) - 1];
      const isLast = last === undefined || from + size >= hits.length;
      return { issues: tasks.slice(from, from + size), nextPageToken: isLast ? null : writeToken(last.key, jql) };
    },
    forget: () => {
      known = new Map();
    },
  };
}

/** The site as the index knows it: of each issue, what it was at a moment. */
interface View {
  readonly site: Site;
  readonly momentOf: (task: SimTask) => number;
  /** A project nobody finds fits nothing, instead of failing the query: so a webhook's filter outlives its projects. */
  readonly isFilter?: boolean;
}

function isVisible({ site, momentOf }: View, task: SimTask): boolean {
  const at = momentOf(task);
  return task.createdAt <= at && !hasHappened(task.deletedAt, at) && isOpen(site, site.scopeOf(task));
}

/** Whether a query finds this issue now, deleted or not. @throws JqlError */
export function isFound(site: Site, jql: string, task: SimTask): boolean {
  const view: View = { site, momentOf: () => site.clock.now, isFilter: true };
  return parseJql(jql).clauses.every((clause) => makeTest(view, clause)(task));
}

type Test = (task: SimTask) => boolean;

function makeTest({ site, momentOf, isFilter = false }: View, clause: Clause): Test {
  if (clause.field === 'project') return inSet(clause, projectIds(site, clause, isFilter), (task) => task.scopeId);
  if (clause.field === 'id') return idTest(site, clause);
  if (clause.field === 'status') {
    return inSet(clause, lowerCase(clause), (task) => (stateAt(task, momentOf(task))?.status ?? '').toLowerCase());
  }
  if (clause.field === 'issuetype')
    return inSet(clause, lowerCase(clause), (task) => typeNameOf(task.kind).toLowerCase());
  const bound = readDate(clause.values[0] ?? '', site.zone, site.clock.now);
  const value =
    clause.field === 'created' ? (task: SimTask) => task.createdAt : (task: SimTask) => updatedAt(task, momentOf(task));
  return comparison(clause, value, bound);
}

function lowerCase({ values }: Clause): Set<string> {
  return new Set(values.map((value) => value.toLowerCase()));
}

function inSet(clause: Clause, set: ReadonlySet<string>, value: (task: SimTask) => string): Test {
  if (clause.operator === '=' || clause.operator === 'in') return (task) => set.has(value(task));
  if (clause.operator === '!=' || clause.operator === 'not in') return (task) => !set.has(value(task));
  throw new JqlError(`The operator '${clause.operator}' is not supported by the '${clause.field}' field.`);
}

function projectIds(site: Site, clause: Clause, isFilter: boolean): Set<string> {
  const scopes = [...site.scopes.values()].filter((scope) => isOpen(site, scope));
  return new Set(
    clause.values.map((value) => {
      const found = scopes.find(
        (scope) => scope.vendorId === value || scope.key === value.toUpperCase() || scope.name === value,
      );
      if (found === undefined && !isFilter)
        throw new JqlError(`The value '${value}' does not exist for the field 'project'.`);
      return found?.id ?? '';
    }),
  );
}

function idTest(site: Site, clause: Clause): Test {
  if (clause.operator === 'in' || clause.operator === '=' || clause.operator === 'not in' || clause.operator === '!=') {
    return inSet(clause, new Set(clause.values.map((value) => site.find(value)?.id ?? '')), (task) => task.id);
  }
  const [value = ''] = clause.values;
  const bound = /^\d+$/.test(value) ? Number(value) : Number(site.find(value)?.vendorId ?? Number.NaN);
  if (Number.isNaN(bound)) throw new JqlError(`An issue with key '${value}' does not exist for field 'id'.`);
  return comparison(clause, (task) => Number(task.vendorId), bound);
}

function comparison(clause: Clause, value: (task: SimTask) => number, bound: number): Test {
  switch (clause.operator) {
    case '=':
      return (task) => value(task) === bound;
    case '!=':
      return (task) => value(task) !== bound;
    case '>':
      return (task) => value(task) > bound;
    case '>=':
      return (task) => value(task) >= bound;
    case '<':
      return (task) => value(task) < bound;
    case '<=':
      return (task) => value(task) <= bound;
    default:
      throw new JqlError(`The operator '${clause.operator}' is not supported by the '${clause.field}' field.`);
  }
}

/** The values an issue is ordered by; its id comes last, so that no two issues share a key. */
function sortKey({ momentOf }: View, order: readonly Order[], task: SimTask): number[] {
  const value = {
    id: () => Number(task.vendorId),
    created: () => task.createdAt,
    updated: () => updatedAt(task, momentOf(task)),
  };
  return [...order.map(({ field }) => value[field]()), Number(task.vendorId)];
}

function compare(left: readonly number[], right: readonly number[], order: readonly Order[]): number {
  for (const [at, value] of left.entries()) {
    const difference = value - (right[at] ?? 0);
    if (difference !== 0) return order[at]?.isDescending === true ? -difference : difference;
  }
  return 0;
}

/** The token is a place in the order, not a number of rows: issues that change meanwhile do not shift the pages. */
function firstAfter(hits: readonly Hit[], order: readonly Order[], after: readonly number[]): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare((hits[middle] as Hit).key, after, order) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function writeToken(after: readonly number[], jql: string): string {
  return Buffer.from(JSON.stringify({ after, jql })).toString('base64url');
}

function readToken(token: string, jql: string): number[] {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw new JqlError('The provided next page token is invalid.');
  }
  const { after, jql: former } = read as { after?: unknown; jql?: unknown };
  if (!Array.isArray(after)) throw new JqlError('The provided next page token is invalid.');
  if (former !== jql) throw new JqlError('The provided next page token belongs to another query.');
  return after as number[];
}
