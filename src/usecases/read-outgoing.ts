import type { Database } from '../store/database.ts';
import { countChanges } from '../store/outgoing-changes.ts';
import { listOutgoingDeliveries } from '../store/outgoing-deliveries.ts';
import { findOutgoing, listOutgoing } from '../store/outgoing-webhooks.ts';
import { BadCursorError } from '../store/views/tasks.ts';
import { UseCaseError } from './errors.ts';

/** The programs that are told of changes, in the order they were added; never what their calls are signed with. */
export async function readOutgoing(db: Database) {
  const waiting = await countChanges(db);
  return {
    items: (await listOutgoing(db)).map((one) => ({
      id: one.id,
      url: one.url,
      events: [...one.events],
      state: one.state,
      madeAt: one.madeAt.toISOString(),
      madeBy: one.madeBy,
      deliveredAt: one.deliveredAt?.toISOString() ?? null,
      failingSince: one.failingSince?.toISOString() ?? null,
      waiting: waiting.get(one.id) ?? 0,
    })),
  };
}

/** What was sent to one of them and what came of it, newest first. @throws UseCaseError `no-such-webhook`; BadCursorError */
export async function readOutgoingDeliveries(
  db: Database,
  webhookId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const before = page.cursor === undefined ? null : Number(page.cursor);
  if (before !== null && !Number.isSafeInteger(before)) throw new BadCursorError();
  if (!(await findOutgoing(db, webhookId))) {
    throw new UseCaseError('no-such-webhook', 'There is no such webhook.', { isNotFound: true });
  }
  const rows = await listOutgoingDeliveries(db, webhookId, { before, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return {
    items: shown.map((row) => ({
      id: row.id,
      messageId: row.messageId,
      type: row.type,
      madeAt: row.madeAt.toISOString(),
      items: row.count,
      hidden: row.hidden,
      state: row.state,
      attempts: row.attempts,
      status: row.status,
      trouble: row.trouble,
      retryAt: row.state === 'waiting' ? row.retryAt.toISOString() : null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
    })),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.id) : null,
  };
}
