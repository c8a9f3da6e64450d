import type { ZodType } from 'zod';
import type {
  Account,
  Connector,
  ConnectorDefinition,
  ConnectorOptions,
  RecordId,
  ScopeRecord,
  ScopeRef,
  Vocabulary,
} from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { pullChanges } from './changes.ts';
import { type AsanaClient, createAsanaClient } from './client.ts';
import { fetchTasks } from './fetch-tasks.ts';
import { everyPage } from './lists.ts';
import { COMPLETED, INCOMPLETE, kindOfField, normaliseProject } from './normalise.ts';
import { verifyDelivery } from './proof.ts';
import { pullShared, readWorkspaces } from './pull-shared.ts';
import { pullTasks, sweepTasks } from './pull-tasks.ts';
import { readAnswer } from './read-answer.ts';
import { fieldSettingSchema, meSchema, projectSchema, sectionSchema } from './schema.ts';
import { readDelivery } from './webhook.ts';
import { createWebhookAdmin } from './webhook-admin.ts';

const abilities = {
  scopeNoun: 'project',
  // Moves between sections stand only in each task's own stories, one request a task.
  hasHistory: false,
  hasGoals: true,
  // A 404 may as well be a project that was made private.
  canProveDeletion: false,
  hasWebhooks: true,
  showsEmail: true,
  isNamedByKey: false,
};

/** Asana: its projects are scopes, its tasks and subtasks tasks, its goals goals of the tool. */
export const asana: ConnectorDefinition = {
  tool: 'asana',
  abilities,
  address: { usual: 'https://app.asana.com', example: 'https://app.asana.com' },
  credentials: [
    {
      name: 'token',
      isNeeded: true,
      label: 'Personal access token',
      whereToGetIt: 'Made in Asana under My settings, Apps, Developer apps.',
    },
  ],
  readAnswer,
  readDelivery,
  provenBy: ['handed-secret'],
  verifyDelivery,
  // A delivery of Asana carries no name of its own.
  deliveryKey: () => null,
  create,
};

function create(options: ConnectorOptions): Connector {
  const client = createAsanaClient(options);
  return {
    tool: 'asana',
    abilities,
    check: (signal) => check(client, signal),
    listScopes: (signal) => listScopes(client, signal),
    readVocabulary: (scopes, signal) => readVocabulary(client, scopes, signal),
    pull: (scope, since, signal) => pullTasks(client, scope, since, signal),
    pullChanges: (scopes, signal) => pullChanges(client, scopes, signal),
    pullShared: (since, signal) => pullShared(client, since, signal),
    census: (scope, signal) => sweepTasks(client, scope, signal),
    fetchRecords: (ids, signal) => fetchTasks(client, taskIdsOf(ids), signal),
    webhooks: createWebhookAdmin(client),
  };
}

function taskIdsOf(ids: readonly RecordId[]): string[] {
  return ids.filter(({ kind }) => kind === 'task').map(({ externalId }) => externalId);
}

async function check(client: AsanaClient, signal: AbortSignal): Promise<Account> {
  const me = meSchema.safeParse(await client.me(signal)).data;
  if (!me) {
    throw new ConnectorError({
      tool: 'asana',
      call: 'read account',
      kind: 'unexpected-answer',
      because: 'the answer has another form',
    });
  }
  const site = (me.workspaces ?? []).map((workspace) => workspace.name ?? workspace.gid).join(', ');
  return { id: me.gid, name: me.name ?? me.gid, email: me.email ?? null, site: site || 'Asana', timeZone: null };
}

async function* listScopes(client: AsanaClient, signal: AbortSignal): AsyncGenerator<ScopeRecord> {
  for (const workspace of await readWorkspaces(client, signal)) {
    for await (const data of everyPage((offset) => client.projects(workspace, offset, signal))) {
      yield* readRecords(projectSchema, data, 'gid').good.map(normaliseProject);
    }
  }
}

/**
 * Sections and fields, two requests a project: a project's tasks show neither its empty sections nor fields that nobody filled in.
 */
async function readVocabulary(
  client: AsanaClient,
  scopes: readonly ScopeRef[],
  signal: AbortSignal,
): Promise<Vocabulary> {
  const statuses: Vocabulary['statuses'][number][] = [
    { ...COMPLETED, scopeExternalId: null },
    { ...INCOMPLETE, scopeExternalId: null },
  ];
  const fields = new Map<string, Vocabulary['fields'][number]>();
  for (const { externalId: project } of scopes) {
    const words = await readWords(client, project, signal);
    for (const { gid, name } of words.sections) {
      statuses.push({ externalId: gid, name, scopeExternalId: project, category: null });
    }
    for (const { custom_field: field } of words.settings) {
      if (field)
        fields.set(field.gid, { externalId: field.gid, name: field.name ?? field.gid, kind: kindOfField(field) });
    }
  }
  return { statuses, fields: [...fields.values()] };
}

async function readWords(client: AsanaClient, project: string, signal: AbortSignal) {
  try {
    return {
      sections: await readAll(sectionSchema, (offset) => client.sections(project, offset, signal)),
      settings: await readAll(fieldSettingSchema, (offset) => client.fieldSettings(project, offset, signal)),
    };
  } catch (error) {
    // A project that is gone has no words left; its own pull says so.
    if (!isConnectorError(error, 'not-visible')) throw error;
    return { sections: [], settings: [] };
  }
}

async function readAll<T>(schema: ZodType<T>, ask: Parameters<typeof everyPage>[0]): Promise<T[]> {
  const all: T[] = [];
  for await (const data of everyPage(ask)) all.push(...readRecords(schema, data, 'gid').good);
  return all;
}
