import { FLAG_STATES, type FlagState } from '../domain/flag.ts';
import type { Viewer } from '../domain/person.ts';
import { TOOLS, type ToolName } from '../domain/task.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { countTasksByTool, listTasks, type TaskListRow, type TaskPage } from '../store/views/tasks.ts';
import { listGoalsOf } from './goals-of-moment.ts';
import { toTaskView } from './list-tasks.ts';
import { type AlignmentQuery, readAlignment, type ViewDeps } from './read-alignment.ts';
import { readPrecision } from './read-precision.ts';
import { momentOf, toFilter, type ViewMoment } from './view-query.ts';

const PAGE = 1_000;

/**
 * The alignment report: what was read, the rate with its coverage, flags by state, how good the links are, and the unaligned tasks, largest first.
 *
 * @param unalignedMax How many of those at most; programs get them all, so that the list is as long as its number says.
 */
export async function readReport(
  deps: ViewDeps,
  viewer: Viewer,
  query: AlignmentQuery = {},
  unalignedMax = Number.POSITIVE_INFINITY,
) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const alignment = await readAlignment(deps, viewer, query);
  const unaligned = await listUnaligned(deps, viewer, query, moment, unalignedMax);
  const goals = new Map((await listGoalsOf(deps.db, moment)).map((goal) => [goal.id, goal]));
  const isCalibrated = await areReadingsCalibrated(deps.db);
  const found = await countTasksByTool(deps.db, viewer, moment);
  const states = new Map<FlagState, number>(alignment.shares.map((share) => [share.state, share.count] as const));
  states.set('unknown', alignment.coverage.unknown);
  return {
    tasks: Object.fromEntries(TOOLS.map((tool) => [tool, found.get(tool) ?? 0])) as Record<ToolName, number>,
    alignment: { ...alignment, shares: Object.fromEntries(alignment.shares.map(({ state, share }) => [state, share])) },
    flags: Object.fromEntries(FLAG_STATES.map((state) => [state, states.get(state) ?? 0])) as Record<FlagState, number>,
    precision: await readPrecision(deps, viewer, query),
    unaligned: unaligned.map((row) => {
      const view = toTaskView(row, goals, moment, isCalibrated);
      return {
        ...view,
        state: row.state,
        reason: row.reason,
        tried: (row.tried ?? []).map((one) => ({
          kind: one.kind,
          what: one.what,
          best: one.bestGoalId ? (goals.get(one.bestGoalId)?.key ?? null) : null,
          score: one.bestScore,
        })),
      };
    }),
  };
}

async function listUnaligned(
  { db }: ViewDeps,
  viewer: Viewer,
  query: AlignmentQuery,
  moment: ViewMoment,
  max: number,
): Promise<TaskListRow[]> {
  const filter = await toFilter(db, { ...query, state: query.state ?? 'unaligned' }, moment);
  const found: TaskListRow[] = [];
  let cursor: string | null = null;
  do {
    const limit = Math.min(PAGE, max - found.length);
    const page: TaskPage = await listTasks(db, viewer, { filter, moment, sort: '-estimate', cursor, limit });
    found.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < max);
  return found;
}

export type Report = Awaited<ReturnType<typeof readReport>>;
