import { sql } from 'kysely';
import type { EvidenceKind } from '../../domain/evidence.ts';
import type { Viewer } from '../../domain/person.ts';
import type { DecidedLink } from '../../domain/precision.ts';
import type { Database } from '../database.ts';
import { fromKnown, type Moment, onlySeen } from './judged.ts';

/** What people decided, and on how many links nobody can say any more what was shown. */
export interface DecidedLinks {
  readonly links: readonly DecidedLink[];
  /** Set by hand, or decided on when the link was broken: Plumbline claimed nothing there. */
  readonly leftOut: number;
}

/**
 * People's words in force at the moment, on tasks this viewer may see, each with the link as it stood when they first spoke of it: their
 * word replaces the machine's, so that what was shown is read from the period that ended then. One who changes their mind speaks again of
 * the same link.
 *
 * @param since Only what was decided after it.
 */
export async function listDecidedLinks(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  since: Date,
): Promise<DecidedLinks> {
  const { rows } = await sql<Row>`
    with recursive words as (
      select d.id, d.task_id, d.goal_id, d.says, d.at, d.at as spoken_at from link_decisions d
      where d.at > ${since} and d.at <= ${moment.at} and (d.undone_at is null or d.undone_at > ${moment.at})
        and exists (select ${fromKnown(moment)} and t.id = d.task_id and ${onlySeen(viewer)})
      union
      select w.id, w.task_id, w.goal_id, w.says, w.at, before.at from words w
      join link_decisions before on before.task_id = w.task_id and before.goal_id = w.goal_id
        and before.undone_at = w.spoken_at and before.at < w.spoken_at
    ), first_words as (select distinct on (id) * from words order by id, spoken_at)
    select w.says, w.at, l.verdict, l.likelihood, l.evidence->0->>'kind' as kind,
      ${surest(['stated', 'inherited', 'rule'])} as structural, ${surest(['learned'])} as learned
    from first_words w
    left join lateral (
      select * from links l
      where l.task_id = w.task_id and l.goal_id = w.goal_id and l.verdict in ('automatic', 'suggested')
        and l.valid_from <= w.spoken_at and (l.valid_to is null or l.valid_to >= w.spoken_at)
      order by l.valid_from, l.id limit 1
    ) l on true
    order by w.at, w.id`.execute(db);
  const links = rows.flatMap(toDecidedLink);
  return { links, leftOut: rows.length - links.length };
}

interface Row {
  readonly says: 'accepted' | 'rejected';
  readonly at: Date;
  readonly verdict: 'automatic' | 'suggested' | null;
  readonly likelihood: number | null;
  readonly kind: EvidenceKind | null;
  readonly structural: number | null;
  readonly learned: number | null;
}

function surest(kinds: readonly EvidenceKind[]) {
  return sql`(select max((e->>'likelihood')::double precision) from jsonb_array_elements(l.evidence) e
        where e->>'kind' = any(${[...kinds]}))`;
}

function toDecidedLink({ says, at, verdict, likelihood, kind, structural, learned }: Row): DecidedLink[] {
  if (likelihood === null || kind === null) return [];
  const isAutomatic = verdict === 'automatic';
  return [{ at: at.getTime(), isRight: says === 'accepted', isAutomatic, likelihood, kind, structural, learned }];
}
