import type { RegisteredWebhook, WebhookAdmin } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { otherForm } from './boards.ts';
import type { NewWebhook, TrelloClient } from './client.ts';
import { type TrelloWebhook, webhookSchema } from './schema.ts';

/**
 * One webhook a board: a board tells more than a card does. They live as long as their token.
 *
 * Only those of this token can be listed and removed; remove them before the token is given up.
 *
 * @param how `canProve`: the app's secret is known. Without it each delivery would be refused, so none is asked for.
 */
export function createWebhookAdmin(client: TrelloClient, { canProve }: { readonly canProve: boolean }): WebhookAdmin {
  return {
    per: 'scope',
    provenBy: 'app-secret',
    async *list(_scopes, signal) {
      yield* await listWebhooks(client, signal);
    },
    async create({ scopes, callbackUrl }, signal) {
      const [scope] = scopes;
      if (!canProve)
        throw refused('its deliveries could not be proved; connect again with the secret beside the API key');
      if (!scope || scopes.length > 1) throw refused('Trello has a webhook for each board, not one for several');
      const wanted = { callbackURL: callbackUrl, idModel: scope.externalId, description: 'Plumbline' };
      const answer = await client.createWebhook(wanted, signal);
      return typeof answer === 'string' ? adopt(client, wanted, answer, signal) : readOne(answer);
    },
    // They never expire.
    refresh: async () => ({ expiresAt: null }),
    async remove(externalId, signal) {
      try {
        await client.removeWebhook(externalId, signal);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

/** A refusal because there is one already is no refusal: its id was lost, so it is looked for. */
async function adopt(
  client: TrelloClient,
  wanted: NewWebhook,
  refusal: string,
  signal: AbortSignal,
): Promise<RegisteredWebhook> {
  const isThere = refusal.includes('already exists');
  const all = isThere ? await listWebhooks(client, signal) : [];
  const same = all.find((one) => one.callbackUrl === wanted.callbackURL && one.scopeExternalId === wanted.idModel);
  if (same) return same;
  throw refused(
    refusal.includes('did not return 200')
      ? 'it could not reach our public address, which must answer a HEAD with 200'
      : 'refused with 400',
  );
}

async function listWebhooks(client: TrelloClient, signal: AbortSignal): Promise<RegisteredWebhook[]> {
  const answer = await client.webhooks(signal);
  if (!Array.isArray(answer)) throw otherForm('list webhooks');
  const { good, setAside } = readRecords(webhookSchema, answer, 'id');
  // One left out here would be made a second time.
  if (setAside.length > 0) throw otherForm('list webhooks');
  return good.map(normaliseWebhook);
}

function readOne(answer: unknown): RegisteredWebhook {
  const parsed = webhookSchema.safeParse(answer);
  if (!parsed.success) throw otherForm('create webhook');
  return normaliseWebhook(parsed.data);
}

function normaliseWebhook(webhook: TrelloWebhook): RegisteredWebhook {
  return {
    externalId: webhook.id,
    callbackUrl: webhook.callbackURL,
    scopeExternalId: webhook.idModel,
    isActive: webhook.active ?? true,
    expiresAt: null,
    trouble: troubleOf(webhook),
  };
}

function troubleOf({ active, consecutiveFailures, firstConsecutiveFailDate }: TrelloWebhook): string | null {
  const failures = consecutiveFailures ?? 0;
  if (active === false) return `Trello switched it off${failures > 0 ? ` after ${failures} failures in a row` : ''}.`;
  if (failures === 0) return null;
  const since = firstConsecutiveFailDate ? `, since ${firstConsecutiveFailDate.slice(0, 10)}` : '';
  return failures === 1 ? `The last delivery failed${since}.` : `The last ${failures} deliveries failed${since}.`;
}

/** Also where the answer was good and empty: the webhook is gone either way. */
function isGone(error: unknown): boolean {
  if (!isConnectorError(error)) return false;
  return error.status === 404 || (error.status !== null && error.status >= 200 && error.status < 300);
}

function refused(because: string): ConnectorError {
  return new ConnectorError({
    tool: 'trello',
    call: 'create webhook',
    kind: 'unexpected-answer',
    because,
    status: 400,
  });
}
