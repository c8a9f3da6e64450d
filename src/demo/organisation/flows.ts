import type { SimScope } from '../world.ts';
import type { ScopePlan } from './scopes.ts';

export type Category = 'todo' | 'doing' | 'done';

/** The statuses of the simulated Jira, in board order, with what each means; team-managed projects have their own. */
export const jiraStatuses: Readonly<
  Record<'company-managed' | 'team-managed', readonly { readonly name: string; readonly is: Category }[]>
> = {
  'company-managed': [
    { name: 'Backlog', is: 'todo' },
    { name: 'Selected for Development', is: 'todo' },
    { name: 'In Progress', is: 'doing' },
    { name: 'In Review', is: 'doing' },
    { name: 'Waiting for hospital', is: 'doing' },
    { name: 'Done', is: 'done' },
    { name: "Won't do", is: 'done' },
  ],
  'team-managed': [
    { name: 'Idea', is: 'todo' },
    { name: 'Ready', is: 'todo' },
    { name: 'Doing', is: 'doing' },
    { name: 'Released', is: 'done' },
  ],
};

/** Where work stands in one scope, by what it means: status names in Jira, vendor ids of sections and lists elsewhere. */
export interface Flow {
  readonly todo: readonly string[];
  readonly doing: readonly string[];
  readonly done: readonly string[];
  /** Groups named after a goal, by its key. */
  readonly goals: Readonly<Record<string, string>>;
  /** Archived lists whose cards stayed open. */
  readonly archived: readonly string[];
}

export function flowOf(plan: ScopePlan, scope: SimScope): Flow {
  if (scope.style !== null) {
    const named = (is: Category) =>
      jiraStatuses[scope.style ?? 'company-managed'].filter((status) => status.is === is).map((status) => status.name);
    return { todo: named('todo'), doing: named('doing'), done: named('done'), goals: {}, archived: [] };
  }
  const groups = plan.groups.map((planned, at) => ({ ...planned, id: scope.groups[at]?.vendorId ?? '' }));
  const ids = (is: Category) =>
    groups.filter((group) => group.is === is && group.archived !== true).map((group) => group.id);
  return {
    todo: ids('todo'),
    doing: ids('doing'),
    done: ids('done'),
    goals: Object.fromEntries(groups.flatMap((group) => (group.goal === undefined ? [] : [[group.goal, group.id]]))),
    archived: groups.filter((group) => group.archived === true).map((group) => group.id),
  };
}
