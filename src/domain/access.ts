import type { Evidence, Hop } from './evidence.ts';
import type { Viewer } from './person.ts';
import type { Task } from './task.ts';

/** A scope's openness. A private one shows its tasks to the people named for it and to nobody else, not even an owner. */
export interface ScopeAccess {
  readonly isPrivate: boolean;
  readonly namedPersonIds: readonly string[];
}

/** What a step reads that leads through a task its reader may not see. */
export const HIDDEN_TASK = 'a task you cannot see';
/** The same of a wiki page in a private scope. */
export const HIDDEN_PAGE = 'a page you cannot see';

/** What decides who may see a task. */
export interface TaskAudience {
  readonly teamId: string | null;
  /** The person it is assigned to, where the account is matched to one. */
  readonly assigneeId: string | null;
  readonly scope: ScopeAccess;
}

/**
 * Whether this viewer may see a task. An owner sees everything, a leader and a manager the teams at and below them, everybody what is assigned
 * to them; a task of no team and nobody is listed for owners only. What is hidden is counted, never named.
 */
export function maySeeTask(viewer: Viewer, task: TaskAudience): boolean {
  if (task.scope.isPrivate) return isNamed(viewer, task.scope);
  if (viewer.role === 'owner') return true;
  return isOwnWork(viewer, task) || (viewer.role !== 'member' && isOfTeams(viewer, task));
}

/** Whether this viewer may open a team's page: those who may see its work as a whole. A member sees own work, and no team's. */
export function maySeeTeam(viewer: Viewer, teamId: string): boolean {
  return viewer.role === 'owner' || (viewer.role !== 'member' && viewer.teamIds.includes(teamId));
}

/** Whether this viewer may open a manager's page: the manager, whoever leads them at any height, and owners. */
export function maySeeManager(
  viewer: Viewer,
  manager: { readonly id: string; readonly aboveIds: readonly string[] },
): boolean {
  if (viewer.role === 'owner') return true;
  return (
    viewer.role !== 'member' && viewer.personId !== null && [manager.id, ...manager.aboveIds].includes(viewer.personId)
  );
}

function isOwnWork(viewer: Viewer, task: TaskAudience): boolean {
  return viewer.personId !== null && task.assigneeId === viewer.personId;
}

function isOfTeams(viewer: Viewer, task: TaskAudience): boolean {
  return task.teamId !== null && viewer.teamIds.includes(task.teamId);
}

/** The command line (no person) runs on the machine that holds the database, so nothing is hidden from it. */
function isNamed(viewer: Viewer, scope: ScopeAccess): boolean {
  return viewer.personId === null ? viewer.role === 'owner' : scope.namedPersonIds.includes(viewer.personId);
}

/** True where everyone who may see the one may see the other: the same team's, in the same scope. */
export function sharesAudience(task: Pick<Task, 'team' | 'places'>, other: Pick<Task, 'team' | 'places'>): boolean {
  return task.team === other.team && task.places[0]?.scopeId === other.places[0]?.scopeId;
}

/** The evidence as this viewer may read it: steps through tasks they may not see say only that. Places in a hidden task are hidden too. */
export function hideHops(evidence: readonly Evidence[], canSee: (taskId: string) => boolean): Evidence[] {
  return evidence.map((one) => ({ ...one, hops: one.hops.map((hop) => hideHop(hop, canSee)) }));
}

/** @param canSeePage Of a hop's wiki page; a task that may not be seen hides what is said of it on any page. */
export function hideHop(
  hop: Hop,
  canSee: (taskId: string) => boolean,
  canSeePage: (documentId: string) => boolean = () => true,
): Hop {
  const isTaskHidden = hop.taskId !== null && !canSee(hop.taskId);
  const isPageHidden = hop.documentId !== undefined && !canSeePage(hop.documentId);
  if (!isTaskHidden && !isPageHidden) return hop;
  return {
    kind: hop.kind,
    taskId: null,
    scopeId: null,
    place: isTaskHidden ? HIDDEN_TASK : HIDDEN_PAGE,
    value: '',
    readAt: hop.readAt,
    by: null,
    isApart: true,
  };
}

/** What decides who may change a goal. */
export interface GoalAudience {
  readonly ownerId: string | null;
  readonly teamId: string | null;
}

/** Strategy is the owners' and leaders' to write; a manager writes the goals they own, and those of the teams they lead. All read all goals. */
export function mayEditGoal(viewer: Viewer, goal: GoalAudience): boolean {
  if (mayEditStrategy(viewer)) return true;
  if (viewer.role !== 'manager') return false;
  const isOwn = viewer.personId !== null && goal.ownerId === viewer.personId;
  return isOwn || (goal.teamId !== null && viewer.teamIds.includes(goal.teamId));
}

/** Cycles, and the order of objectives: everybody's, so nobody's team decides. */
export function mayEditStrategy(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'owner' || viewer.role === 'leader';
}
