import type { Transition } from '../../src/domain/task.ts';
import type { HistoryRecord, Page, PersonRecord, ScopeRef, SetAside, ToolRecord } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { versionOf } from './changed-rows.ts';
import { HISTORIES_PER_PAGE, IDS_PER_PAGE, ISSUES_PER_PAGE, type JiraCalls } from './client.ts';
import { isFinished, type Walk } from './cursor.ts';
import type { FieldCatalogue } from './fields.ts';
import { gatherTransitions, inOrder } from './history.ts';
import { epicKeyOf, type NormaliseContext, normaliseIssue, parseIssue } from './normalise.ts';
import { remember } from './recent.ts';
import { type JiraIssue, STANDARD_FIELDS } from './schema.ts';

/** What reading needs to know of the site; made once per connector. */
export interface Site {
  readonly calls: JiraCalls;
  readonly url: string;
  readonly fields: FieldCatalogue;
  /** Ids by key, for old epic links; grows as issues are read. */
  readonly idsByKey: Map<string, string | null>;
}

/**
 * Walks one project by id: search pages of 100, and after each 1,000 issues one page with their histories.
 *
 * The next page is asked for only when the consumer comes back for it, which is when the last one is stored. So a kill costs one page twice.
 */
export async function* pullProject(
  site: Site,
  scope: ScopeRef,
  start: Walk,
  expectedTasks: number | null,
  signal: AbortSignal,
): AsyncIterable<Page> {
  const seenTokens = new Set(start.token === null ? [] : [start.token]);
  const seenPeople = new Set<string>();
  let walk = start;
  do {
    const isHistoryDue = walk.waiting.length >= HISTORIES_PER_PAGE || walk.isSearched;
    const step = isHistoryDue
      ? await readHistories(site.calls, walk, signal)
      : await readPage(site, scope, walk, signal);
    walk = step.walk;
    if (!isHistoryDue) checkToken(walk.token, seenTokens);
    const records = step.records.filter((record) => isNewPerson(record, seenPeople));
    yield { records, setAside: step.setAside, cursor: { ...walk }, isLast: isFinished(walk), expectedTasks };
  } while (!isFinished(walk));
}

interface Step {
  readonly walk: Walk;
  readonly records: readonly ToolRecord[];
  readonly setAside: readonly SetAside[];
}

async function readPage(site: Site, scope: ScopeRef, walk: Walk, signal: AbortSignal): Promise<Step> {
  const request = {
    jql: projectQuery(scope),
    fields: [...STANDARD_FIELDS, ...site.fields.customIds],
    pageSize: ISSUES_PER_PAGE,
    token: walk.token,
  };
  const answer = await site.calls.search(request, signal);
  const { records, setAside } = await readIssues(site, answer.issues, scope.externalId, signal);
  const tasks = records.filter((record) => record.type === 'task');
  // Neither token nor isLast has been seen too (pitfall J9): then nothing more can be asked for. The page's size says nothing.
  const token = answer.isLast ? null : (answer.nextPageToken ?? null);
  const next: Walk = {
    ...walk,
    token,
    isSearched: token === null,
    waiting: [...walk.waiting, ...tasks.map((task) => task.externalId)],
    recent: remember(
      walk.recent,
      answer.issues.map(versionOf).filter((version) => version !== null),
      walk.asOf,
    ),
  };
  return { walk: next, records, setAside };
}

/** Reads raw issues; people first, so that whoever stores in order knows them when the task names them. */
export async function readIssues(
  site: Site,
  raws: readonly unknown[],
  scopeExternalId: string | null,
  signal: AbortSignal,
): Promise<{ records: ToolRecord[]; setAside: SetAside[] }> {
  const issues: JiraIssue[] = [];
  const setAside: SetAside[] = [];
  for (const raw of raws) {
    const parsed = parseIssue(raw);
    if ('issue' in parsed) issues.push(parsed.issue);
    else setAside.push(parsed.setAside);
  }
  await learnKeys(site, issues, signal);
  const context: NormaliseContext = {
    site: site.url,
    fields: site.fields,
    scopeExternalId,
    idOfKey: (key) => site.idsByKey.get(key) ?? null,
  };
  const people = new Map<string, PersonRecord>();
  const tasks: ToolRecord[] = [];
  for (const issue of issues) {
    const reading = normaliseIssue(issue, context);
    tasks.push(reading.task);
    for (const person of reading.people) people.set(person.externalId, person);
  }
  return { records: [...people.values(), ...tasks], setAside };
}

/** Old epic links name their epic by key. Ids of epics not met so far cost one request a page, on such sites only. */
async function learnKeys(site: Site, issues: readonly JiraIssue[], signal: AbortSignal): Promise<void> {
  if (site.fields.epicLinkId === null) return;
  for (const issue of issues) site.idsByKey.set(issue.key, issue.id);
  const wanted = new Set(issues.map((issue) => epicKeyOf(issue, site.fields)));
  const unknown = [...wanted].filter((key) => key !== null).filter((key) => !site.idsByKey.has(key));
  for (let from = 0; from < unknown.length; from += ISSUES_PER_PAGE) {
    const keys = unknown.slice(from, from + ISSUES_PER_PAGE);
    // Asked for `id` alone an issue may come without its key.
    const answer = await site.calls.fetchIssues(keys, ['summary'], signal);
    for (const key of keys) site.idsByKey.set(key, null);
    for (const issue of answer.issues ?? []) {
      const { id, key } = issue as { id?: unknown; key?: unknown };
      if (typeof key === 'string' && id !== undefined) site.idsByKey.set(key, String(id));
    }
  }
}

async function readHistories(calls: JiraCalls, walk: Walk, signal: AbortSignal): Promise<Step> {
  const ids = walk.waiting.slice(0, HISTORIES_PER_PAGE);
  const records = await fetchHistories(calls, ids, signal);
  return { walk: { ...walk, waiting: walk.waiting.slice(ids.length) }, records, setAside: [] };
}

/**
 * One history record for each id, empty where its status never changed. More than 10,000 changes come in further answers, sorted by date
 * over all issues, so none is complete before the last: they make one page together.
 */
export async function fetchHistories(
  calls: JiraCalls,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<HistoryRecord[]> {
  const gathered = new Map<string, Transition[]>(ids.map((id) => [id, []]));
  const seen = new Set<string>();
  let token: string | null = null;
  do {
    const answer = await calls.fetchHistories(ids, token, signal);
    gatherTransitions(answer, gathered);
    token = answer.nextPageToken ?? null;
    if (token !== null && seen.has(token)) throw repeatedToken('fetch histories');
    if (token !== null) seen.add(token);
  } while (token !== null);
  return ids.map((id) => ({ type: 'history', externalId: id, transitions: inOrder(gathered.get(id) ?? []) }));
}

/** Every id of the project, 5,000 a page. */
export async function* listIds(
  calls: JiraCalls,
  scope: ScopeRef,
  signal: AbortSignal,
): AsyncIterable<readonly string[]> {
  const seen = new Set<string>();
  let token: string | null = null;
  do {
    const answer = await calls.search(
      { jql: projectQuery(scope), fields: ['id'], pageSize: IDS_PER_PAGE, token },
      signal,
    );
    const ids = answer.issues.map((issue) => (issue as { id?: unknown } | null)?.id);
    if (ids.some((id) => typeof id !== 'string' && typeof id !== 'number')) {
      // A census with a hole would look like a deletion.
      throw new ConnectorError({
        tool: 'jira',
        call: 'list ids',
        kind: 'unexpected-answer',
        because: 'an issue without id',
      });
    }
    yield ids.map(String);
    token = answer.isLast ? null : (answer.nextPageToken ?? null);
    checkToken(token, seen);
  } while (token !== null);
}

/** Bounded, as Jira demands; by id, since issues that change while we walk must not change places. */
function projectQuery(scope: ScopeRef): string {
  return `project = ${projectIdOf(scope.externalId)} ORDER BY id ASC`;
}

/** Nothing but digits becomes part of a query. @throws ConnectorError `not-visible` */
export function projectIdOf(externalId: string): string {
  if (/^\d+$/.test(externalId)) return externalId;
  throw new ConnectorError({ tool: 'jira', call: 'search issues', kind: 'not-visible', because: 'not a project id' });
}

/** A server that repeats a token would be walked for ever (pitfall J8). */
export function checkToken(token: string | null, seen: Set<string>): void {
  if (token === null) return;
  if (seen.has(token)) throw repeatedToken('search issues');
  seen.add(token);
}

function repeatedToken(call: string): ConnectorError {
  return new ConnectorError({
    tool: 'jira',
    call,
    kind: 'unexpected-answer',
    because: 'the same page token came twice',
  });
}

/** People come with each page of tasks; once is enough. */
export function isNewPerson(record: ToolRecord, seen: Set<string>): boolean {
  if (record.type !== 'person') return true;
  if (seen.has(record.externalId)) return false;
  seen.add(record.externalId);
  return true;
}
