import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { Binding } from './secrets.ts';

/** One secret as it stands in the database. */
export interface SealedRow {
  readonly table: 'connections' | 'webhooks' | 'oauth_tokens' | 'oauth_consents' | 'outgoing_webhooks';
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
  const tokens = await db
    .selectFrom('oauth_tokens as t')
    .innerJoin('connections as c', 'c.id', 't.connection_id')
    .select(['t.connection_id', 'c.base_url', 't.tokens'])
    .orderBy('t.connection_id')
    .execute();
  const consents = await db
    .selectFrom('oauth_consents')
    .select(['id', 'auth_origin', 'secret'])
    .where('secret', 'is not', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('id')
    .execute();
  const outgoing = await db.selectFrom('outgoing_webhooks').select(['id', 'url', 'secrets']).orderBy('id').execute();
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
    ...tokens.map(({ connection_id: id, base_url: baseUrl, tokens: sealed }): SealedRow => {
      return { table: 'oauth_tokens', id, binding: { connectionId: id, baseUrl, field: 'tokens' }, sealed };
    }),
    ...consents.map(({ id, auth_origin: baseUrl, secret }): SealedRow => {
      const binding: Binding = { connectionId: id, baseUrl, field: 'consent' };
      return { table: 'oauth_consents', id, binding, sealed: secret ?? '' };
    }),
    ...outgoing.flatMap(({ id, url: baseUrl, secrets }): SealedRow[] =>
      secrets === null
        ? []
        : [
            {
              table: 'outgoing_webhooks',
              id,
              binding: { connectionId: id, baseUrl, field: 'outgoing' },
              sealed: secrets,
            },
          ],
    ),
  ];
}

/** Leaves a secret alone that was replaced meanwhile. @returns Whether it was written. */
export async function replaceSealed(db: Database | Tx, { table, id, sealed }: SealedRow, by: string): Promise<boolean> {
  const { numUpdatedRows } = await update(db, table, id, sealed, by);
  return numUpdatedRows === 1n;
}

function update(db: Database | Tx, table: SealedRow['table'], id: string, sealed: string, by: string) {
  if (table === 'connections') {
    const stood = db.updateTable(table).set({ credentials: by }).where('id', '=', id).where('credentials', '=', sealed);
    return stood.executeTakeFirst();
  }
  if (table === 'oauth_tokens') {
    const stood = db
      .updateTable(table)
      .set({ tokens: by })
      .where('connection_id', '=', id)
      .where('tokens', '=', sealed);
    return stood.executeTakeFirst();
  }
  if (table === 'outgoing_webhooks') {
    return db
      .updateTable(table)
      .set({ secrets: by })
      .where('id', '=', id)
      .where('secrets', '=', sealed)
      .executeTakeFirst();
  }
  return db.updateTable(table).set({ secret: by }).where('id', '=', id).where('secret', '=', sealed).executeTakeFirst();
}
