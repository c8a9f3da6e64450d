import { sql } from 'kysely';
import type { RuleNarrowing } from '../../domain/evidence/rule-narrowing.ts';
import type { FlagState } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { FieldValue, Placement, ToolName } from '../../domain/task.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, maySee, onlySeen } from './judged.ts';

/** What some rule looks at; all else is left out of the rows. */
export interface RuleColumns {
  readonly hasText: boolean;
  readonly hasField: boolean;
  readonly hasLabel: boolean;
  readonly hasScope: boolean;
}

/** A judged task with what rules look at; title, texts, labels, fields and places only where some rule asks for them. */
export interface RuleTaskRow {
  readonly id: string;
  readonly connectionId: string;
  readonly tool: ToolName;
  readonly title?: string;
  readonly body?: string;
  readonly kind: string;
  readonly labels?: readonly string[];
  readonly fields?: readonly FieldValue[];
  readonly placements?: readonly Placement[];
  readonly teamId: string | null;
  readonly state: FlagState;
  /** A person's word keeps it where it is, or it hangs on more than a rule: what the rules say moves nothing. */
  readonly isHeld: boolean;
}

/** The judged tasks that the viewer may see and any of these rules may fit, in no order; see `narrowingOf`. */
export async function listRuleTasks(
  db: Database,
  viewer: Viewer,
  narrowings: readonly RuleNarrowing[],
  moment: Moment & { readonly today: string },
  { hasText, hasField, hasLabel, hasScope }: RuleColumns,
): Promise<RuleTaskRow[]> {
  if (narrowings.length === 0) return [];
  // Tens of thousands of rows may come: what nobody looks at is neither sent nor read.
  const asked = [
    ...(hasText ? [sql`t.title, t.body,`] : []),
    ...(hasLabel ? [sql`t.labels,`] : []),
    ...(hasField ? [sql`t.fields,`] : []),
    ...(hasScope ? [sql`t.placements,`] : []),
  ];
  const { rows } = await sql<RuleTaskRow>`
    select t.id, t.connection_id as "connectionId", t.tool, t.kind, p.team_id as "teamId", p.state,
      ${sql.join(asked, sql` `)}
      (case p.state
        when 'aligned' then exists (
          select from links l where l.task_id = t.id and l.valid_to is null and l.verdict in ('accepted', 'automatic')
            and (l.verdict = 'accepted' or exists (
              select from jsonb_array_elements(l.evidence) e where e ->> 'kind' <> 'rule')))
        when 'ktlo' then ${isDecided(moment.today)}
        when 'over-allowance' then ${isDecided(moment.today)}
        else false end) as "isHeld"
    from (select p.task_id, p.team_id, f.state ${fromJudged(moment, false)} and ${onlySeen(viewer)}) p
    join tasks t on t.id = p.task_id
    where ${sql.join(narrowings.map(fits), sql` or `)}`.execute(db);
  return rows;
}

/** How tasks are called, by id. */
export async function listTaskNames(db: Database, ids: readonly string[]) {
  const rows = await db
    .selectFrom('tasks')
    .select(['id', 'key', 'title'])
    .where('id', 'in', [...ids, ''])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

function isDecided(today: string) {
  return sql`exists (select from task_decisions d where d.task_id = t.id and d.undone_at is null and d.says = 'ktlo'
          and (d.until_on is null or d.until_on >= ${today}))`;
}

/** Case is ignored for ASCII alone, in any database: what is more is wild in the pattern. */
function fits({ tools, scopeIds, teamIds, label, type, field, text }: RuleNarrowing) {
  const like = (column: ReturnType<typeof sql>, pattern: string) => sql`(${column} collate "C") ilike ${pattern}`;
  const parts = [
    ...(tools ? [sql`t.tool = any(${[...tools]})`] : []),
    // Some tools show a task in several places, its home first.
    ...(scopeIds
      ? [sql`(t.scope_id = any(${[...scopeIds]}) or t.scope_id is null or jsonb_array_length(t.placements) > 1)`]
      : []),
    ...(teamIds ? [sql`p.team_id = any(${[...teamIds]})`] : []),
    ...(type === undefined ? [] : [like(sql`t.kind`, type)]),
    ...(label === undefined ? [] : [like(sql`array_to_string(t.labels, E'\n')`, label)]),
    ...(field === undefined ? [] : [like(sql`t.fields::text`, field)]),
    ...(text === undefined ? [] : [sql`(${like(sql`t.title`, text)} or ${like(sql`t.body`, text)})`]),
  ];
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** What rules can be made of, as the tasks that the viewer may see have it: the most of it first. */
export async function listRuleOffers(db: Database, viewer: Viewer) {
  const seen = sql`from task_periods p join tasks t on t.id = p.task_id left join scopes s on s.id = p.scope_id
      where p.valid_to is null and ${maySee(viewer)}`;
  const labels = await sql<{ value: string }>`
    select value from (select unnest(t.labels) as value ${seen}) l group by value order by count(*) desc, value limit 200`.execute(
    db,
  );
  const types = await sql<{ value: string }>`
    select value from (select t.kind as value ${seen}) k group by value order by count(*) desc, value limit 100`.execute(
    db,
  );
  const scopes = await sql<{ value: string }>`
    select distinct coalesce(s.key, s.name) as value ${seen} and s.id is not null order by value limit 500`.execute(db);
  const of = ({ rows }: { rows: { value: string }[] }) => rows.map(({ value }) => value);
  return { labels: of(labels), types: of(types), scopes: of(scopes) };
}
