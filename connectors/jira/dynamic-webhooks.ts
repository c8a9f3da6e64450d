import { z } from 'zod';
import type { RegisteredWebhook, WebhookAdmin } from '../connector.ts';
import { type Call, fail } from './call.ts';
import { readInstant } from './instants.ts';
import { filterOf, WANTED_EVENTS } from './webhook-wish.ts';

const PER_PAGE = 100;

// The document says a number of ms, and its own example a date.
const instantSchema = z.union([z.string(), z.number()]);
const webhookSchema = z.object({
  id: z.number(),
  url: z.string().nullish(),
  expirationDate: instantSchema.nullish(),
});
const pageSchema = z.object({ values: z.array(webhookSchema), isLast: z.boolean().nullish() });
const createdSchema = z.object({
  webhookRegistrationResult: z
    .array(z.object({ createdWebhookId: z.number().nullish(), errors: z.array(z.string()).nullish() }))
    .length(1),
});
const refreshedSchema = z.object({ expirationDate: instantSchema });

/**
 * Webhooks of an OAuth app: they live for 30 days unless they are refreshed, all of an app have one address, and are signed with the app's
 * secret, so that the one we chose is not needed.
 */
export function createDynamicWebhooks(call: Call, now: () => number = Date.now): WebhookAdmin {
  /** The tool's own word on how long they live; a new one does not come with it. */
  async function refresh(externalIds: readonly string[], signal: AbortSignal): Promise<{ expiresAt: number | null }> {
    if (externalIds.length === 0) return { expiresAt: null };
    const webhookIds = externalIds.map(toId);
    const { expirationDate } = await call('refresh webhooks', refreshedSchema, signal, (sdk, client) =>
      sdk.refreshWebhooks(client, { webhookIds }),
    );
    return { expiresAt: readInstant(expirationDate) };
  }

  return {
    per: 'connection',
    provenBy: 'app-secret',
    async *list(_scopes, signal) {
      for (let startAt = 0; ; ) {
        const page = await call('list webhooks', pageSchema, signal, (sdk, client) =>
          sdk.getDynamicWebhooksForApp(client, { startAt, maxResults: PER_PAGE }),
        );
        for (const webhook of page.values) yield toRegistered(webhook, now());
        startAt += page.values.length;
        if (page.isLast !== false || page.values.length === 0) return;
      }
    },
    async create({ scopes, callbackUrl }, signal) {
      const webhooks = [{ jqlFilter: filterOf(scopes), events: [...WANTED_EVENTS] }];
      const { webhookRegistrationResult } = await call(
        'create webhook',
        createdSchema,
        signal,
        (sdk, client) => sdk.registerDynamicWebhooks(client, { url: callbackUrl, webhooks }),
        { isWrite: true },
      );
      const id = webhookRegistrationResult[0]?.createdWebhookId ?? null;
      // Answered with 200 all the same; its words may quote the query.
      if (id === null) throw fail('create webhook', 'unexpected-answer', 'the webhook was refused');
      const { expiresAt } = await refresh([String(id)], signal);
      return { ...toRegistered({ id, url: callbackUrl }, now()), expiresAt };
    },
    refresh,
    async remove(externalId, signal) {
      const webhookIds = [toId(externalId)];
      await call(
        'remove webhook',
        z.unknown(),
        signal,
        (sdk, client) => sdk.deleteWebhookById(client, { webhookIds }),
        // Of one that is gone already Jira says nothing; a site that says 404 means the same.
        { accept: [404] },
      );
    },
  };
}

function toId(externalId: string): number {
  if (/^\d+$/.test(externalId)) return Number(externalId);
  throw fail('manage webhooks', 'not-visible', 'not an id of a webhook');
}

function toRegistered({ id, url, expirationDate }: z.infer<typeof webhookSchema>, now: number): RegisteredWebhook {
  const expiresAt = readInstant(expirationDate);
  return {
    externalId: String(id),
    callbackUrl: url ?? '',
    scopeExternalId: null,
    isActive: expiresAt === null || expiresAt > now,
    expiresAt,
    trouble: null,
  };
}
