import { sql } from 'kysely';
import type { Cohesion, Family } from '../domain/linking/cohesion.ts';
import type { Database, Tx } from './database.ts';

/** A parent as it stands today beside what was measured of it. */
export interface MeasuredParent {
  readonly id: string;
  readonly childCount: number;
  /** Of its children's ids and titles. */
  readonly print: string;
  /** null: never measured. */
  readonly measured: { readonly print: string; readonly comparedWith: number } | null;
}

/**
 * Parents with so many children or more, by id. Children are what stands there now and is work: no mirrors, nothing gone or out of sight, and
 * no epics (an initiative gathers what is not alike, and yet carries its goal).
 */
export async function listParents(db: Database, childrenMin: number): Promise<MeasuredParent[]> {
  const { rows } = await sql<Omit<MeasuredParent, 'measured'> & { measuredPrint: string | null; comparedWith: number }>`
    select f.id, f."childCount", f.print, m.children_print as "measuredPrint", m.compared_with as "comparedWith"
    from (
      select t.parent_id as id, count(*)::int as "childCount",
        bit_xor(hashtextextended(t.id || E'\n' || t.title, 0))::text as print
      from tasks t
      where t.parent_id is not null and ${isWork()}
      group by t.parent_id having count(*) >= ${childrenMin}
    ) f
    join tasks p on p.id = f.id and p.gone_at is null
    left join parent_cohesion m on m.task_id = f.id
    order by f.id`.execute(db);
  return rows.map(({ measuredPrint, comparedWith, ...parent }) => ({
    ...parent,
    measured: measuredPrint === null ? null : { print: measuredPrint, comparedWith },
  }));
}

function isWork() {
  return sql`t.gone_at is null and t.mirror_of_id is null and t.visibility = 'visible' and coalesce(t.level, 0) <= 0`;
}

/** Titles of their children, of each at most so many, always the same ones while they stand there. */
export async function readFamilies(
  db: Database,
  parents: readonly Pick<MeasuredParent, 'id' | 'childCount'>[],
  titlesMax: number,
): Promise<Family[]> {
  const { rows } = await sql<{ id: string; titles: string[] }>`
    select p.id, array(
      select left(t.title, 300) from tasks t where t.parent_id = p.id and ${isWork()} order by md5(t.id) limit ${titlesMax}
    ) as titles
    from unnest(${parents.map(({ id }) => id)}::text[]) p(id)`.execute(db);
  const titlesOf = new Map(rows.map(({ id, titles }) => [id, titles]));
  return parents.map(({ id, childCount }) => ({ parentId: id, childCount, titles: titlesOf.get(id) ?? [] }));
}

interface StoredCohesion extends Cohesion {
  readonly childCount: number;
  readonly print: string;
  /** How many parents there were to compare with. */
  readonly comparedWith: number;
}

/** @returns Parents whose verdict is another than before: what is below them must be derived again. */
export async function storeCohesion(tx: Tx, measured: readonly StoredCohesion[], at: Date): Promise<string[]> {
  if (measured.length === 0) return [];
  const before = await tx
    .selectFrom('parent_cohesion')
    .select(['task_id', 'is_junk_drawer'])
    .where(
      'task_id',
      'in',
      measured.map(({ parentId }) => parentId),
    )
    .execute();
  const wasDrawer = new Map(before.map((row) => [row.task_id, row.is_junk_drawer]));
  // One that was deleted since it was read has nothing to measure any more.
  await sql`
    insert into parent_cohesion (task_id, child_count, children_print, cohesion, elsewhere, compared_with, is_junk_drawer,
      because, measured_at)
    select m.*, ${at} from jsonb_to_recordset(${JSON.stringify(measured.map(toRow))}::jsonb) as m(task_id text,
      child_count int, children_print text, cohesion float8, elsewhere float8, compared_with int, is_junk_drawer boolean,
      because text)
    where exists (select from tasks t where t.id = m.task_id)
    on conflict (task_id) do update set child_count = excluded.child_count, children_print = excluded.children_print,
      cohesion = excluded.cohesion, elsewhere = excluded.elsewhere, compared_with = excluded.compared_with,
      is_junk_drawer = excluded.is_junk_drawer, because = excluded.because, measured_at = excluded.measured_at`.execute(
    tx,
  );
  return measured
    .filter(({ parentId, isJunkDrawer }) => isJunkDrawer !== (wasDrawer.get(parentId) ?? false))
    .map(({ parentId }) => parentId);
}

function toRow(one: StoredCohesion) {
  return {
    ...{ task_id: one.parentId, child_count: one.childCount, children_print: one.print, cohesion: one.cohesion },
    ...{ elsewhere: one.elsewhere, compared_with: one.comparedWith },
    ...{ is_junk_drawer: one.isJunkDrawer, because: one.because },
  };
}

/** Forgets parents other than these. @returns Those of them that were junk drawers. */
export async function forgetOtherParents(tx: Tx, keptIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; wasDrawer: boolean }>`
    delete from parent_cohesion where not task_id = any(${[...keptIds]}::text[])
    returning task_id as id, is_junk_drawer as "wasDrawer"`.execute(tx);
  return rows.filter(({ wasDrawer }) => wasDrawer).map(({ id }) => id);
}
