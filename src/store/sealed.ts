import type { Database, Tx } from './database.ts';
import type { Binding } from './secrets.ts';

/** One secret as it stands in the database. */
export interface SealedRow {
  readonly table: 'connections' | 'webhooks';
  readonly id: string;
  readonly binding: Binding;
  readonly sealed: string;
}

/** Every secret there is, for proving that each opens and for sealing it with another key. */
export async function listSealed(db: Database | Tx): Promise<SealedRow[]> {
  const connections = await db
    .selectFrom('connections')
    .select(['id', 'base_url', 'credentials'])
    .orderBy('id')
    .execute();
  const webhooks = await db
    .selectFrom('webhooks as w')
    .innerJoin('connections as c', 'c.id', 'w.connection_id')
    .select(['w.id', 'w.connection_id', 'c.base_url', 'w.secret'])
    .orderBy('w.id')
    .execute();
  return [
    ...connections.flatMap(({ id, base_url: baseUrl, credentials }): SealedRow[] =>
      credentials === null
        ? []
        : [{ table: 'connections', id, binding: { connectionId: id, baseUrl }, sealed: credentials }],
    ),
    ...webhooks.flatMap(({ id, connection_id: connectionId, base_url: baseUrl, secret }): SealedRow[] =>
      secret === null
        ? []
        : [{ table: 'webhooks', id, binding: { connectionId, baseUrl, field: 'webhook' }, sealed: secret }],
    ),
  ];
}

/** Leaves a secret alone that was replaced meanwhile. @returns Whether it was written. */
export async function replaceSealed(db: Database | Tx, { table, id, sealed }: SealedRow, by: string): Promise<boolean> {
  const result =
    table === 'connections'
      ? await db
          .updateTable('connections')
          .set({ credentials: by })
          .where('id', '=', id)
          .where('credentials', '=', sealed)
          .executeTakeFirst()
      : await db
          .updateTable('webhooks')
          .set({ secret: by })
          .where('id', '=', id)
          .where('secret', '=', sealed)
          .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
