import { dayAt, daysBetween } from '../domain/days.ts';
import { pathWords, surenessOf } from '../domain/flag-words.ts';
import type { Goal } from '../domain/goal.ts';
import { teamsSeenBy } from '../domain/people.ts';
import type { Viewer } from '../domain/person.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { listPeople, listPeopleAt } from '../store/people.ts';
import { countFacets, listTasks, type TaskListRow, type TaskSort } from '../store/views/tasks.ts';
import { goalRef } from './goal-ref.ts';
import { listGoalsOf } from './goals-of-moment.ts';
import type { ViewDeps } from './read-alignment.ts';
import { type FilterQuery, momentOf, toFilter, type ViewMoment } from './view-query.ts';

export interface TasksQuery extends FilterQuery {
  readonly sort: TaskSort;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly asOf?: string | undefined;
}

/**
 * One page of the tasks behind a number. A search without a state looks at everything known, containers and long finished work
 * included: who looks for a key wants to find it.
 */
export async function listTasksView(deps: ViewDeps, viewer: Viewer, query: TasksQuery) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const filter = await toFilter(deps.db, query, moment);
  const page = await listTasks(deps.db, viewer, {
    filter,
    moment,
    sort: query.sort,
    cursor: query.cursor ?? null,
    limit: query.limit,
    includesUnjudged: Boolean(filter.search) && !filter.states,
  });
  const goals = new Map((await listGoalsOf(deps.db, moment)).map((goal) => [goal.id, goal]));
  const isCalibrated = await areReadingsCalibrated(deps.db);
  return {
    items: page.rows.map((row) => toTaskView(row, goals, moment, isCalibrated)),
    nextCursor: page.nextCursor,
    total: page.total,
    hidden: page.hidden,
  };
}

/** A row as every view shows it. */
export function toTaskView(
  row: TaskListRow,
  goals: ReadonlyMap<string, Goal>,
  moment: ViewMoment,
  isCalibrated: boolean,
) {
  const suggested = row.suggestion ? goals.get(row.suggestion.goalId) : undefined;
  const [strongest] = row.suggestion?.evidence ?? [];
  return {
    id: row.id,
    tool: row.tool,
    key: row.key,
    title: row.title,
    url: safeUrl(row.url),
    kind: row.kind,
    scope: row.scopeId ? { id: row.scopeId, name: row.scopeName ?? row.scopeId } : null,
    team: row.teamId ? { id: row.teamId, name: row.teamName ?? row.teamId } : null,
    assignee: row.assignee,
    statusName: row.statusName,
    statusCategory: row.statusCategory,
    ageDays: row.createdAt
      ? Math.max(0, daysBetween(dayAt(row.createdAt.getTime(), moment.timeZone), moment.today))
      : null,
    estimate: row.estimate,
    flag:
      row.state && row.reason && row.nextAction && row.since
        ? { state: row.state, reason: row.reason, nextAction: row.nextAction, since: row.since.toISOString() }
        : null,
    goals: (row.goalIds ?? []).flatMap((id) => goalRef(goals.get(id))),
    suggestion:
      row.suggestion && suggested && strongest
        ? {
            goal: goalRef(suggested)[0] as NonNullable<ReturnType<typeof goalRef>[0]>,
            likelihood: row.suggestion.likelihood,
            sureness: surenessOf(row.suggestion.likelihood, strongest.kind, isCalibrated),
            kind: strongest.kind,
            because: pathWords(strongest, suggested),
          }
        : null,
  };
}

/** Goals that it may serve as well as the one suggested first, where they go together. */
export function suggestedToo({
  flag,
  goals,
  suggestion,
}: Pick<ReturnType<typeof toTaskView>, 'flag' | 'goals' | 'suggestion'>) {
  const isAsked = flag?.state === 'suggested' && flag.nextAction === 'review-suggestion';
  return isAsked ? goals.filter(({ key }) => key !== suggestion?.goal.key) : [];
}

/** A link a page may carry: whatever a tool says, only http and https. */
export function safeUrl(url: string | null): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}

/** What each value of each filter would give, the others held. */
export async function readFacets(deps: ViewDeps, viewer: Viewer, query: FilterQuery & { asOf?: string | undefined }) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const filter = await toFilter(deps.db, query, moment);
  const facets = await countFacets(deps.db, viewer, filter, moment);
  const { teamIds, ...anyManager } = filter;
  const everyTeam = teamIds ? (await countFacets(deps.db, viewer, anyManager, moment)).teams : facets.teams;
  const counts = new Map(everyTeam.map((one) => [one.teamId, one.count]));
  return {
    states: [...facets.states],
    teams: facets.teams.map(({ teamId, name, count }) => ({
      team: teamId ? { id: teamId, name: name ?? teamId } : null,
      count,
    })),
    tools: [...facets.tools],
    scopes: facets.scopes.map(({ scopeId, name, tool, count }) => ({ scope: { id: scopeId, name }, tool, count })),
    managers: await countManagers(deps, viewer, counts, moment),
  };
}

/** Managers whose part of the organisation holds more than their own team's work: for whom the filter says something. */
async function countManagers(
  { db }: ViewDeps,
  viewer: Viewer,
  counts: ReadonlyMap<string | null, number>,
  moment: ViewMoment,
) {
  const people = moment.isNow ? await listPeople(db) : await listPeopleAt(db, moment.at);
  return people
    .filter((person) => people.some((other) => other.managerId === person.id))
    .map((person) => ({ person, teams: teamsSeenBy(person.id, people) }))
    .filter(({ teams }) => viewer.role === 'owner' || teams.some((team) => viewer.teamIds.includes(team)))
    .map(({ person, teams }) => ({
      manager: { id: person.id, name: person.name },
      count: teams.reduce((sum, team) => sum + (counts.get(team) ?? 0), 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.manager.name.localeCompare(b.manager.name));
}
