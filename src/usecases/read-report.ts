import { FLAG_STATES, type FlagState } from '../domain/flag.ts';
import type { Viewer } from '../domain/person.ts';
import { TOOLS, type ToolName } from '../domain/task.ts';
import { listGoals } from '../store/goals.ts';
import { countTasksByTool, listTasks } from '../store/views/tasks.ts';
import { toTaskView } from './list-tasks.ts';
import { type AlignmentQuery, readAlignment, type ViewDeps } from './read-alignment.ts';
import { momentOf, toFilter } from './view-query.ts';

const LARGEST = 10;

/** The alignment report: what was read, the rate with its coverage, flags by state, and the largest tasks without a why. */
export async function readReport(deps: ViewDeps, viewer: Viewer, query: AlignmentQuery = {}) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const alignment = await readAlignment(deps, viewer, query);
  const largest = await listTasks(deps.db, viewer, {
    filter: await toFilter(deps.db, { ...query, state: 'unaligned' }),
    moment,
    sort: '-estimate',
    cursor: null,
    limit: LARGEST,
  });
  const goals = new Map((await listGoals(deps.db)).map((goal) => [goal.id, goal]));
  const found = await countTasksByTool(deps.db, viewer, moment);
  const states = new Map<FlagState, number>(alignment.shares.map((share) => [share.state, share.count] as const));
  states.set('unknown', alignment.coverage.unknown);
  return {
    tasks: Object.fromEntries(TOOLS.map((tool) => [tool, found.get(tool) ?? 0])) as Record<ToolName, number>,
    alignment: { ...alignment, shares: Object.fromEntries(alignment.shares.map(({ state, share }) => [state, share])) },
    flags: Object.fromEntries(FLAG_STATES.map((state) => [state, states.get(state) ?? 0])) as Record<FlagState, number>,
    unaligned: largest.rows.map((row) => {
      const view = toTaskView(row, goals, moment);
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

export type Report = Awaited<ReturnType<typeof readReport>>;
