import type { RegisteredWebhook, ScopeRef, WantedWebhook, WebhookAdmin } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient } from './client.ts';
import { everyPage } from './lists.ts';
import { readWorkspaces } from './pull-shared.ts';
import { type AsanaWebhook, webhookSchema } from './schema.ts';

/**
 * What a project's webhook tells of. Comments and attachments are left out: they change nothing that we keep. So are sections: an event
 * on a renamed one does not say of which project it is, and the change feed does.
 */
const FILTERS = [
  ...['added', 'changed', 'removed', 'deleted', 'undeleted'].map((action) => ({ resource_type: 'task', action })),
  ...['changed', 'removed', 'deleted', 'undeleted'].map((action) => ({ resource_type: 'project', action })),
];

/**
 * Asana has a webhook for each project (those of a workspace or a team carry no task events) and hands over its secret by calling the
 * target while `create` waits; the secret we would choose is not asked for. They live until Asana gave up on the target for a day.
 */
export function createWebhookAdmin(client: AsanaClient): WebhookAdmin {
  return {
    per: 'scope',
    provenBy: 'handed-secret',
    list: (scopes, signal) => listWebhooks(client, scopes, signal),
    create: (wanted, signal) => createWebhook(client, wanted, signal),
    refresh: async () => ({ expiresAt: null }),
    remove: (externalId, signal) => removeWebhook(client, externalId, signal),
  };
}

/** Asked of each workspace, in pages; of one project where only one is meant. */
async function* listWebhooks(
  client: AsanaClient,
  scopes: readonly ScopeRef[],
  signal: AbortSignal,
): AsyncGenerator<RegisteredWebhook> {
  const resource = scopes.length === 1 ? (scopes[0]?.externalId ?? null) : null;
  for (const workspace of await readWorkspaces(client, signal)) {
    for await (const data of everyPage((offset) => client.webhooks(workspace, resource, offset, signal))) {
      yield* readRecords(webhookSchema, data, 'gid').good.map(describeWebhook);
    }
  }
}

/**
 * A second one with the same project and target is refused with 403: then the first is there, and is ours to go on with (n8n issue 133).
 * It keeps the secret of its own handshake; no other is handed over.
 */
async function createWebhook(
  client: AsanaClient,
  { scopes, callbackUrl }: WantedWebhook,
  signal: AbortSignal,
): Promise<RegisteredWebhook> {
  const [scope] = scopes;
  if (!scope || scopes.length > 1) throw new Error('A webhook of Asana is of exactly one project.');
  try {
    return readCreated(await client.createWebhook(scope.externalId, callbackUrl, FILTERS, signal));
  } catch (error) {
    if (!isConnectorError(error, 'not-visible') || error.status !== 403) throw error;
    for await (const webhook of listWebhooks(client, [scope], signal)) {
      if (webhook.callbackUrl === callbackUrl && webhook.scopeExternalId === scope.externalId) return webhook;
    }
    throw error;
  }
}

function readCreated(answer: unknown): RegisteredWebhook {
  const parsed = webhookSchema.safeParse(answer);
  if (parsed.success) return describeWebhook(parsed.data);
  throw new ConnectorError({
    tool: 'asana',
    call: 'create webhook',
    kind: 'unexpected-answer',
    because: 'the answer has another form',
  });
}

async function removeWebhook(client: AsanaClient, gid: string, signal: AbortSignal): Promise<void> {
  try {
    await client.removeWebhook(gid, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible') || error.status !== 404) throw error;
  }
}

function describeWebhook(webhook: AsanaWebhook): RegisteredWebhook {
  return {
    externalId: webhook.gid,
    callbackUrl: webhook.target,
    scopeExternalId: webhook.resource?.gid ?? null,
    isActive: webhook.active ?? false,
    expiresAt: null,
    trouble: troubleOf(webhook),
  };
}

const CONTENT_MAX = 120;

/** null once a delivery succeeded again. The content is what our own address, or what stands before it, answered. */
function troubleOf(webhook: AsanaWebhook): string | null {
  const { last_failure_at: failedAt, last_success_at: succeededAt, last_failure_content: content } = webhook;
  if (!failedAt || (succeededAt && Date.parse(succeededAt) >= Date.parse(failedAt))) return null;
  const answered = content?.replace(/\s+/g, ' ').trim().slice(0, CONTENT_MAX);
  const removedAt = webhook.failure_deletion_timestamp;
  return [
    `Its last delivery failed at ${failedAt}`,
    answered ? `: ${answered}` : '',
    removedAt ? `; Asana removes it at ${removedAt} unless one succeeds` : '',
  ].join('');
}
