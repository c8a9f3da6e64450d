import { sql } from 'kysely';
import type { TextExample } from '../domain/evidence/text.ts';
import type { KnownExample } from '../domain/linking/choose-examples.ts';
import type { Trust } from '../domain/linking/linker.ts';
import type { Database, Tx } from './database.ts';

/** What was learnt last. */
export interface Memory {
  /** Another one for other examples. */
  readonly version: string;
  readonly trust: Trust | null;
  /** null: never yet. */
  readonly learntAt: Date | null;
}

const NOTHING: Memory = { version: 'nothing', trust: null, learntAt: null };
/** More of a text than that tells nothing about its goal. */
const CHARACTERS_MAX = 4_000;

export async function loadMemory(db: Database | Tx): Promise<Memory> {
  const row = await db.selectFrom('linking_memory').selectAll().executeTakeFirst();
  return row ? { version: row.version, trust: row.trust, learntAt: row.learnt_at } : NOTHING;
}

/** Whether people said enough for the likelihoods of readings to be shown as percentages. */
export async function areReadingsCalibrated(db: Database | Tx): Promise<boolean> {
  const { trust } = await loadMemory(db);
  return trust?.isCalibrated ?? false;
}

export async function loadExamples(db: Database | Tx): Promise<TextExample[]> {
  const { rows } = await sql<TextExample>`
    select e.task_id as id, coalesce(t.key, t.title) as name, e.title, e.body as text, e.goal_ids as "goalIds",
      not e.is_personal as "isArranged"
    from linking_examples e join tasks t on t.id = e.task_id order by e.task_id`.execute(db);
  return rows;
}

/** These tasks as examples, with their words of today, by id. */
export async function readAsExamples(db: Database | Tx, chosen: readonly KnownExample[]): Promise<TextExample[]> {
  const { rows } = await sql<TextExample>`
    select t.id, coalesce(t.key, t.title) as name, t.title, left(t.body, ${CHARACTERS_MAX}) as text, c.goal_ids as "goalIds",
      not c.is_personal as "isArranged"
    from jsonb_to_recordset(${toJson(chosen)}::jsonb) as c(id text, goal_ids text[], is_personal boolean)
    join tasks t on t.id = c.id order by t.id`.execute(db);
  return rows;
}

/** Only these from now on. */
export async function replaceExamples(tx: Tx, examples: readonly TextExample[], memory: Memory): Promise<void> {
  await tx.deleteFrom('linking_examples').execute();
  await insertExamples(tx, examples);
  await storeMemory(tx, memory);
}

/** These beside the others, or instead of what was known of the same tasks; those of `goneIds` no more. */
export async function changeExamples(
  tx: Tx,
  examples: readonly TextExample[],
  goneIds: readonly string[],
  version: string,
): Promise<void> {
  const ids = [...goneIds, ...examples.map(({ id }) => id)];
  await sql`delete from linking_examples where task_id = any(${ids})`.execute(tx);
  await insertExamples(tx, examples);
  await tx.updateTable('linking_memory').set({ version }).execute();
}

/** A task that was deleted since it was read is an example of nothing. */
async function insertExamples(tx: Tx, examples: readonly TextExample[]): Promise<void> {
  if (examples.length === 0) return;
  await sql`
    insert into linking_examples (task_id, goal_ids, is_personal, title, body)
    select e.* from jsonb_to_recordset(${JSON.stringify(
      examples.map(({ id, goalIds, isArranged, title, text }) => ({
        ...{ id, goal_ids: goalIds, is_personal: !isArranged },
        ...{ title, body: text },
      })),
    )}::jsonb) as e(id text, goal_ids text[], is_personal boolean, title text,
      body text)
    where exists (select from tasks t where t.id = e.id)`.execute(tx);
}

async function storeMemory(tx: Tx, { version, trust, learntAt }: Memory): Promise<void> {
  const row = { version, trust: trust && JSON.stringify(trust), learnt_at: learntAt };
  await tx
    .insertInto('linking_memory')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

function toJson(chosen: readonly KnownExample[]): string {
  return JSON.stringify(
    chosen.map(({ taskId, goalIds, isPersonal }) => ({ id: taskId, goal_ids: goalIds, is_personal: isPersonal })),
  );
}
