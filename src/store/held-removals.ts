import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { HeldRemovalTable } from './tables/pulls.ts';

export type HeldRemoval = Selectable<HeldRemovalTable>;

interface NewHold {
  readonly connectionId: string;
  readonly scopeId: string;
  readonly taskIds: readonly string[];
  /** How many tasks the scope had. */
  readonly ofTasks: number;
}

/** Keeps for a person's word what vanished from a scope; a later census of it says anew what is held. */
export async function holdRemoval(tx: Tx, hold: NewHold, at: Date): Promise<void> {
  await tx
    .insertInto('held_removals')
    .values({
      connection_id: hold.connectionId,
      scope_id: hold.scopeId,
      task_ids: [...hold.taskIds],
      of_tasks: hold.ofTasks,
      found_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .column('scope_id')
        .where('decided_at', 'is', null)
        .doUpdateSet((eb) => ({
          task_ids: eb.ref('excluded.task_ids'),
          of_tasks: eb.ref('excluded.of_tasks'),
          found_at: eb.ref('excluded.found_at'),
        })),
    )
    .execute();
}

/** So few are missing now that nobody needs to be asked. @returns Whether anything was held. */
export async function dropHold(tx: Tx, scopeId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('held_removals')
    .where('scope_id', '=', scopeId)
    .where('decided_at', 'is', null)
    .returning('id')
    .execute();
  return gone.length > 0;
}

/** External ids of tasks that a person said to keep although their scope no longer lists them; one read since is an ordinary task again. */
export async function listKept(db: Database | Tx, scopeId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select t.external_id as id from held_removals h join tasks t on t.id = any(h.task_ids)
    where h.scope_id = ${scopeId} and h.says = 'kept' and t.read_at <= h.decided_at`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** What waits for a person's word, oldest first. */
export async function listHolds(db: Database | Tx, connectionId: string): Promise<HeldRemoval[]> {
  return db
    .selectFrom('held_removals')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('decided_at', 'is', null)
    .orderBy('found_at')
    .orderBy('id')
    .execute();
}

/** Writes a person's word. @returns null where it is unknown or was decided before: the first word stands. */
export async function decideHold(
  tx: Tx,
  connectionId: string,
  id: number,
  word: { readonly says: 'removed' | 'kept'; readonly byName: string },
  at: Date,
): Promise<HeldRemoval | null> {
  const row = await tx
    .updateTable('held_removals')
    .set({ says: word.says, by_name: word.byName, decided_at: at })
    .where('id', '=', id)
    .where('connection_id', '=', connectionId)
    .where('decided_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}
