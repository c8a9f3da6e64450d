import { sql } from 'kysely';
import type { GoalKind } from '../../domain/goal.ts';
import type { Viewer } from '../../domain/person.ts';
import type { ToolName } from '../../domain/task.ts';
import type { TaskDecision } from '../../domain/task-decision.ts';
import type { Database } from '../database.ts';
import { timesSaid } from '../task-decisions.ts';
import { mayBeSeen, maySee, onlySeen } from './judged.ts';
import { BadCursorError } from './tasks.ts';

/** in-force; due: a “not now” whose day has come; over: its last day has passed; replaced by another word; undone: taken back. */
export type DecisionStanding = 'in-force' | 'due' | 'over' | 'replaced' | 'undone';

export interface DecisionRow {
  readonly id: number;
  readonly taskId: string;
  readonly tool: ToolName;
  readonly key: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly teamId: string | null;
  readonly says: TaskDecision['says'];
  readonly because: string;
  readonly byPersonId: string | null;
  readonly byName: string;
  readonly at: Date;
  readonly untilOn: string | null;
  readonly revisitOn: string | null;
  readonly yieldsTo: {
    readonly id: string;
    readonly key: string;
    readonly kind: GoalKind;
    readonly title: string;
  } | null;
  readonly askedPersonId: string | null;
  readonly askedName: string | null;
  readonly times: number;
  readonly standing: DecisionStanding;
  readonly endedAt: Date | null;
}

interface Page {
  readonly cursor: string | null;
  readonly limit: number;
}

/** What people said of tasks the viewer may see, newest first. @param taskId Of this task alone; null: of all. */
export async function listDecisions(
  db: Database,
  viewer: Viewer,
  today: string,
  { taskId, cursor, limit }: Page & { readonly taskId: string | null },
): Promise<{ rows: readonly DecisionRow[]; nextCursor: string | null }> {
  const before = cursor === null ? null : idOf(cursor);
  const isFew = taskId === null && viewer.role !== 'owner' && viewer.teamIds.length <= FEW_TEAMS;
  const isOfFew = isFew ? sql`d.task_id = any(array(${tasksOf(viewer)}))` : sql`true`;
  const { rows } = await sql<DecisionRow>`
    select ${columns(today)} ${fromDecided()}
    where ${isOfFew} and ${onlySeen(viewer)}
      ${taskId === null ? sql`` : sql`and d.task_id = ${taskId}`}
      ${before === null ? sql`` : sql`and d.id < ${before}`}
    order by d.id desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? Buffer.from(String(last.id)).toString('base64url') : null;
  return { rows: page, nextCursor };
}

/** Who leads more of them finds enough among the newest decisions of all. */
const FEW_TEAMS = 10;

/** Read first: who sees little would else look at everybody's decisions one by one. */
function tasksOf(viewer: Viewer) {
  return sql`select p.task_id from task_periods p where p.valid_to is null and ${mayBeSeen(viewer)}`;
}

/** Promises whose day has come: live tasks that were put off until today or earlier, and nothing was said since. Longest overdue first. */
export async function listRevisitsDue(
  db: Database,
  viewer: Viewer,
  today: string,
  of: Pick<OpenOf, 'teamIds'> = {},
): Promise<{ items: readonly DecisionRow[]; hidden: number }> {
  const { rows } = await sql<DecisionRow & { mayBeSeen: boolean }>`
    select ${columns(today)}, ${maySee(viewer)} as "mayBeSeen" ${fromDecided()}
    join flags f on f.task_id = d.task_id and f.valid_to is null and f.state not in ('aligned', 'ktlo', 'unknown')
    where d.undone_at is null and d.says = 'not-now' and d.until_on < ${today} and p.is_countable and p.is_live
      and ${isOf(of)}
    order by d.until_on, d.id`.execute(db);
  return apart(rows);
}

/** What open decisions are asked for: all that is left out is not narrowed. */
interface OpenOf {
  /** About tasks of these teams. */
  readonly teamIds?: readonly string[];
  /** That wait for one of these people. */
  readonly askedIds?: readonly string[];
}

function isOf({ teamIds, askedIds }: OpenOf) {
  return sql`${teamIds ? sql`p.team_id = any(${[...teamIds]})` : sql`true`}
      and ${askedIds ? sql`d.asked_person_id = any(${[...askedIds]})` : sql`true`}`;
}

/** Live tasks that wait for somebody's decision, whoever was asked; the longest waiting first. */
export async function listPending(
  db: Database,
  viewer: Viewer,
  today: string,
  of: OpenOf,
): Promise<{ items: readonly DecisionRow[]; hidden: number }> {
  const { rows } = await sql<DecisionRow & { mayBeSeen: boolean }>`
    select ${columns(today)}, ${maySee(viewer)} as "mayBeSeen" ${fromDecided()}
    where d.undone_at is null and d.says = 'pending-decision' and p.is_countable and p.is_live and ${isOf(of)}
    order by d.id`.execute(db);
  return apart(rows);
}

function apart(rows: readonly (DecisionRow & { mayBeSeen: boolean })[]) {
  const items = rows.filter(({ mayBeSeen }) => mayBeSeen).map(({ mayBeSeen: _, ...row }) => row);
  return { items, hidden: rows.length - items.length };
}

/** Promises whose day is still to come, the nearest first: live tasks that the viewer may see. */
export async function listRevisitsComing(db: Database, viewer: Viewer, today: string): Promise<readonly DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select ${columns(today)} ${fromDecided()}
    where d.undone_at is null and d.says = 'not-now' and d.until_on >= ${today} and p.is_countable and p.is_live
      and ${onlySeen(viewer)}
    order by d.until_on, d.id`.execute(db);
  return rows;
}

/**
 * Who left while they were asked, and in whose place this person is: the next above them who is here and decides; where nobody is, an owner.
 */
async function listStoodInFor(db: Database, personId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive up as (
      select p.id as asked, p.manager_id as next from people p
      where p.left_at is not null and exists (
        select from task_decisions d where d.asked_person_id = p.id and d.says = 'pending-decision' and d.undone_at is null)
      union
      select up.asked, m.manager_id from up join people m on m.id = up.next
      where m.left_at is not null or m.role = 'member'
    ), found as (
      select up.asked, m.id from up join people m on m.id = up.next where m.left_at is null and m.role <> 'member'
    )
    select asked as id from found where id = ${personId}
    union
    select asked from up where not exists (select from found f where f.asked = up.asked)
      and exists (select from people p where p.id = ${personId} and p.role = 'owner' and p.left_at is null)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Live tasks that wait for this person's decision, or for that of somebody who left and whose place is theirs; the longest waiting first. */
export async function listWaitingFor(
  db: Database,
  viewer: Viewer,
  today: string,
  of: Pick<OpenOf, 'teamIds'> = {},
): Promise<readonly DecisionRow[]> {
  if (viewer.personId === null) return [];
  const askedIds = [viewer.personId, ...(await listStoodInFor(db, viewer.personId))];
  return (await listPending(db, viewer, today, { ...of, askedIds })).items;
}

function columns(today: string) {
  return sql`d.id, d.task_id as "taskId", t.tool, t.key, t.title, t.url, p.team_id as "teamId", d.says, d.because,
      d.by_person_id as "byPersonId", d.by_name as "byName", d.at, d.until_on as "untilOn",
      case when d.says = 'not-now' then coalesce(d.revisit_on, d.until_on + 1) end as "revisitOn",
      (select jsonb_build_object('id', g.id, 'key', g.key, 'kind', g.kind, 'title', g.title)
        from goals g where g.id = d.yields_to_goal_id) as "yieldsTo",
      d.asked_person_id as "askedPersonId",
      d.asked_name || case when exists (select from people a where a.id = d.asked_person_id and a.left_at is not null)
        then ', who left' else '' end as "askedName", ${timesSaid()} as times,
      case when d.undone_at is not null then case when d.is_replaced then 'replaced' else 'undone' end
        when d.until_on >= ${today} or d.until_on is null then 'in-force'
        when d.says = 'not-now' then 'due' else 'over' end as standing,
      d.undone_at as "endedAt"`;
}

function fromDecided() {
  return sql`from task_decisions d
    join tasks t on t.id = d.task_id
    left join task_periods p on p.task_id = d.task_id and p.valid_to is null
    left join scopes s on s.id = t.scope_id`;
}

function idOf(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new BadCursorError();
}
