import type { Database } from '../store/database.ts';
import { summariseWebhooks, type WebhookSummary } from '../store/views/webhooks.ts';

const DAY_MS = 86_400_000;

/** How each connection hears of changes. */
export async function readWebhooks(db: Database, now: number) {
  const summaries = await summariseWebhooks(db, new Date(now - DAY_MS));
  return (connectionId: string) => toWebhooksView(summaries.get(connectionId));
}

export type WebhooksView = ReturnType<typeof toWebhooksView>;

function toWebhooksView(summary: WebhookSummary | undefined) {
  return {
    mode: summary && summary.active > 0 ? ('webhooks' as const) : ('polling' as const),
    state: stateOf(summary),
    expiresAt: summary?.expiresAt?.toISOString() ?? null,
    lastDeliveryAt: summary?.lastDeliveryAt?.toISOString() ?? null,
    trouble: summary?.trouble ?? null,
    refused24h: summary?.refused ?? 0,
    waiting: summary?.waiting ?? 0,
  };
}

/** The worst of them; null where there is none. */
function stateOf(summary: WebhookSummary | undefined): 'active' | 'creating' | 'failed' | null {
  if (!summary) return null;
  if (summary.failed > 0) return 'failed';
  if (summary.creating > 0) return 'creating';
  return summary.active > 0 ? 'active' : null;
}
