import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { WebhookTable } from './tables/pulls.ts';

/** One address that a tool calls. */
export interface StoredWebhook {
  readonly id: string;
  readonly connectionId: string;
  /** null: it tells of all scopes of the connection. */
  readonly scopeId: string | null;
  /** null until the tool has answered. */
  readonly externalId: string | null;
  /** As registered, byte for byte. */
  readonly callbackUrl: string;
  readonly state: WebhookTable['state'];
  /** For a `SecretBox`. */
  readonly sealedSecret: string | null;
  readonly handshakeUntil: Date | null;
  readonly expiresAt: Date | null;
  /** Scopes it was told to watch, sorted; empty until it was. */
  readonly scopeIds: readonly string[];
}

export async function listWebhooks(db: Database | Tx, connectionId: string): Promise<StoredWebhook[]> {
  const rows = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toWebhook);
}

function toWebhook(row: Selectable<WebhookTable>): StoredWebhook {
  return {
    id: row.id,
    connectionId: row.connection_id,
    scopeId: row.scope_id,
    externalId: row.external_id,
    callbackUrl: row.callback_url,
    state: row.state,
    sealedSecret: row.secret,
    handshakeUntil: row.handshake_until,
    expiresAt: row.expires_at,
    scopeIds: row.scope_ids,
  };
}

export interface NewWebhook {
  readonly id: string;
  readonly connectionId: string;
  readonly scopeId: string | null;
  readonly callbackUrl: string;
}

/** Before the tool is asked: what it calls while it is being asked must be known here. One that stands already stays. */
export async function insertWebhook(db: Database | Tx, webhook: NewWebhook, at: Date): Promise<void> {
  await sql`
    insert into webhooks (id, connection_id, scope_id, callback_url, state, created_at)
    values (${webhook.id}, ${webhook.connectionId}, ${webhook.scopeId}, ${webhook.callbackUrl}, 'creating', ${at})
    on conflict (connection_id, coalesce(scope_id, '')) do nothing`.execute(db);
}

/** For as long as our own call waits, the tool may hand over a secret. */
export async function openWebhook(db: Database | Tx, id: string, handshakeUntil: Date): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ state: 'creating', handshake_until: handshakeUntil })
    .where('id', '=', id)
    .execute();
}

/** The tool has it: from now on nobody may hand over a secret. */
export async function keepWebhook(
  db: Database | Tx,
  id: string,
  as: { readonly externalId: string; readonly expiresAt: Date | null; readonly trouble: string | null },
): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({
      state: 'active',
      external_id: as.externalId,
      expires_at: as.expiresAt,
      trouble: as.trouble,
      handshake_until: null,
    })
    .where('id', '=', id)
    .execute();
}

/** What a new registration watches, and the secret we chose for it unless the tool has handed over its own. */
export async function noteRegistered(
  db: Database | Tx,
  id: string,
  as: { readonly scopeIds: readonly string[]; readonly sealedSecret: string | null },
): Promise<void> {
  await db
    .updateTable('webhooks')
    .set((eb) => ({ scope_ids: [...as.scopeIds], secret: eb.fn.coalesce('secret', eb.val(as.sealedSecret)) }))
    .where('id', '=', id)
    .execute();
}

export async function noteRefreshed(db: Database | Tx, id: string, expiresAt: Date | null, at: Date): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ expires_at: expiresAt, refreshed_at: at, trouble: null })
    .where('id', '=', id)
    .execute();
}

/** @param trouble One sentence. */
export async function failWebhook(db: Database | Tx, id: string, trouble: string): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ state: 'failed', trouble, handshake_until: null })
    .where('id', '=', id)
    .execute();
}

/** A handed-over secret is kept only while our own call waits and there is none: it can never replace one. */
export async function keepHandedSecret(db: Database | Tx, id: string, sealed: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('webhooks')
    .set({ secret: sealed })
    .where('id', '=', id)
    .where('secret', 'is', null)
    .where('handshake_until', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteWebhook(db: Database | Tx, id: string): Promise<void> {
  await db.deleteFrom('webhooks').where('id', '=', id).execute();
}

/** A delivery of it was proved: one that a person made in the tool, which never told us its id, works from now on. */
export async function noteWebhookHeard(db: Database | Tx, id: string, at: Date): Promise<void> {
  await sql`
    update webhooks
    set last_delivery_at = ${at}, state = case when secret is not null and external_id is null then 'active' else state end
    where id = ${id}`.execute(db);
}

/** Another choice of scopes: the webhooks of this one's connection are looked after now, and not when they are due next. */
export async function hastenWebhooks(tx: Tx, scopeId: string, now: Date): Promise<void> {
  await sql`
    update schedules set due_at = ${now}
    from scopes s
    where s.id = ${scopeId} and schedules.name = 'webhooks ' || s.connection_id and schedules.due_at > ${now}`.execute(
    tx,
  );
}
