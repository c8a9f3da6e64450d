import { maySeeTeam } from '../domain/access.ts';
import type { Goal } from '../domain/goal.ts';
import { inTreeOrder } from '../domain/goal-order.ts';
import { teamsInTreeOrder } from '../domain/org-order.ts';
import type { Viewer } from '../domain/person.ts';
import type { Database } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { countPeopleByTeam } from '../store/views/connections.ts';
import { countServedSets, type ServedSet } from '../store/views/goal-work.ts';
import type { TaskFilter } from '../store/views/judged.ts';
import { UseCaseError } from './errors.ts';
import { goalRef } from './goal-ref.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

/** Every team by name, with its place in the org tree; of those the viewer may open, who leads them. */
export async function readTeams({ db }: ViewDeps, viewer: Viewer) {
  const counts = await countPeopleByTeam(db);
  const items = (await listLedTeams(db)).map(({ team, leader }, place) => {
    const mayOpen = maySeeTeam(viewer, team.id);
    return { ...team, people: counts.get(team.id) ?? 0, leader: mayOpen ? leader : null, place, mayOpen };
  });
  return { items: items.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) };
}

/** A team beside its numbers: who leads it, whom to ask, and what it works on. @throws UseCaseError `unknown-team` */
export async function readTeam(deps: ViewDeps, viewer: Viewer, id: string) {
  const found = (await listLedTeams(deps.db)).find(({ team }) => team.id === id);
  // Whether it is not there or not theirs reads the same.
  if (!found || !maySeeTeam(viewer, id)) {
    throw new UseCaseError('unknown-team', 'There is no such team, or it is not yours to see.', { isNotFound: true });
  }
  const people = await listPeople(deps.db);
  return {
    ...found.team,
    leader: found.leader,
    people: people
      .filter(({ teamId, leftAt }) => teamId === id && leftAt === null)
      .map(({ id, name }) => ({ id, name })),
    goals: await readGoalWork(deps, viewer, { teamId: id }),
  };
}

/** Goals that this work serves, in the order of the tree, each with the tasks that serve it or anything under it. */
export async function readGoalWork(deps: ViewDeps, viewer: Viewer, filter: TaskFilter) {
  const moment = await momentOf(deps.db, deps.now());
  const [sets, goals] = [await countServedSets(deps.db, viewer, filter, moment), await listGoals(deps.db)];
  return inTreeOrder(goals).flatMap((goal) => {
    const tasks = countUnder(goal.id, goals, sets);
    return goal.kind === 'vision' || tasks === 0 ? [] : goalRef(goal).map((ref) => ({ ...ref, tasks }));
  });
}

async function listLedTeams(db: Database) {
  const people = await listPeople(db);
  return teamsInTreeOrder(
    await listTeams(db),
    people.filter(({ leftAt }) => leftAt === null),
  );
}

/** A task that serves two key results of one objective counts once there. */
function countUnder(id: string, goals: readonly Goal[], sets: readonly ServedSet[]): number {
  const ids = [id];
  for (const next of ids)
    ids.push(...goals.flatMap((goal) => (goal.parentId === next && !ids.includes(goal.id) ? goal.id : [])));
  const wanted = new Set(ids);
  return sets.reduce((sum, { goalIds, tasks }) => sum + (goalIds.some((one) => wanted.has(one)) ? tasks : 0), 0);
}
