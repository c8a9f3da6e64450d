import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ApiClient,
  CustomFieldSettingsApi,
  GoalRelationshipsApi,
  GoalsApi,
  ProjectsApi,
  SectionsApi,
  TasksApi,
  UsersApi,
  WorkspacesApi,
} from 'asana';
import type { ZodType } from 'zod';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import { createTransport, type Refusal, type Transport } from '../http.ts';
import { listSchema, oneSchema } from './schema.ts';

/** One answer of a list: its records unread, and where the next one begins; null on the last. */
export interface AsanaList {
  readonly data: readonly unknown[];
  readonly offset: string | null;
}

/** The calls we make. Each list call is one request; `offset` null asks for its first page. */
export interface AsanaClient {
  me(signal: AbortSignal): Promise<unknown>;
  workspaces(offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  projects(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  sections(project: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  fieldSettings(project: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  tasks(project: string, offset: string | null, fields: TaskFields, signal: AbortSignal): Promise<AsanaList>;
  subtasks(parent: string, offset: string | null, fields: TaskFields, signal: AbortSignal): Promise<AsanaList>;
  task(gid: string, signal: AbortSignal): Promise<unknown>;
  users(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  goals(workspace: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
  /** What contributes to this goal: its sub-goals and its supporting work. */
  relationships(goal: string, offset: string | null, signal: AbortSignal): Promise<AsanaList>;
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

/** The largest page Asana gives; without it a large list is refused ("The result is too large"). */
const LIMIT = 100;

export function createAsanaClient(options: ConnectorOptions): AsanaClient {
  const transport = createTransport({
    tool: 'asana',
    connectionId: options.connectionId,
    baseUrl: apiBase(options.baseUrl),
    authorise(headers) {
      headers.authorization = `Bearer ${options.credentials.token}`;
    },
    classify,
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
    tasks: (project, offset, fields, signal) =>
      list('list tasks', signal, () => sdk.tasks.getTasks({ project, ...paged(offset), opt_fields: FIELDS[fields] })),
    subtasks: (parent, offset, fields, signal) =>
      list('list subtasks', signal, () =>
        sdk.tasks.getSubtasksForTask(parent, { ...paged(offset), opt_fields: FIELDS[fields] }),
      ),
    task: (gid, signal) => one('read task', signal, () => sdk.tasks.getTask(gid, { opt_fields: FIELDS.all })),
    users: (workspace, offset, signal) =>
      list('list people', signal, () => sdk.users.getUsers({ workspace, ...paged(offset), opt_fields: 'name,email' })),
    goals: (workspace, offset, signal) =>
      list('list goals', signal, () =>
        sdk.goals.getGoals({ workspace, ...paged(offset), opt_fields: 'name,notes,status,owner' }),
      ),
    relationships: (goal, offset, signal) =>
      list('read goal relationships', signal, () =>
        sdk.relationships.getGoalRelationships(goal, {
          ...paged(offset),
          opt_fields: 'contribution_weight,supporting_resource',
        }),
      ),
  };
}

/**
 * Asana's own client, one for each connection: its APIs build paths and queries, our transport sends. By itself it would send through
 * superagent, without a time-out of the body, without a bound origin, and past a 429.
 */
function createSdk(transport: Transport) {
  const asking = new AsyncLocalStorage<{ readonly call: string; readonly signal: AbortSignal }>();
  const client = new ApiClient();
  client.basePath = '';
  client.RETURN_COLLECTION = false;
  client.callApi = async (path, method, pathParams, query, _headers, _form, body) => {
    const { call, signal } = asking.getStore() ?? { call: path, signal: new AbortController().signal };
    const answer = await transport.json(
      call,
      { method: method as 'GET', path: client.buildUrl(path, pathParams), query, body: body ?? undefined },
      signal,
    );
    return { data: answer.body, response: answer };
  };
  return {
    ask: (call: string, signal: AbortSignal, fn: () => Promise<unknown>) => asking.run({ call, signal }, fn),
    fieldSettings: new CustomFieldSettingsApi(client),
    goals: new GoalsApi(client),
    projects: new ProjectsApi(client),
    relationships: new GoalRelationshipsApi(client),
    sections: new SectionsApi(client),
    tasks: new TasksApi(client),
    users: new UsersApi(client),
    workspaces: new WorkspacesApi(client),
  };
}

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
