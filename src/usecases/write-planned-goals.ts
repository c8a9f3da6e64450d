import type { Goal } from '../domain/goal.ts';
import { draftOfGoal, type GoalDraft } from '../domain/import/goals.ts';
import type { PlannedStep } from '../domain/proposal-choice.ts';
import type { Tx } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { listTeams } from '../store/people.ts';
import { UseCaseError } from './errors.ts';
import { writeGoals } from './import-goals.ts';
import type { Look } from './look-at-proposal.ts';

/** What goals that are added get beside what their page says. */
export interface AcceptedAs {
  /** A cycle's id; null: none; left out: the one the page is about. */
  readonly cycle?: string | null | undefined;
  /** A team's id; null: none; left out: each owner's team. */
  readonly team?: string | null | undefined;
}

/**
 * Adds and changes goals as an import of a file does.
 *
 * @returns The goal of each step, by its item's id.
 */
export async function writePlannedGoals(
  tx: Tx,
  steps: readonly PlannedStep[],
  look: Look,
  as: AcceptedAs,
  at: Date,
): Promise<Map<string, string>> {
  const drafts = await draftsOf(tx, steps, look, as);
  if (drafts.length > 0) await writeGoals(tx, drafts, at);
  const ids = new Map((await listGoals(tx)).map((goal) => [goal.key.toLowerCase(), goal.id]));
  return new Map(steps.map(({ item, goal }) => [item.id, goal?.id ?? (ids.get(item.key.toLowerCase()) as string)]));
}

async function draftsOf(tx: Tx, steps: readonly PlannedStep[], look: Look, as: AcceptedAs): Promise<GoalDraft[]> {
  const { ground } = look;
  const teams = await listTeams(tx);
  const given = teams.find(({ id }) => id === as.team)?.name;
  if (as.team && given === undefined) throw new UseCaseError('no-such-team', `There is no team ${as.team}.`);
  const cycle = as.cycle === undefined ? ground.cycle : (ground.cycles.find(({ id }) => id === as.cycle) ?? null);
  if (as.cycle && !cycle) throw new UseCaseError('no-such-cycle', `There is no cycle ${as.cycle}.`);
  const teamOf = (ownerId: string | null): string | null => {
    if (as.team !== undefined) return given ?? null;
    const owner = look.ground.people.find(({ id }) => id === ownerId);
    return teams.find(({ id }) => id === owner?.teamId)?.name ?? null;
  };
  return steps.flatMap((step) => {
    if (step.do === 'add') return [addedDraft(step, look, cycle, teamOf(step.item.ownerId))];
    return step.goal && step.fields.length > 0 ? [changedDraft(step.goal, step, look)] : [];
  });
}

function addedDraft(
  { item, parentKey }: PlannedStep,
  look: Look,
  cycle: GoalDraft['cycle'],
  team: string | null,
): GoalDraft {
  const stated = look.proposal.goals[item.index ?? -1];
  return {
    key: item.key,
    kind: item.kind,
    title: item.title,
    description: '',
    parentKey,
    cycle: cycle ? { name: cycle.name, startsOn: cycle.startsOn, endsOn: cycle.endsOn } : null,
    from: stated?.from ?? null,
    to: stated?.to ?? null,
    unit: stated?.unit ?? null,
    by: stated?.by ?? null,
    ownerEmail: emailOf(item.ownerId, look),
    team,
    commitment: null,
    weight: 1,
  };
}

function changedDraft(goal: Goal, { fields }: PlannedStep, look: Look): GoalDraft {
  const { goals, cycles } = look.ground;
  const draft = draftOfGoal(
    goal,
    new Map(goals.map((one) => [one.id, one])),
    new Map(cycles.map((one) => [one.id, one])),
    new Map(look.ground.people.map(({ id, email }) => [id, email])),
  );
  const wanted = Object.fromEntries(fields.map(({ name, stated }) => [name, stated]));
  const { owner, parent, ...plain } = wanted;
  return {
    ...draft,
    ...plain,
    ...('owner' in wanted ? { ownerEmail: emailOf(owner as string | null, look) } : {}),
    ...('parent' in wanted ? { parentKey: parent as string | null } : {}),
  };
}

function emailOf(personId: string | null, look: Look): string | null {
  return look.ground.people.find(({ id }) => id === personId)?.email ?? null;
}
