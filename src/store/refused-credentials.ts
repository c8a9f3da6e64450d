import type { Connection } from './connections.ts';
import type { Tx } from './database.ts';

/**
 * Takes a connection out of work until it is given other credentials. A pause that a person asked for stays one.
 *
 * @returns False where it has other credentials already, or is gone: nothing was changed.
 */
export async function refuseCredentials(
  tx: Tx,
  { id, sealedCredentials }: Pick<Connection, 'id' | 'sealedCredentials'>,
  error: { kind: string; message: string; at: string; retryAt: string | null },
): Promise<boolean> {
  const row = await tx
    .updateTable('connections')
    .set((eb) => ({
      state: eb
        .case()
        .when('state', '=', 'paused')
        .then('paused' as const)
        .else('unauthorised' as const)
        .end(),
      last_error: JSON.stringify(error),
    }))
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .where('credentials', 'is not distinct from', sealedCredentials)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
