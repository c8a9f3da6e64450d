import type { Change } from '../state.ts';
import type { SimScope, SimTask } from '../world.ts';
import type { Site } from './site.ts';

const fortnightMs = 14 * 86_400_000;
/** A Monday: sprints begin every second one after it. */
const firstMonday = Date.UTC(2024, 0, 1, 8);

interface Sprint {
  readonly id: number;
  readonly name: string;
  readonly state: 'active' | 'closed';
  readonly boardId: number;
  readonly goal: string;
  readonly startDate: string;
  readonly endDate: string;
}

/** The sprints an issue was worked in: those of the days it moved. Null for what never left the backlog, as Jira answers. */
export function sprintsOf(site: Site, scope: SimScope, task: SimTask, changes: readonly Change[]): Sprint[] | null {
  if (task.kind === 'epic' || task.kind === 'initiative' || task.kind === 'subtask') return null;
  const moved = changes
    .filter((change) => change.set.status !== undefined)
    .map((change) => Math.floor((change.at - firstMonday) / fortnightMs));
  const numbers = [...new Set(moved)];
  return numbers.length === 0 ? null : numbers.map((number) => renderSprint(site, scope, number));
}

function renderSprint(site: Site, scope: SimScope, number: number): Sprint {
  const startsAt = firstMonday + number * fortnightMs;
  const boardId = Number(scope.vendorId) - 9_990;
  return {
    id: boardId * 1_000 + Math.max(0, number + 400),
    name: `${scope.key} Sprint ${number}`,
    state: startsAt + fortnightMs > site.clock.now ? 'active' : 'closed',
    boardId,
    goal: '',
    startDate: new Date(startsAt).toISOString(),
    endDate: new Date(startsAt + fortnightMs).toISOString(),
  };
}
