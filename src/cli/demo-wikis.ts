import type { Runtime } from '../compose.ts';
import type { SimGoal } from '../demo/world.ts';
import type { Person } from '../domain/person.ts';
import { listCycles } from '../store/goals.ts';
import { acceptProposal } from '../usecases/decide-proposal.ts';
import { lookAtProposal } from '../usecases/look-at-proposal.ts';
import { readProposals } from '../usecases/read-proposals.ts';
import { OWNER } from './owner.ts';

type WikiRuntime = Pick<Runtime, 'db' | 'now'>;

const PROPOSALS_MAX = 100;

/** As the owner does on the proposals' page: takes over the goals that the wikis state, each with the cycle it is of. */
export async function acceptWrittenGoals(
  runtime: WikiRuntime,
  written: readonly SimGoal[],
  owner: Person,
): Promise<void> {
  const deps = { db: runtime.db, now: runtime.now, onStale: async () => {} };
  const cycles = new Map((await listCycles(runtime.db)).map((cycle) => [cycle.name, cycle.id]));
  const { items: proposals } = await readProposals(deps, OWNER, { state: 'open', limit: PROPOSALS_MAX });
  for (const { id } of proposals) {
    for (const goals of inOrder(written)) {
      const look = await lookAtProposal(runtime.db, id, runtime.now());
      const items = look.items.filter((item) => item.is === 'added' && goals.some((goal) => goal.key === item.key));
      const [first] = goals;
      if (items.length === 0 || !first) continue;
      await acceptProposal(
        deps,
        {
          proposalId: id,
          seenHash: look.seenHash,
          items: items.map((item) => ({ id: item.id, do: 'add' })),
          parentKey: first.parent,
          cycle: first.cycle === null ? null : cycles.get(first.cycle),
          ...(first.kind === 'objective' ? { team: null } : {}),
        },
        owner,
      );
    }
  }
  await requireAll(runtime, written);
}

/** Objectives before their key results, and those of one cycle together: one acceptance gives one cycle. */
function inOrder(goals: readonly SimGoal[]): SimGoal[][] {
  const objectives = goals.filter((goal) => goal.kind === 'objective');
  const results = Map.groupBy(
    goals.filter((goal) => goal.kind !== 'objective'),
    (goal) => `${goal.parent} ${goal.cycle}`,
  );
  return [objectives, ...results.values()];
}

async function requireAll({ db }: WikiRuntime, written: readonly SimGoal[]): Promise<void> {
  const rows = await db.selectFrom('goals').select('key').execute();
  const known = new Set(rows.map((row) => row.key));
  const lacking = written.filter((goal) => !known.has(goal.key));
  if (lacking.length > 0)
    throw new Error(`The demo's wikis do not state ${lacking.map((goal) => goal.key).join(', ')}`);
}
