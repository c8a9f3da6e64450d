import type {
  Abilities,
  Connector,
  ConnectorDefinition,
  ConnectorOptions,
  RecordId,
  RemoteLinksRecord,
  ScopeRecord,
  SetAside,
  ToolRecord,
  Vocabulary,
} from '../connector.ts';
import { ATLASSIAN_ADDRESS, ATLASSIAN_CREDENTIALS } from '../credential-fields.ts';
import { cleanUrl } from '../link-secrets.ts';
import { createAdminWebhooks } from './admin-webhooks.ts';
import { createCall } from './call.ts';
import { pullChanges } from './changes.ts';
import { createJiraCalls, HISTORIES_PER_PAGE, ISSUES_PER_PAGE, type JiraCalls } from './client.ts';
import { isStart, readWalk, rewindCursor } from './cursor.ts';
import { createDynamicWebhooks } from './dynamic-webhooks.ts';
import { chooseFields } from './fields.ts';
import { readInstant } from './instants.ts';
import { toCategory, toScope } from './normalise.ts';
import { deliveryKey, verifyDelivery } from './proof.ts';
import { fetchHistories, listIds, pullProject, readIssues, type Site } from './pull.ts';
import { readAnswer } from './reading.ts';
import { type JiraField, STANDARD_FIELDS } from './schema.ts';
import { createJiraTransport } from './transport.ts';
import { readDelivery } from './webhook.ts';

const abilities: Abilities = {
  scopeNoun: 'project',
  hasHistory: true,
  hasGoals: false,
  canProveDeletion: true,
  hasWebhooks: true,
  // People decide in their profile; most hide it.
  showsEmail: false,
  isNamedByKey: true,
};

/** Jira Cloud, read with an account's API token, or an app's access token. */
export const jira: ConnectorDefinition = {
  tool: 'jira',
  abilities,
  address: ATLASSIAN_ADDRESS,
  credentials: ATLASSIAN_CREDENTIALS,
  readAnswer,
  provenBy: ['own-secret', 'app-secret'],
  readDelivery,
  verifyDelivery: (raw, secrets) => verifyDelivery(raw, secrets),
  deliveryKey,
  rewindCursor,
  create,
};

function create(options: ConnectorOptions): Connector {
  const transport = createJiraTransport(options);
  const calls = createJiraCalls(transport);
  const url = options.baseUrl.replace(/\/+$/, '');
  const issueCounts = new Map<string, number>();
  const idsByKey = new Map<string, string | null>();
  let fields: Promise<JiraField[]> | null = null;
  let newestChange: Promise<number | null> | null = null;

  /** Once per connector, which lives as long as one sync run; a failed read is not remembered. */
  function readFields(signal: AbortSignal): Promise<JiraField[]> {
    fields ??= calls.fields(signal).catch((error: unknown) => {
      fields = null;
      throw error;
    });
    return fields;
  }

  async function openSite(known: JiraField[] | null, signal: AbortSignal): Promise<Site> {
    return { calls, url, fields: chooseFields(known ?? (await readFields(signal))), idsByKey };
  }

  /** What the walks of this connector may have missed begins here; the earliest one serves those that begin later too. */
  function readNewestChange(signal: AbortSignal): Promise<number | null> {
    newestChange ??= calls
      .newestChange(signal)
      .then(readInstant)
      .catch((error: unknown) => {
        newestChange = null;
        throw error;
      });
    return newestChange;
  }

  return {
    tool: 'jira',
    abilities,
    async check(signal) {
      const [me, server] = await Promise.all([calls.myself(signal), calls.serverInfo(signal)]);
      return {
        id: me.accountId,
        name: me.displayName || me.accountId,
        email: me.emailAddress || null,
        site: server.serverTitle || server.baseUrl || url,
        timeZone: me.timeZone ?? null,
      };
    },
    listScopes: (signal) => listProjects(calls, url, issueCounts, signal),
    async *listDeletedScopes(signal) {
      for await (const { id } of everyProject(calls, 'deleted', signal)) yield id;
    },
    async readVocabulary(_scopes, signal) {
      const [statuses, all] = await Promise.all([calls.statuses(signal), readFields(signal)]);
      return toVocabulary(statuses, all);
    },
    async *pull(scope, since, signal) {
      const read = readWalk(since);
      const start = isStart(read) ? { ...read, asOf: await readNewestChange(signal) } : read;
      const site = await openSite(null, signal);
      yield* pullProject(site, scope, start, issueCounts.get(scope.externalId) ?? null, signal);
    },
    pullChanges: (scopes, signal) => pullChanges({ calls, openSite }, scopes, signal),
    // Jira keeps nothing outside of its projects that we read: its people come with their issues.
    async *pullShared() {
      yield { records: [], setAside: [], cursor: {}, isLast: true, expectedTasks: null };
    },
    census: (scope, signal) => listIds(calls, scope, signal),
    async fetchRecords(ids, signal) {
      const site = await openSite(null, signal);
      const { records, setAside, missing } = await fetchTasks(site, ids, signal);
      return { page: { records, setAside, cursor: {}, isLast: true, expectedTasks: null }, missing };
    },
    // Jira has two kinds, and lets each be managed by its own kind of credentials only.
    webhooks:
      options.credentials.email === undefined
        ? createDynamicWebhooks(createCall(transport), options.now)
        : createAdminWebhooks(transport),
  };
}

/** Live and archived projects, 100 a page. The issue counts that come with them feed the progress bars at no further request. */
async function* listProjects(
  calls: JiraCalls,
  url: string,
  issueCounts: Map<string, number>,
  signal: AbortSignal,
): AsyncIterable<ScopeRecord> {
  for await (const project of everyProject(calls, 'listed', signal)) {
    const count = project.insight?.totalIssueCount;
    if (typeof count === 'number') issueCounts.set(project.id, count);
    yield toScope(project, url);
  }
}

async function* everyProject(calls: JiraCalls, which: 'listed' | 'deleted', signal: AbortSignal) {
  for (let startAt = 0; ; ) {
    const page = await calls.projects(which, startAt, signal);
    if (page === null) return;
    yield* page.values;
    startAt += page.values.length;
    if (page.isLast !== false || page.values.length === 0) return;
  }
}

interface FetchedTasks {
  readonly records: ToolRecord[];
  readonly setAside: SetAside[];
  readonly missing: string[];
}

const HIDDEN = /does not exist|not found|permission/i;

/** A request for each issue: only where few are read. */
const REMOTE_LINKS_MAX = 20;

/** Issues with their histories, as a walk gives them; of a few also the pages tied to them, which no walk reads. */
async function fetchTasks(site: Site, ids: readonly RecordId[], signal: AbortSignal): Promise<FetchedTasks> {
  const wanted = [...new Set(ids.filter(({ kind }) => kind === 'task').map(({ externalId }) => externalId))];
  const fields = [...STANDARD_FIELDS, ...site.fields.customIds];
  const records: ToolRecord[] = [];
  const setAside: SetAside[] = [];
  for (const some of chunks(wanted, ISSUES_PER_PAGE)) {
    const answer = await site.calls.fetchIssues(some, fields, signal);
    const read = await readIssues(site, answer.issues ?? [], null, signal);
    records.push(...read.records);
    setAside.push(...read.setAside);
    // Jira lists here what it holds but could not deliver; by some accounts also what it will not show, which is missing to us.
    for (const { id, errorMessage } of answer.issueErrors ?? []) {
      if (HIDDEN.test(errorMessage ?? '')) continue;
      setAside.push({ externalId: id ?? null, reason: 'Jira could not deliver this issue', raw: null });
    }
  }
  const found = records.filter((record) => record.type === 'task').map((record) => record.externalId);
  for (const some of chunks(found, HISTORIES_PER_PAGE))
    records.push(...(await fetchHistories(site.calls, some, signal)));
  if (found.length <= REMOTE_LINKS_MAX) records.push(...(await fetchRemoteLinks(site, found, signal)));
  const known = new Set([...found, ...setAside.map(({ externalId }) => externalId)]);
  return { records, setAside, missing: wanted.filter((id) => !known.has(id)) };
}

async function fetchRemoteLinks(site: Site, ids: readonly string[], signal: AbortSignal): Promise<RemoteLinksRecord[]> {
  const all = await Promise.all(
    ids.map(async (externalId) => ({ externalId, remote: await site.calls.remoteLinks(externalId, signal) })),
  );
  return all.flatMap(({ externalId, remote }) => {
    if (remote === null) return [];
    const links = remote.flatMap(({ object }) => {
      const url = cleanUrl(object.url);
      return url === null ? [] : [{ url, title: object.title ?? null, place: 'remote-link' as const }];
    });
    return [{ type: 'remote-links' as const, externalId, links }];
  });
}

function toVocabulary(statuses: Awaited<ReturnType<JiraCalls['statuses']>>, all: readonly JiraField[]): Vocabulary {
  const { nameOf } = chooseFields(all);
  const isRead = ({ id }: JiraField) =>
    id.startsWith('customfield_')
      ? nameOf(id) !== null
      : ['components', 'fixVersions', 'timeoriginalestimate'].includes(id);
  return {
    statuses: statuses.map((status) => ({
      externalId: status.id ?? status.name,
      name: status.name,
      scopeExternalId: status.scope?.project?.id ?? null,
      category: toCategory(status.statusCategory?.key),
    })),
    fields: all.filter(isRead).map((field) => ({
      externalId: field.id,
      name: field.name,
      kind: field.schema?.type ?? 'any',
    })),
  };
}

function* chunks<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
