import { z } from 'zod';
import type { RegisteredWebhook, WantedWebhook, WebhookAdmin } from '../connector.ts';
import type { Transport } from '../http.ts';
import { fail, readAs } from './call.ts';
import { filterOf, WANTED_EVENTS } from './webhook-wish.ts';

// Not in Jira's OpenAPI document and so not in jira.js. Source: Jira Cloud platform, "Webhooks", "Registering a webhook", read 2026-11-22.
const PATH = '/rest/webhooks/1.0/webhook';
const NAME = 'Plumbline';

const webhookSchema = z.object({
  url: z.string(),
  /** Its own address, which ends with its id. */
  self: z.string().regex(/\/\d+\/?$/),
  enabled: z.boolean().nullish(),
  isSigned: z.boolean().nullish(),
});

/** Webhooks an administrator's account registers: one for the connection, signed with a secret of ours, living until it is removed. */
export function createAdminWebhooks(transport: Transport): WebhookAdmin {
  return {
    per: 'connection',
    provenBy: 'own-secret',
    async *list(_scopes, signal) {
      const { body } = await transport.json('list webhooks', { method: 'GET', path: PATH }, signal);
      // A webhook of somebody else's in another form hides none of ours.
      for (const raw of readAs('list webhooks', z.array(z.unknown()), body)) {
        const webhook = webhookSchema.safeParse(raw);
        if (webhook.success) yield toRegistered(webhook.data);
      }
    },
    async create(wanted, signal) {
      const request = { method: 'POST', path: PATH, body: toBody(wanted) } as const;
      const { body } = await transport.json('create webhook', request, signal);
      return toRegistered(readAs('create webhook', webhookSchema, body));
    },
    async refresh() {
      return { expiresAt: null };
    },
    async remove(externalId, signal) {
      if (!/^\d+$/.test(externalId)) throw fail('remove webhook', 'not-visible', 'not an id of a webhook');
      const request = { method: 'DELETE', path: `${PATH}/${externalId}`, accept: [404] } as const;
      await transport.json('remove webhook', request, signal);
    },
  };
}

function toBody({ scopes, callbackUrl, secret }: WantedWebhook) {
  return {
    name: NAME,
    url: callbackUrl,
    events: WANTED_EVENTS,
    filters: { 'issue-related-events-section': filterOf(scopes) },
    // Without its body a delivery does not say which issue it is about.
    excludeBody: false,
    secret,
  };
}

function toRegistered({ url, self, enabled, isSigned }: z.infer<typeof webhookSchema>): RegisteredWebhook {
  return {
    externalId: /\d+(?=\/?$)/.exec(self)?.[0] ?? '',
    callbackUrl: url,
    scopeExternalId: null,
    isActive: enabled !== false,
    expiresAt: null,
    trouble: isSigned === false ? 'It has no secret, so that each of its deliveries is refused.' : null,
  };
}
