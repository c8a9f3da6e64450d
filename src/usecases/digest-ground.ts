import type { Goal } from '../domain/goal.ts';
import { inTreeOrder } from '../domain/goal-order.ts';
import type { Viewer } from '../domain/person.ts';
import { listGoals } from '../store/goals.ts';
import { listTeams } from '../store/people.ts';
import type { ViewDeps } from './read-alignment.ts';
import { readGoals } from './read-goals.ts';

export interface UnstaffedGoal {
  readonly key: string;
  readonly title: string;
  readonly ownerId: string | null;
  readonly teamId: string | null;
}

/** What is the same for whoever reads: thousands of digests in a row need it once in a while, not each for itself. */
export interface DigestGround {
  /** In the order of the tree. */
  readonly goals: readonly Goal[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** Open goals that nobody works on, in the order of the tree. Goals are no secret, and "nobody" is nobody at all. */
  readonly unstaffed: readonly UnstaffedGoal[];
}

const NOBODY: Viewer = { personId: null, role: 'member', teamIds: [] };
const LIFE_MS = 60_000;

/** @returns The ground as it was at most a minute ago. */
export function openDigestGround(deps: ViewDeps): () => Promise<DigestGround> {
  let [ground, readAt] = [undefined as Promise<DigestGround> | undefined, Number.NEGATIVE_INFINITY];
  return () => {
    if (!ground || deps.now() - readAt > LIFE_MS) [ground, readAt] = [readGround(deps), deps.now()];
    return ground;
  };
}

async function readGround(deps: ViewDeps): Promise<DigestGround> {
  const { items } = await readGoals(deps, NOBODY, {});
  const unstaffed = items.filter(({ isUnstaffed }) => isUnstaffed);
  return {
    goals: inTreeOrder(await listGoals(deps.db)),
    teams: await listTeams(deps.db),
    unstaffed: unstaffed.map(({ key, title, owner, team }) => ({
      ...{ key, title },
      ownerId: owner?.id ?? null,
      teamId: team?.id ?? null,
    })),
  };
}
