import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { holdContextAlone } from './stale.ts';

export interface TaskWords {
  readonly taskId: string;
  /** Of the title, each once, sorted. */
  readonly stems: readonly string[];
}

/** Equal ones touch nothing. */
export async function saveTaskWords(tx: Tx, words: readonly TaskWords[]): Promise<void> {
  if (words.length === 0) return;
  await sql`
    insert into task_words (task_id, stems)
    select task_id, array(select jsonb_array_elements_text(stems))
    from jsonb_to_recordset(${JSON.stringify(
      words.map(({ taskId, stems }) => ({ task_id: taskId, stems })),
    )}::jsonb) as f(task_id text, stems jsonb)
    on conflict (task_id) do update set stems = excluded.stems where task_words.stems is distinct from excluded.stems`.execute(
    tx,
  );
}

const ALIKE_MAX = 200;
/** Some of those whose words are kept hang on a goal by now. */
const LOOKED_AT_MAX = 600;

/**
 * Marks those tasks that hang on no goal and whose titles share most with these stems, a rare one counting for more.
 *
 * @returns How many; those stale already are not counted.
 */
export async function markAlikeStale(tx: Tx, stems: readonly string[], at: Date): Promise<number> {
  if (stems.length === 0) return 0;
  await holdContextAlone(tx);
  const { numAffectedRows } = await sql`
    with said as (
      select s.stem, w.task_id from unnest(${[...stems]}::text[]) as s(stem) join task_words w on w.stems @> array[s.stem]
    ),
    telling as (select stem, 1 / (1 + ln(count(*))) as weight from said group by stem),
    nearest as materialized (
      select task_id, sum(weight) as weight from said join telling using (stem)
      group by task_id order by weight desc, task_id limit ${LOOKED_AT_MAX}
    ),
    alike as (
      select task_id from nearest n
      where exists (select from flags f where f.task_id = n.task_id and f.valid_to is null and f.state <> 'aligned')
      order by weight desc, task_id limit ${ALIKE_MAX}
    )
    update tasks set stale_at = ${at} where stale_at is null and id in (select task_id from alike)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
