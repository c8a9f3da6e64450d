import { maySeeManager, maySeeTeam } from '../domain/access.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { walkUp } from '../domain/skip-level.ts';

/** The page that a part of the organisation has and the viewer may open; null: none. */
export type PartPage = 'team' | 'manager' | null;

/** Which teams' and managers' pages this viewer may open: asked once for everything that a view names. */
export function partPages(viewer: Viewer, people: readonly Person[]) {
  const here = people.filter(({ leftAt }) => leftAt === null);
  const ids = new Set(here.map(({ id }) => id));
  const leaders = new Set(here.map(({ managerId }) => managerId));
  const aboveOf = walkUp(people);
  const isManager = (id: string) => ids.has(id) && leaders.has(id);
  const mayOpen = (id: string) => isManager(id) && maySeeManager(viewer, { id, aboveIds: aboveOf(id) });
  return {
    ofTeam: (id: string | null): PartPage => (id !== null && maySeeTeam(viewer, id) ? 'team' : null),
    ofManager: (id: string | null): PartPage => (id !== null && mayOpen(id) ? 'manager' : null),
  };
}
