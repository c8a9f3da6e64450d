import { type Insertable, type Selectable, sql } from 'kysely';
import type { ThresholdName } from '../domain/threshold.ts';
import type { Database, Tx } from './database.ts';
import { loadMemory } from './examples.ts';
import type { ThresholdMoveTable } from './tables/linking.ts';

export type StoredMove = Selectable<ThresholdMoveTable>;

/** Where each threshold was moved to; null: it is as the organisation set it. */
export async function loadMovedThresholds(db: Database | Tx): Promise<Readonly<Record<ThresholdName, number | null>>> {
  const { rows } = await sql<{ name: ThresholdName; moved_to: number | null }>`
    select distinct on (name) name, moved_to from threshold_moves order by name, id desc`.execute(db);
  const moved = new Map(rows.map((row) => [row.name, row.moved_to]));
  return { structural: moved.get('structural') ?? null, learned: moved.get('learned') ?? null };
}

/** All there were, oldest first. */
export async function listThresholdMoves(db: Database | Tx, name: ThresholdName): Promise<StoredMove[]> {
  return db.selectFrom('threshold_moves').selectAll().where('name', '=', name).orderBy('id').execute();
}

export async function insertThresholdMove(tx: Tx, move: Insertable<ThresholdMoveTable>): Promise<void> {
  await tx.insertInto('threshold_moves').values(move).execute();
}

/** From which likelihood on each kind of link stands without asking as the organisation set it, or as its examples promise it; null: never. */
export async function readSetThresholds(db: Database | Tx): Promise<Readonly<Record<ThresholdName, number | null>>> {
  const settings = await db.selectFrom('settings').select('automatic_threshold').executeTakeFirstOrThrow();
  const { trust } = await loadMemory(db);
  return { structural: settings.automatic_threshold, learned: trust?.automatic?.from ?? null };
}
