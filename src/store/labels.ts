import { type RawBuilder, sql } from 'kysely';
import type { TaskLabel } from '../domain/linking/known-goals.ts';
import type { Viewer } from '../domain/person.ts';
import type { Database, Tx } from './database.ts';
import { fromKnown, type Moment, maySee } from './views/judged.ts';

export interface LabelRow extends TaskLabel {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** More of a text than that tells nothing about its goal. */
const CHARACTERS_MAX = 4_000;
const PAGE = 5_000;

/**
 * The tasks that something is known of and that this viewer may see, by id, page by page.
 *
 * @param today The organisation's day, on which a decision is in force.
 */
export async function* listLabels(
  db: Database,
  viewer: Viewer,
  moment: Moment & { readonly today: string },
): AsyncGenerator<LabelRow[]> {
  let after = '';
  for (;;) {
    const rows = await readPage(db, viewer, moment, after);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

async function readPage(
  db: Database,
  viewer: Viewer,
  moment: Moment & { readonly today: string },
  after: string,
): Promise<LabelRow[]> {
  const { rows } = await sql<LabelRow>`
    select t.id, t.title, left(t.body, ${CHARACTERS_MAX}) as body, ${known(moment.today)}
    ${fromKnown(moment)} and t.id > ${after} and ${maySee(viewer)} and ${isLabelled()}
    order by t.id limit ${PAGE}`.execute(db);
  return rows;
}

/** A task of which something is known, without its words. */
export interface KnownTask extends TaskLabel {
  readonly id: string;
}

/**
 * All tasks that something is known of, as far as no reading of texts had a part in it: a suggestion by how a task reads does not make
 * a person's "no" any less known, or what is learnt would hang on what was learnt before. Nothing is known of a task whose sources
 * disagree, until a person says which is meant. What stands in no scope that is read teaches nothing: it may be long out of date.
 */
export async function listKnown(
  db: Database | Tx,
  today: string,
  ids: readonly string[] | null = null,
): Promise<KnownTask[]> {
  const moment = { at: new Date(0), weekStart: new Date(0), isNow: true };
  const { rows } = await sql<KnownTask>`
    select t.id, ${known(today, sql`and (l.verdict = 'broken' or ${isByStructure()})`)}
    ${fromKnown(moment)} ${ids ? sql`and t.id = any(${[...ids]})` : sql``} and ${isLabelled()}
      and coalesce(s.is_selected and not s.is_archived, true)
      and (f.next_action is distinct from 'choose-goal' or cardinality(${decided('accepted')}) > 0)`.execute(db);
  return rows;
}

/** Everybody the organisation or its tools name. */
export async function listNames(db: Database): Promise<{ name: string; email: string | null }[]> {
  return db
    .selectFrom('people')
    .select(['name', sql<string | null>`email`.as('email')])
    .union(db.selectFrom('accounts').select(['name', 'email']))
    .execute();
}

/** @param andLink What a link must be beside open, for its task to count as asked about. */
function known(today: string, andLink: RawBuilder<unknown> = sql``) {
  return sql`${decided('accepted')} as accepted, ${decided('rejected')} as rejected, ${structural()} as structural,
      exists (select from links l where l.task_id = t.id and l.valid_to is null and l.verdict in ('suggested', 'broken') ${andLink})
        as "isOpen",
      (select d.says from task_decisions d
        where d.task_id = t.id and d.undone_at is null and d.from_on <= ${today} and (d.until_on is null or d.until_on >= ${today})
        order by d.id desc limit 1) as decision,
      coalesce(f.state in ('ktlo', 'over-allowance'), false) as "isKtloByRule"`;
}

/** Mirrors are left out, they are the same task twice, and so is what is gone or out of sight. */
function isLabelled() {
  return sql`t.visibility = 'visible' and t.gone_at is null and t.mirror_of_id is null
      and (f.state in ('ktlo', 'over-allowance')
        or exists (select from links l where l.task_id = t.id and l.valid_to is null and l.verdict = 'automatic')
        or exists (select from link_decisions d where d.task_id = t.id and d.undone_at is null)
        or exists (select from task_decisions d where d.task_id = t.id and d.undone_at is null))`;
}

function decided(says: 'accepted' | 'rejected') {
  return sql`coalesce((select array_agg(d.goal_id order by d.goal_id) from link_decisions d
        where d.task_id = t.id and d.undone_at is null and d.says = ${says}), '{}')`;
}

/** Evidence that is not sure enough by itself may stand beside what was learnt; it made no link. */
function structural() {
  return sql`coalesce((select array_agg(l.goal_id order by l.goal_id) from links l
        where l.task_id = t.id and l.valid_to is null and l.verdict = 'automatic' and ${isByStructure()}), '{}')`;
}

function isByStructure() {
  return sql`exists (select from jsonb_array_elements(l.evidence) e
            where e->>'kind' in ('stated', 'inherited', 'rule')
              and (e->>'likelihood')::double precision >= (select automatic_threshold from settings))`;
}
