import { sql } from 'kysely';
import { STANDING_OF } from '../domain/alignment.ts';
import { FLAG_STATES } from '../domain/flag.ts';
import type { ThemeTask } from '../domain/themes.ts';
import type { Database, Tx } from './database.ts';

/** More of a title than that tells nothing about its theme. */
const TITLE_CHARACTERS_MAX = 300;
const UNALIGNED = FLAG_STATES.filter((state) => STANDING_OF[state] === 'unaligned');

/** Live countable tasks without a why after this one, by id; `after` null begins. */
export async function listUnalignedTitles(db: Database, after: string | null, limit: number): Promise<ThemeTask[]> {
  const { rows } = await sql<ThemeTask>`
    select t.id, left(t.title, ${TITLE_CHARACTERS_MAX}) as title
    from flags f
    join task_periods p on p.task_id = f.task_id and p.valid_to is null and p.is_countable and p.is_live
    join tasks t on t.id = f.task_id
    where f.valid_to is null and f.state = any(${UNALIGNED}) and t.gone_at is null and t.visibility = 'visible'
      and f.task_id > ${after ?? ''}
    order by f.task_id limit ${limit}`.execute(db);
  return rows;
}

export interface StoredTheme {
  readonly id: string;
  /** What its tasks have in common, the most telling first. */
  readonly stems: readonly string[];
  readonly taskIds: readonly string[];
}

export async function listThemes(db: Database | Tx): Promise<StoredTheme[]> {
  const { rows } = await sql<StoredTheme>`
    select h.id, h.stems, array_agg(x.task_id order by x.task_id) as "taskIds"
    from themes h join theme_tasks x on x.theme_id = h.id group by h.id order by h.id`.execute(db);
  return rows;
}

/** Of two runs at once the second waits, or each would leave half of its themes. */
export async function holdThemes(tx: Tx): Promise<void> {
  await sql`lock table themes in share row exclusive mode`.execute(tx);
}

/** Puts these in place of the themes so far; only what is another is written. A task that is gone since is left out. */
export async function replaceThemes(tx: Tx, themes: readonly StoredTheme[], at: Date): Promise<void> {
  const ids = themes.map(({ id }) => id);
  await sql`delete from themes where not id = any(${ids}::text[])`.execute(tx);
  await sql`
    insert into themes (id, stems, since, found_at)
    select h.id, h.stems, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(themes.map(({ id, stems }) => ({ id, stems })))}::jsonb) as h(id text, stems jsonb)
    on conflict (id) do update set stems = excluded.stems, found_at = excluded.found_at
    where themes.stems <> excluded.stems`.execute(tx);
  const pairs = themes.flatMap(({ id, taskIds }) => taskIds.map((taskId): [string, string] => [taskId, id]));
  const taskIds = pairs.map(([taskId]) => taskId);
  await sql`delete from theme_tasks where not task_id = any(${taskIds}::text[])`.execute(tx);
  await sql`
    insert into theme_tasks (task_id, theme_id)
    select x.task_id, x.theme_id
    from unnest(${taskIds}::text[], ${pairs.map(([, id]) => id)}::text[]) as x(task_id, theme_id)
    where exists (select from tasks t where t.id = x.task_id)
    on conflict (task_id) do update set theme_id = excluded.theme_id
    where theme_tasks.theme_id <> excluded.theme_id`.execute(tx);
}
