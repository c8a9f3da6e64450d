import type { ZodType } from 'zod';
import { accessOf } from '../access-token.ts';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import { createTransport, type Refusal } from '../http.ts';
import { asanaNeeds, limitedAtAsana } from './limits.ts';
import { eventsSchema, expiredSyncSchema, listSchema, oneSchema } from './schema.ts';
import { createSdk, type SdkAnswer } from './sdk.ts';

/** One answer of a list: its records unread, and where the next one begins; null on the last. */
export interface AsanaList {
  readonly data: readonly unknown[];
  readonly offset: string | null;
}

/** One answer of a project's change feed. */
export interface AsanaEvents {
  /** Unread; null where the token was too old, or there was none: what happened before `sync` is then to be read otherwise. */
  readonly events: readonly unknown[] | null;
  /** Where the next question begins. */
  readonly sync: string;
  readonly hasMore: boolean;
}

/** The calls we make. Each list call is one request; `offset` null asks for its first page. */
export interface AsanaClient {
  me(signal: AbortSignal): Promise<unknown>;
  workspaces(offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  projects(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  sections(project: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  fieldSettings(project: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  /** The project's own tasks, without their subtasks; with `sinceMs` those modified since then. */
  tasks(
    project: string,
    offset: string | null,
    fields: TaskFields,
    signal: AbortSignal,
    sinceMs?: number | null,
  ): Promise<AsanaList>;
  subtasks(parent: string, offset: string | null, fields: TaskFields, signal: AbortSignal): Promise<AsanaList>;
  task(gid: string, signal: AbortSignal): Promise<unknown>;
  users(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  goals(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  /** What contributes to this goal: its sub-goals and its supporting work. */
  relationships(goal: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  /** What stands in a portfolio: projects, and other portfolios. */
  portfolioItems(portfolio: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  /** What happened in a project since this token. */
  events(project: string, sync: string | null, signal: AbortSignal): Promise<AsanaEvents>;
  /** Webhooks of these credentials; of one resource where it is named. */
  webhooks(workspace: string, resource: string | null, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  createWebhook(resource: string, target: string, filters: readonly object[], signal: AbortSignal): Promise<unknown>;
  removeWebhook(gid: string, signal: AbortSignal): Promise<void>;
}

/** `all` is what a task is made of; `id` is for sweeps (every answer carries the gid, whatever is asked for). */
export type TaskFields = 'all' | 'id';

// All of them stand in the enumeration of Asana's document: a field outside it is refused by strict readers of it.
const FIELDS: Record<TaskFields, string> = {
  all: [
    'name',
    'notes',
    'resource_subtype',
    'completed',
    'completed_at',
    'created_at',
    'modified_at',
    'start_on',
    'due_on',
    'due_at',
    'permalink_url',
    'num_subtasks',
    'assignee',
    'created_by',
    'parent',
    'memberships.project',
    'memberships.section.name',
    'tags.name',
    ...['name', 'resource_subtype', 'type', 'display_value', 'number_value', 'text_value'].map(ofCustomField),
    ...['enum_value.name', 'multi_enum_values.name', 'people_value.name', 'reference_value.name'].map(ofCustomField),
    ...['date_value.date', 'date_value.date_time'].map(ofCustomField),
  ].join(),
  id: 'num_subtasks',
};

function ofCustomField(name: string): string {
  return `custom_fields.${name}`;
}

const GOAL_FIELDS = [
  ...['name', 'notes', 'status', 'owner', 'due_on'],
  ...['metric.unit', 'metric.currency_code', 'metric.initial_number_value', 'metric.target_number_value'],
].join();

const WEBHOOK_FIELDS = [
  ...['active', 'resource', 'target', 'last_success_at', 'last_failure_at', 'last_failure_content'],
  'failure_deletion_timestamp',
].join();

/** The largest page Asana gives; without it a large list is refused ("The result is too large"). */
const LIMIT = 100;

export function createAsanaClient(options: ConnectorOptions): AsanaClient {
  const transport = createTransport({
    tool: 'asana',
    connectionId: options.connectionId,
    baseUrl: apiBase(options.baseUrl),
    ...accessOf('asana', options, ({ token }) => `Bearer ${token}`),
    classify,
    needs: asanaNeeds(options),
    limitedBy: limitedAtAsana,
    budget: options.budget,
    reach: options.reach,
    onTraffic: options.onTraffic,
    now: options.now,
  });
  const sdk = createSdk(transport);

  async function list(call: string, signal: AbortSignal, ask: () => Promise<unknown>): Promise<AsanaList> {
    const answer = read(call, listSchema, await sdk.ask(call, signal, ask));
    return { data: answer.data, offset: answer.next_page?.offset ?? null };
  }
  async function one(call: string, signal: AbortSignal, ask: () => Promise<unknown>): Promise<unknown> {
    return read(call, oneSchema, await sdk.ask(call, signal, ask)).data;
  }

  return {
    me: (signal) =>
      one('read account', signal, () => sdk.users.getUser('me', { opt_fields: 'name,email,workspaces.name' })),
    workspaces: (offset, signal) =>
      list('list workspaces', signal, () => sdk.workspaces.getWorkspaces({ ...paged(offset), opt_fields: 'name' })),
    projects: (workspace, offset, signal) =>
      list('list projects', signal, () =>
        sdk.projects.getProjects({
          workspace,
          ...paged(offset),
          opt_fields: 'name,archived,permalink_url,default_view',
        }),
      ),
    sections: (project, offset, signal) =>
      list('list sections', signal, () =>
        sdk.sections.getSectionsForProject(project, { ...paged(offset), opt_fields: 'name' }),
      ),
    fieldSettings: (project, offset, signal) =>
      list('list custom fields', signal, () =>
        sdk.fieldSettings.getCustomFieldSettingsForProject(project, {
          ...paged(offset),
          opt_fields: 'custom_field.name,custom_field.resource_subtype,custom_field.type',
        }),
      ),
    // Never /projects/{gid}/tasks: it knows no `modified_since` and ignores it without a word (coral PR 342).
    tasks: (project, offset, fields, signal, sinceMs = null) =>
      list('list tasks', signal, () =>
        sdk.tasks.getTasks({
          project,
          ...paged(offset),
          ...(sinceMs === null ? {} : { modified_since: new Date(sinceMs).toISOString() }),
          opt_fields: FIELDS[fields],
        }),
      ),
    subtasks: (parent, offset, fields, signal) =>
      list('list subtasks', signal, () =>
        sdk.tasks.getSubtasksForTask(parent, { ...paged(offset), opt_fields: FIELDS[fields] }),
      ),
    task: (gid, signal) => one('read task', signal, () => sdk.tasks.getTask(gid, { opt_fields: FIELDS.all })),
    users: (workspace, offset, signal) =>
      list('list people', signal, () => sdk.users.getUsers({ workspace, ...paged(offset), opt_fields: 'name,email' })),
    goals: (workspace, offset, signal) =>
      list('list goals', signal, () => sdk.goals.getGoals({ workspace, ...paged(offset), opt_fields: GOAL_FIELDS })),
    relationships: (goal, offset, signal) =>
      list('read goal relationships', signal, () =>
        // The resource as it is, compact: with one of its fields named, Asana leaves out what kind it is.
        sdk.relationships.getGoalRelationships(goal, {
          ...paged(offset),
          opt_fields: 'contribution_weight,supporting_resource',
        }),
      ),
    // Compact as it is: asked for fields, Asana gives those alone, and a kind is needed beside the id.
    portfolioItems: (portfolio, offset, signal) =>
      list('list portfolio', signal, () => sdk.portfolios.getItemsForPortfolio(portfolio, paged(offset))),
    async events(project, sync, signal) {
      const call = 'read events';
      // With RETURN_COLLECTION off it is never one of the SDK's collections, which would hide `has_more`.
      const ask = () => sdk.events.getEventsWithHttpInfo(project, sync === null ? {} : { sync }) as Promise<SdkAnswer>;
      const { response, data } = await sdk.ask(call, signal, ask, [EXPIRED]);
      if (response.status === EXPIRED) {
        return { events: null, sync: read(call, expiredSyncSchema, data).sync, hasMore: false };
      }
      const answer = read(call, eventsSchema, data);
      return { events: answer.data ?? [], sync: answer.sync, hasMore: answer.has_more ?? false };
    },
    webhooks: (workspace, resource, offset, signal) =>
      list('list webhooks', signal, () =>
        sdk.webhooks.getWebhooks(workspace, {
          ...paged(offset),
          ...(resource === null ? {} : { resource }),
          opt_fields: WEBHOOK_FIELDS,
        }),
      ),
    createWebhook: (resource, target, filters, signal) =>
      one('create webhook', signal, () =>
        sdk.webhooks.createWebhook({ data: { resource, target, filters } }, { opt_fields: WEBHOOK_FIELDS }),
      ),
    removeWebhook: async (gid, signal) =>
      void (await sdk.ask('remove webhook', signal, () => sdk.webhooks.deleteWebhook(gid))),
  };
}

/** "Precondition failed": the change feed's token is too old, or there was none; its body holds a fresh one. No fault of anybody's. */
const EXPIRED = 412;

/** 402: the plan does not have it. 400 for a page token past its life says so in words only (A2 in Asana's own forum and Airbyte 13676). */
function classify({ status, text }: Refusal): ConnectorErrorKind | null {
  if (status === 402) return 'not-visible';
  return status === 400 && /pagination token/i.test(text) ? 'cursor-expired' : null;
}

function paged(offset: string | null): { limit: number; offset?: string } {
  return offset === null ? { limit: LIMIT } : { limit: LIMIT, offset };
}

/** `https://app.asana.com`, with or without what all its API paths begin with. */
function apiBase(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '');
  return bare.endsWith('/api/1.0') ? bare : `${bare}/api/1.0`;
}

function read<T>(call: string, schema: ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ConnectorError({ tool: 'asana', call, kind: 'unexpected-answer', because: 'the answer has another form' });
}
