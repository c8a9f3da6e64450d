/** From the simulators' journals: which pages of which scope were read, and which of them again. */
import type { JournalEntry, SimTool, World } from '../../../src/demo/world.ts';

export interface Read {
  /** null: it belongs to no scope, such as a list of all of them. */
  readonly scope: string | null;
  /** The same for the same page, whenever it is asked. */
  readonly page: string;
}

/** What each request of a tool read. */
export function readsOf(tool: SimTool, journal: readonly JournalEntry[], world: World): Read[] {
  const scopeOfTask = new Map(
    world.tasks.filter((task) => task.tool === tool).map((task) => [task.vendorId, task.scopeId]),
  );
  const scopeOfVendorId = new Map(
    world.scopes.filter((scope) => scope.tool === tool).map((scope) => [scope.vendorId, scope.id]),
  );
  return journal.map(({ method, path, body }) => {
    const named = scopeNamed[tool](path, body);
    const scope = scopeOfVendorId.get(named ?? '') ?? scopeOfTask.get(named ?? '') ?? null;
    return { scope, page: `${method} ${withoutTimes(path)} ${body === null ? '' : JSON.stringify(body)}` };
  });
}

/** The pages of a board's history are as large as Trello gives them. */
const PAGE_OF_ACTIONS = '1000';

/** The scope or the task whose pages a request reads; null for what is asked of the whole connection. */
const scopeNamed: Record<SimTool, (path: string, body: unknown) => string | null> = {
  jira(path, body) {
    const { jql, issueIdsOrKeys } = (body ?? {}) as { jql?: string; issueIdsOrKeys?: readonly string[] };
    if (path.startsWith('/rest/api/3/search/jql')) return jql?.match(/project = (\d+)/)?.[1] ?? null;
    return path.startsWith('/rest/api/3/changelog/bulkfetch') ? (issueIdsOrKeys?.[0] ?? null) : null;
  },
  asana(path) {
    const url = new URL(path, 'http://asana');
    if (url.pathname.endsWith('/tasks')) return url.searchParams.get('project');
    return url.pathname.match(/\/tasks\/(\d+)\/subtasks$/)?.[1] ?? null;
  },
  trello(path) {
    const url = new URL(path, 'http://trello');
    const [, board, list] = url.pathname.match(/^\/1\/boards\/([0-9a-f]+)\/(cards|actions)$/) ?? [];
    // The newest actions alone say where changes will go on from. They are asked with the board's words, before any of its pages.
    const isMark = list === 'actions' && url.searchParams.get('limit') !== PAGE_OF_ACTIONS;
    return board === undefined || isMark ? null : board;
  },
};

/** Asana's offsets carry when they were given; the place they name is the same. */
function withoutTimes(path: string): string {
  const url = new URL(path, 'http://tool');
  const offset = url.searchParams.get('offset');
  if (offset === null) return path;
  try {
    const { at: _, ...place } = JSON.parse(Buffer.from(offset, 'base64url').toString());
    url.searchParams.set('offset', JSON.stringify(place));
    return `${url.pathname}${url.search}`;
  } catch {
    return path;
  }
}

export interface Again {
  /** Of the life (the time between two kills) and scope where most pages were read that had been read before: these. */
  readonly worst: readonly string[];
  /** All pages of scopes that were read again. */
  readonly pages: number;
  /** Requests that belong to no scope, beyond those of one undisturbed pull: by what was asked. */
  readonly shared: ReadonlyMap<string, number>;
}

/**
 * Holds what was read through all kills against one undisturbed pull.
 *
 * @param lives What was read between two kills, in order.
 * @throws when a page of the undisturbed pull was never read, or one was read that it has not.
 */
export function findReadAgain(lives: readonly (readonly Read[])[], undisturbed: readonly Read[]): Again {
  const left = countBy(undisturbed, ({ page }) => page);
  const shared = new Map<string, number>();
  let worst: readonly string[] = [];
  let pages = 0;
  for (const reads of lives) {
    const again = new Map<string, string[]>();
    for (const { scope, page } of reads) {
      const open = left.get(page);
      if (open === undefined) throw new Error(`An undisturbed pull does not ask for this: ${page}`);
      left.set(page, open - 1);
      if (open > 0) continue;
      if (scope === null) add(shared, what(page));
      else again.set(scope, [...(again.get(scope) ?? []), page]);
    }
    for (const found of again.values()) {
      if (found.length > worst.length) worst = found;
      pages += found.length;
    }
  }
  const unread = [...left].filter(([, open]) => open > 0);
  if (unread.length > 0) throw new Error(`Never read: ${unread.map(([page]) => page).join(', ')}`);
  return { worst, pages, shared };
}

/** The address without ids and parameters. */
function what(page: string): string {
  return (page.split(' ')[1] ?? page).split('?')[0]?.replace(/\/[0-9a-f]{6,}/g, '/:id') ?? page;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) add(counts, key(item));
  return counts;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
