import type { Database } from './database.ts';

export type KeyState =
  | { readonly is: 'new' }
  | { readonly is: 'running' }
  | { readonly is: 'other-request' }
  | { readonly is: 'answered'; readonly status: number; readonly body: unknown };

export interface KeyedCall {
  readonly personId: string;
  readonly key: string;
  readonly call: string;
  readonly requestHash: string;
}

/** Claims a key for one call. A key whose call died unanswered can be claimed again after a minute. */
export async function claimKey(db: Database, call: KeyedCall, at: Date): Promise<KeyState> {
  await db
    .deleteFrom('idempotency_keys')
    .where((eb) =>
      eb.or([
        eb('created_at', '<', new Date(at.getTime() - 86_400_000)),
        eb.and([eb('status', 'is', null), eb('created_at', '<', new Date(at.getTime() - 60_000))]),
      ]),
    )
    .execute();
  const inserted = await db
    .insertInto('idempotency_keys')
    .values({
      key: call.key,
      person_id: call.personId,
      call: call.call,
      request_hash: call.requestHash,
      status: null,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (inserted) return { is: 'new' };
  const row = await db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('key', '=', call.key)
    .where('person_id', '=', call.personId)
    .executeTakeFirst();
  if (!row) return { is: 'running' };
  if (row.call !== call.call || row.request_hash !== call.requestHash) return { is: 'other-request' };
  return row.status === null ? { is: 'running' } : { is: 'answered', status: row.status, body: row.body };
}

export async function saveAnswer(db: Database, call: KeyedCall, status: number, body: string): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ status, body })
    .where('key', '=', call.key)
    .where('person_id', '=', call.personId)
    .execute();
}

/** Gives the key free: the call failed on our side, and may be made again. */
export async function releaseKey(db: Database, call: KeyedCall): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('key', '=', call.key).where('person_id', '=', call.personId).execute();
}
