import { type AsanaParts, checkWorkspace, type Get, lister, type Query, single } from './answers.ts';
import { refuse, unknownObject } from './errors.ts';
import type { AsanaRecord } from './render.ts';

export function addGoalRoutes(parts: AsanaParts, get: Get): void {
  const { core, directory, goals } = parts;
  const list = lister(parts);
  get('/goals', (_params, query, request) => list(findGoals(query), query, request));
  get('/goals/:gid', ({ gid }, query) => single(goalOf(gid), query));
  get('/goal_relationships', (_params, query, request) => {
    if (!query.supported_goal) refuse(400, 'supported_goal: Missing input');
    const goal = goalOf(query.supported_goal);
    const all = goals.relationshipsOf(String(goal.gid), core.clock.now);
    const kept = query.resource_subtype ? all.filter((each) => each.resource_subtype === query.resource_subtype) : all;
    return list(kept, query, request);
  });

  function goalOf(gid: string | undefined): AsanaRecord {
    return goals.goalByGid(gid ?? '', core.clock.now) ?? unknownObject('goal', gid ?? '');
  }
  function findGoals(query: Query): readonly AsanaRecord[] {
    const now = core.clock.now;
    const supporter = query.task ?? query.project;
    if (!supporter && !query.workspace && !query.team) {
      refuse(400, 'You must specify one of the following: workspace, team, project, portfolio or task');
    }
    if (query.workspace) checkWorkspace(query.workspace, directory);
    const found = supporter ? goals.goalsSupportedBy(supporter, now) : goals.goalsAt(now);
    const periods = query.time_periods?.split(',');
    return found
      .filter((goal) => !query.team || (goal.team as AsanaRecord | null)?.gid === query.team)
      .filter((goal) => !periods || periods.includes(String((goal.time_period as AsanaRecord | null)?.gid)))
      .filter((goal) => !query.is_workspace_level || String(goal.is_workspace_level) === query.is_workspace_level);
  }
}
