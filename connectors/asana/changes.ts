import { z } from 'zod';
import type { ChangesPage, Cursor, ScopeRef, ScopeSince } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import type { AsanaClient, AsanaEvents } from './client.ts';
import { readEvents } from './events.ts';
import { fetchTasks } from './fetch-tasks.ts';
import { refuseRepeated } from './lists.ts';
import { latestOf } from './normalise.ts';
import { type AsanaEvent, eventSchema } from './schema.ts';
import type { Part } from './subtasks.ts';
import { readWindow } from './window.ts';

/** An event may come up to ten minutes late (Asana's overview of webhooks, which the feed shares its machinery with). */
const OVERLAP_MS = 10 * 60_000;
/** Feeds asked side by side. */
const AT_ONCE = 4;
/** Events after which what they name is read and handed over: each task is a request, and a crash repeats them. */
const EVENTS_MAX = 100;

/** As a finished walk leaves it. An earlier release kept no token. */
const cursorSchema = z.object({
  walk: z.literal('done'),
  latestMs: z.number().nullable(),
  sync: z.string().nullable().default(null),
});
type Since = z.infer<typeof cursorSchema>;

interface Standing {
  readonly scope: ScopeRef;
  readonly since: Since;
  /** Tokens of this pull: one that comes again while there is "more" would go on for ever. */
  readonly seen: Set<string>;
}

/**
 * What the projects' change feeds tell, one question a project, and then each task they name, read again once however many feeds and
 * events name it. A deletion is told by its event; what was undeleted after it is read again.
 *
 * A feed forgets after a day at the latest and answers 412 with a fresh token: no fault, but the tasks modified since the last change
 * are then read again, and the token comes only with the last of them. Subtasks and deletions do not show there, so the project is
 * named in `changedScopes`. So it is when its sections or itself changed, and when it cannot be read any more.
 *
 * @throws ConnectorError `cursor-expired` for a cursor that is not of a finished walk; else as any call.
 */
export async function* pullChanges(
  client: AsanaClient,
  scopes: readonly ScopeSince[],
  signal: AbortSignal,
): AsyncGenerator<ChangesPage> {
  const waiting = scopes.map(standingOf);
  let found = nothing();
  const failures: unknown[] = [];
  while (waiting.length > 0) {
    const asked = waiting.splice(0, AT_ONCE);
    const answers = await Promise.all(asked.map((standing) => ask(client, standing, signal)));
    for (const one of answers) waiting.unshift(...take(found, one));
    failures.push(...answers.flatMap(({ failure }) => failure ?? []));
    const expired = answers.filter(({ answer }) => answer?.events === null);
    if (found.events.length < EVENTS_MAX && waiting.length > 0 && expired.length === 0) continue;
    const page = await pageOf(client, found, signal);
    if (!isEmpty(page)) yield page;
    found = nothing();
    // Only now: what the feed still told of the same project is stored, and its older token with it.
    for (const { standing, answer } of expired) yield* catchUp(client, standing, answer?.sync ?? null, signal);
  }
  if (failures.length > 0) throw failures[0];
}

function standingOf({ scope, cursor }: ScopeSince): Standing {
  const since = cursorSchema.safeParse(cursor).data;
  if (since) return { scope, since, seen: new Set(since.sync === null ? [] : [since.sync]) };
  throw new ConnectorError({
    tool: 'asana',
    call: 'read events',
    kind: 'cursor-expired',
    because: 'the cursor is not of a finished walk',
  });
}

/** `answer` null: the project is gone or hidden, or its answer makes no sense; both are nothing to the others. */
interface Asked {
  readonly standing: Standing;
  readonly answer: AsanaEvents | null;
  /** Thrown when the others are read. */
  readonly failure: unknown;
}

async function ask(client: AsanaClient, standing: Standing, signal: AbortSignal): Promise<Asked> {
  try {
    const answer = await client.events(standing.scope.externalId, standing.since.sync, signal);
    if (answer.hasMore) refuseRepeated(answer.sync, standing.seen);
    return { standing, answer, failure: null };
  } catch (error) {
    if (isConnectorError(error, 'not-visible')) return { standing, answer: null, failure: null };
    if (isConnectorError(error, 'unexpected-answer')) return { standing, answer: null, failure: error };
    throw error;
  }
}

interface Found {
  readonly events: AsanaEvent[];
  readonly cursors: Record<string, Cursor>;
  readonly changedScopes: Set<string>;
}

function nothing(): Found {
  return { events: [], cursors: {}, changedScopes: new Set() };
}

/** Adds one answer to what was found. Gives the project back where its feed has more. */
function take(found: Found, { standing, answer, failure }: Asked): Standing[] {
  const { scope, since, seen } = standing;
  if (answer === null && failure === null) found.changedScopes.add(scope.externalId);
  if (!answer?.events) return [];
  const events = answer.events.flatMap((one) => eventSchema.safeParse(one).data ?? []);
  found.events.push(...events);
  // One that we cannot read may have been of anything.
  if (events.length < answer.events.length || events.some(isOfProject)) found.changedScopes.add(scope.externalId);
  const next: Since = { ...since, sync: answer.sync, latestMs: latest(since.latestMs, ...events.map(instantOf)) };
  if (next.sync !== since.sync || next.latestMs !== since.latestMs) found.cursors[scope.externalId] = next;
  return answer.hasMore ? [{ scope, since: next, seen }] : [];
}

/** What may change of a project without any of its tasks being another for it. */
const TRIFLES = new Set([
  ...['notes', 'html_notes', 'color', 'icon', 'followers', 'current_status', 'current_status_update'],
  ...['due_on', 'due_date', 'due_at', 'start_on'],
]);

/** A renamed section stands in each of its tasks, and none of them says that it changed. */
function isOfProject({ action, resource, change }: AsanaEvent): boolean {
  if (resource?.resource_type === 'section') return true;
  return resource?.resource_type === 'project' && !(action === 'changed' && TRIFLES.has(change?.field ?? ''));
}

async function pageOf(client: AsanaClient, found: Found, signal: AbortSignal): Promise<ChangesPage> {
  // A task of several projects is told of in each feed: what came last counts, whichever said it.
  const inOrder = found.events.toSorted((one, other) => (instantOf(one) ?? 0) - (instantOf(other) ?? 0));
  const said = readEvents(inOrder).said.filter(({ id }) => id.kind === 'task');
  const live = said.filter(({ isDeleted }) => !isDeleted);
  const moved = new Set(live.filter(({ isMoved }) => isMoved).map(({ id }) => id.externalId));
  const ids = live.map(({ id }) => id.externalId);
  const { page, missing } = await fetchTasks(client, ids, signal, moved);
  const tombstones = said
    .filter(({ isDeleted }) => isDeleted)
    .map(({ id, at }) => ({ type: 'tombstone' as const, externalId: id.externalId, at }));
  return {
    records: [...tombstones, ...page.records],
    setAside: page.setAside,
    cursors: found.cursors,
    missing,
    changedScopes: [...found.changedScopes],
  };
}

function isEmpty({ records, setAside, cursors, missing, changedScopes }: ChangesPage): boolean {
  const lists = [records, setAside, missing, changedScopes];
  return lists.every((list) => list.length === 0) && Object.keys(cursors).length === 0;
}

/** Reads what the feed forgot. The fresh token was given first, so that nothing falls between the two. */
async function* catchUp(
  client: AsanaClient,
  { scope, since }: Standing,
  sync: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChangesPage> {
  const sinceMs = since.latestMs === null ? null : since.latestMs - OVERLAP_MS;
  let first: Part | null = null;
  let held: Part = { records: [], setAside: [] };
  try {
    for await (const part of readWindow(client, scope, sinceMs, signal)) {
      if (first) yield { ...held, cursors: {}, missing: [], changedScopes: [] };
      first ??= part;
      held = part;
    }
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    yield { records: [], setAside: [], cursors: {}, missing: [], changedScopes: [scope.externalId] };
    return;
  }
  // By the first answer alone: later ones may show changes newer than what the first one left out.
  const cursor: Since = { walk: 'done', latestMs: latest(since.latestMs, latestOf(first?.records ?? [])), sync };
  yield { ...held, cursors: { [scope.externalId]: cursor }, missing: [], changedScopes: [scope.externalId] };
}

function instantOf({ created_at }: AsanaEvent): number | null {
  const at = created_at ? Date.parse(created_at) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function latest(...instants: readonly (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
