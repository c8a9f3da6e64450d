import type { ChangesPage, HistoryRecord, ScopeSince, SetAside, ToolRecord } from '../connector.ts';
import { CHANGED_EXPAND, CHANGED_FIELDS, fieldsNamed, onlyRead, versionOf } from './changed-rows.ts';
import { openWindow, type Window } from './changes-window.ts';
import { HISTORIES_PER_PAGE, ISSUES_PER_PAGE, type JiraCalls, type SearchAnswer } from './client.ts';
import { checkToken, fetchHistories, isNewPerson, projectIdOf, readIssues, type Site } from './pull.ts';
import type { JiraField } from './schema.ts';

/** What changes are read with. */
export interface ChangesSource {
  readonly calls: JiraCalls;
  /** Knows the site's fields from these; null asks for them. */
  openSite(fields: JiraField[] | null, signal: AbortSignal): Promise<Site>;
}

/**
 * What changed in any of these projects: one query over all of them, oldest change first, without an upper bound, since a change that comes
 * while we read would fall out of it. Nothing new: one request and no page. Tasks come as they are read; a cursor moves only
 * with the histories of all tasks before it, which are read together for a thousand of them.
 *
 * An issue that moved between two of the projects is simply a row of the other one. Deletions are not seen.
 */
export async function* pullChanges(
  source: ChangesSource,
  scopes: readonly ScopeSince[],
  signal: AbortSignal,
): AsyncIterable<ChangesPage> {
  const window = openWindow(scopes);
  const people = new Set<string>();
  const tokens = new Set<string>();
  let token: string | null = null;
  let waiting: string[] = [];
  let hidden: string[] = [];
  let query = queryOf(window);
  while (window.scopeIds().length > 0) {
    const answer = await source.calls.searchProjects({ ...query, token }, window.scopeIds(), signal);
    if ('hidden' in answer) {
      hidden.push(...answer.hidden);
      window.drop(answer.hidden);
      query = queryOf(window);
      token = null;
      continue;
    }
    const { records, setAside } = await readRows(source, window, answer, signal);
    waiting.push(...records.filter((record) => record.type === 'task').map((record) => record.externalId));
    token = answer.isLast ? null : (answer.nextPageToken ?? null);
    checkToken(token, tokens);
    const isDue = token === null || waiting.length + ISSUES_PER_PAGE > HISTORIES_PER_PAGE;
    const histories: HistoryRecord[] =
      isDue && waiting.length > 0 ? await fetchHistories(source.calls, waiting, signal) : [];
    if (isDue) waiting = [];
    const page: ChangesPage = {
      records: [...records.filter((record) => isNewPerson(record, people)), ...histories],
      setAside,
      cursors: isDue ? window.settle() : {},
      missing: [],
      changedScopes: hidden,
    };
    hidden = [];
    if (saysSomething(page)) yield page;
    if (token === null) return;
  }
  if (hidden.length > 0) yield { records: [], setAside: [], cursors: {}, missing: [], changedScopes: hidden };
}

/** Made once a question: a token carries its query, and the cursors move on while its pages are read. */
function queryOf(window: Window) {
  const ids = window.scopeIds().map(projectIdOf);
  const since = window.since();
  const bound = since === null ? '' : ` AND updated >= ${Math.max(0, Math.floor(since))}`;
  return {
    jql: `project in (${ids.join(', ')})${bound} ORDER BY updated ASC, id ASC`,
    fields: CHANGED_FIELDS,
    expand: CHANGED_EXPAND,
    pageSize: ISSUES_PER_PAGE,
  };
}

interface Rows {
  readonly records: readonly ToolRecord[];
  readonly setAside: readonly SetAside[];
}

/** Only versions that were not handed over yet: the overlap brings the last ones again and again while nothing happens. */
async function readRows(
  source: ChangesSource,
  window: Window,
  answer: SearchAnswer,
  signal: AbortSignal,
): Promise<Rows> {
  const rows = answer.issues.map((row) => ({ row, version: versionOf(row) }));
  const fresh = rows.filter(({ version }) => version === null || !window.isKnown(version));
  window.note(rows.flatMap(({ version }) => version ?? []));
  if (fresh.length === 0) return { records: [], setAside: [] };
  const site = await source.openSite(fieldsNamed(answer), signal);
  const raws = fresh.map(({ row }) => onlyRead(row, site.fields.customIds));
  return readIssues(site, raws, null, signal);
}

function saysSomething({ records, setAside, cursors, changedScopes }: ChangesPage): boolean {
  return records.length > 0 || setAside.length > 0 || Object.keys(cursors).length > 0 || changedScopes.length > 0;
}
