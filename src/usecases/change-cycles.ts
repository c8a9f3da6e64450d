import { mayEditStrategy } from '../domain/access.ts';
import { findCycleFault } from '../domain/cycle.ts';
import type { Cycle } from '../domain/goal.ts';
import type { Viewer } from '../domain/person.ts';
import type { Actor } from '../store/audit.ts';
import {
  closeGoalsOf,
  countGoalsByCycle,
  deleteCycle,
  hasAllowances,
  openGoalsOf,
  updateCycle,
} from '../store/cycles.ts';
import type { Tx } from '../store/database.ts';
import { listCycles } from '../store/goals.ts';
import { ensureCycles } from '../store/imports.ts';
import { UseCaseError } from './errors.ts';
import { actOnGoals, type GoalDeps } from './settle-goals.ts';

export interface CycleChanged {
  readonly id: string;
  /** What can be taken back; null where all was so already. */
  readonly changeId: number | null;
}

type NewCycle = Pick<Cycle, 'name' | 'startsOn' | 'endsOn'>;

/** @throws UseCaseError `leaders-only`; `bad-cycle` where its days are the wrong way round, or cross another's, or its name is taken. */
export async function addCycle(deps: GoalDeps, viewer: Viewer, by: Actor, given: NewCycle): Promise<CycleChanged> {
  requireLeader(viewer);
  const { answer: id, changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx) => {
    requireStanding({ id: '', ...given }, await listCycles(tx));
    return (await ensureCycles(tx, [given])).get(given.name.toLowerCase()) as string;
  });
  return { id, changeId };
}

/** What is left out stays. */
export interface CycleChange {
  readonly name?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
  /** Closes it with its open goals on this day; null opens it again, with the goals that were closed with it. */
  readonly closedOn?: string | null | undefined;
}

/** @throws UseCaseError `leaders-only`, `unknown-cycle`, `bad-cycle`. */
export async function changeCycle(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  id: string,
  change: CycleChange,
): Promise<CycleChanged> {
  requireLeader(viewer);
  const { changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx) => {
    const cycles = await listCycles(tx);
    const cycle = requireCycle(cycles, id);
    const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const next = { ...cycle, ...said } as Cycle;
    requireStanding(next, cycles);
    await updateCycle(tx, next);
    if (next.closedOn && !cycle.closedOn) await closeGoalsOf(tx, id, next.closedOn);
    if (!next.closedOn && cycle.closedOn) await openGoalsOf(tx, id, cycle.closedOn);
  });
  return { id, changeId };
}

/** Takes away a cycle that nothing was ever set in. @throws UseCaseError `leaders-only`, `unknown-cycle`, `cycle-in-use`. */
export async function removeCycle(deps: GoalDeps, viewer: Viewer, by: Actor, id: string): Promise<CycleChanged> {
  requireLeader(viewer);
  const { changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx) => {
    await requireEmpty(tx, requireCycle(await listCycles(tx), id));
    await deleteCycle(tx, id);
  });
  return { id, changeId };
}

async function requireEmpty(tx: Tx, { id, name }: Cycle): Promise<void> {
  const goals = (await countGoalsByCycle(tx)).get(id)?.goals ?? 0;
  if (goals > 0) {
    const many = goals === 1 ? '1 goal is' : `${goals} goals are`;
    const advice = `give ${goals === 1 ? 'it' : 'them'} another cycle first, or close ${name} instead`;
    throw new UseCaseError('cycle-in-use', `${many} in ${name}: ${advice}.`);
  }
  if (await hasAllowances(tx, id))
    throw new UseCaseError('cycle-in-use', `An allowance was set for ${name}, and stays as history; close it instead.`);
}

export function requireLeader(viewer: Viewer): void {
  if (mayEditStrategy(viewer)) return;
  throw new UseCaseError('leaders-only', 'Only owners and leaders change cycles.', { isForbidden: true });
}

export function requireCycle(cycles: readonly Cycle[], id: string): Cycle {
  const cycle = cycles.find((one) => one.id === id);
  if (cycle) return cycle;
  throw new UseCaseError('unknown-cycle', `There is no cycle ${id}.`, { isNotFound: true });
}

function requireStanding(cycle: Cycle, cycles: readonly Cycle[]): void {
  const fault = findCycleFault(cycle, cycles);
  if (!fault) return;
  const [field, message] = [`body.${fault.field}`, fault.message];
  throw new UseCaseError('bad-cycle', `${cycle.name} ${message}.`, { fields: [{ field, message }] });
}
