import { sql } from 'kysely';
import type { SourceName } from '../../domain/task.ts';
import type { Database } from '../database.ts';
import type { PageState } from '../proposal-pages.ts';
import type { StoredProposal } from '../proposals.ts';
import { BadCursorError } from './tasks.ts';

/** open, settled, dismissed: of pages that can be read. unreadable: those that cannot, or are in the trash. */
export const PROPOSAL_SHELVES = ['open', 'settled', 'dismissed', 'unreadable'] as const;
export type ProposalShelf = (typeof PROPOSAL_SHELVES)[number];

export interface ProposalRow extends StoredProposal {
  readonly page: PageState;
  readonly tool: SourceName;
  readonly connection_name: string;
}

/** Private scopes are left out for those not named for them. */
const fromProposals = (hidden: ReadonlySet<string>) => sql`
  from proposals p
  join connections c on c.id = p.connection_id
  left join documents d on d.id = p.document_id
  left join scopes s on s.id = coalesce(p.scope_id, d.scope_id)
  cross join lateral (
    select case
      when p.document_id is not null and d.unreadable_at is not null then 'unreadable'
      when d.is_trashed then 'trashed'
      when p.scope_id is not null and s.visibility <> 'visible' then 'unreadable'
      else 'readable' end as page
  ) as of
  cross join lateral (select case when of.page = 'readable' then p.state else 'unreadable' end as shelf) as on_shelf
  where (s.id is null or not s.id = any(${[...hidden]}::text[]))`;

/** What states nothing, and never did, is in no list: a data source whose columns nobody has named yet. */
const statesSomething = sql`(p.goals <> '[]'::jsonb or exists (select from goal_sources g where g.proposal_id = p.id))`;

/** Those that changed last first. */
export async function listProposals(
  db: Database,
  hidden: ReadonlySet<string>,
  query: { readonly shelf: ProposalShelf; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: ProposalRow[]; nextCursor: string | null }> {
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const { rows } = await sql<ProposalRow>`
    select p.*, of.page, c.tool, c.name as connection_name ${fromProposals(hidden)} and ${statesSomething} and on_shelf.shelf = ${query.shelf}
      and (${after?.at ?? null}::timestamptz is null
        or (p.changed_at, p.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::text))
    order by p.changed_at desc, p.id desc limit ${query.limit + 1}`.execute(db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > query.limit && last ? cursorOf(last) : null };
}

export async function countProposals(
  db: Database,
  hidden: ReadonlySet<string>,
): Promise<Readonly<Record<ProposalShelf, number>>> {
  const { rows } = await sql<{ shelf: ProposalShelf; count: number }>`
    select on_shelf.shelf, count(*) as count ${fromProposals(hidden)} and ${statesSomething}
    group by on_shelf.shelf`.execute(db);
  const counts = new Map(rows.map((row) => [row.shelf, row.count]));
  return {
    open: counts.get('open') ?? 0,
    settled: counts.get('settled') ?? 0,
    dismissed: counts.get('dismissed') ?? 0,
    unreadable: counts.get('unreadable') ?? 0,
  };
}

/** @returns null where it is not there, or not for this viewer. */
export async function findProposalRow(
  db: Database,
  hidden: ReadonlySet<string>,
  id: string,
): Promise<ProposalRow | null> {
  const { rows } = await sql<ProposalRow>`
    select p.*, of.page, c.tool, c.name as connection_name ${fromProposals(hidden)} and p.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Where a goal is written. */
export interface GoalSourceRow {
  readonly title: string;
  readonly url: string | null;
  readonly path: readonly string[];
  readonly tool: SourceName;
  readonly page: PageState;
  readonly isMissing: boolean;
  /** What the page states now was not decided on yet. */
  readonly isOpen: boolean;
  readonly proposalId: string;
  readonly scopeId: string | null;
}

export async function listGoalSources(db: Database, goalId: string): Promise<GoalSourceRow[]> {
  const { rows } = await sql<GoalSourceRow>`
    select p.title, coalesce(d.url, p.url) as url, g.path, c.tool, g.is_missing as "isMissing", p.state = 'open' as "isOpen",
      p.id as "proposalId", coalesce(p.scope_id, d.scope_id) as "scopeId",
      case when d.unreadable_at is not null then 'unreadable' when d.is_trashed then 'trashed' else 'readable' end as page
    from goal_sources g
    join proposals p on p.id = g.proposal_id
    join connections c on c.id = p.connection_id
    left join documents d on d.id = g.document_id
    where g.goal_id = ${goalId}
    order by p.title, p.id`.execute(db);
  return rows;
}

function cursorOf({ changed_at, id }: ProposalRow): string {
  return Buffer.from(JSON.stringify([changed_at.toISOString(), id])).toString('base64url');
}

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at))) return { at, id };
  } catch {
    // Not one of ours.
  }
  throw new BadCursorError();
}
