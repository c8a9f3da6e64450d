import type { Database } from '../store/database.ts';
import { listDeliveries, storeAgain } from '../store/deliveries.ts';
import { UseCaseError } from './errors.ts';
import { requireConnection } from './read-connections.ts';

export interface DeliveryFilter {
  readonly connection?: string | undefined;
  readonly state?: 'stored' | 'done' | 'failed' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The log of deliveries, newest first: what became of each, never what it holds. @throws UseCaseError `no-such-connection` */
export async function readDeliveries(db: Database, filter: DeliveryFilter) {
  if (filter.connection !== undefined) await requireConnection(db, filter.connection);
  const which = { connectionId: filter.connection ?? null, state: filter.state ?? null };
  const found = await listDeliveries(db, which, filter);
  return {
    items: found.rows.map((row) => ({
      id: row.id,
      connectionId: row.connection_id,
      receivedAt: row.received_at.toISOString(),
      state: row.state,
      attempts: row.attempts,
      processedAt: row.processed_at?.toISOString() ?? null,
      changed: row.changed,
      deleted: row.deleted,
      ignored: row.ignored.map(({ reason }) => reason),
      error: row.error,
    })),
    nextCursor: found.nextCursor,
  };
}

export interface RedeliverInput {
  readonly connectionId: string;
  readonly ids?: readonly number[] | undefined;
  /** Received at or after this instant, and before that one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Works on deliveries once more: these, or those of a range. Since each is only a hint, that reads again and never does harm.
 *
 * @throws UseCaseError `no-such-connection`, `nothing-named`
 */
export async function redeliver(
  deps: { readonly db: Database; readonly onDelivery: (connectionId: string) => void },
  { connectionId, ids, from, to }: RedeliverInput,
): Promise<{ redelivered: number }> {
  await requireConnection(deps.db, connectionId);
  if (!ids && !from && !to)
    throw new UseCaseError('nothing-named', 'Name deliveries by id, or a range by from and to.');
  const redelivered = await storeAgain(deps.db, connectionId, {
    ids: ids ?? null,
    from: from ? new Date(from) : null,
    to: to ? new Date(to) : null,
  });
  if (redelivered > 0) deps.onDelivery(connectionId);
  return { redelivered };
}
