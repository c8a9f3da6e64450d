import type { Database } from '../../src/store/database.ts';

export interface DeliveryRow {
  readonly connectionId: string;
  readonly webhookId: string | null;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A delivery as if it had been proved and stored; nobody is told. */
export async function storeDelivery(db: Database, row: DeliveryRow, at: Date): Promise<void> {
  await db
    .insertInto('deliveries')
    .values({
      connection_id: row.connectionId,
      webhook_id: row.webhookId,
      delivery_key: row.key,
      received_at: at,
      headers: JSON.stringify(row.headers),
      body: row.body,
      state: 'stored',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
