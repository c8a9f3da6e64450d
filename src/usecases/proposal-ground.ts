import { dayAt } from '../domain/days.ts';
import type { Cycle } from '../domain/goal.ts';
import type { ProposedGoal } from '../domain/proposal.ts';
import { guessCycle } from '../domain/proposal-cycle.ts';
import type { DiffGround } from '../domain/proposal-ground.ts';
import type { Database, Tx } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople } from '../store/people.ts';
import { listElsewhere, listSources } from '../store/proposals.ts';
import { readSettings } from '../store/settings.ts';

export interface ProposalGround extends DiffGround {
  readonly cycles: readonly Cycle[];
  /** The one the page is about, as guessed. */
  readonly cycle: Cycle | null;
}

/** What all proposals are compared with. */
type Shelf = Pick<ProposalGround, 'goals' | 'people' | 'today' | 'cycles'>;

export async function readShelf(db: Database | Tx, now: number): Promise<Shelf> {
  const { time_zone: timeZone } = await readSettings(db);
  return {
    goals: await listGoals(db),
    people: await listPeople(db),
    today: dayAt(now, timeZone),
    cycles: await listCycles(db),
  };
}

/** What a proposal is compared with, as it stands now. */
export async function readGround(
  db: Database | Tx,
  proposal: { readonly id: string; readonly title: string; readonly goals: readonly ProposedGoal[] },
  now: number,
  shelf?: Shelf,
): Promise<ProposalGround> {
  const all = shelf ?? (await readShelf(db, now));
  const headings = proposal.goals.flatMap(({ place }) => place.path);
  const cycle = guessCycle([proposal.title, ...headings], all.cycles, all.today);
  const sources = await listSources(db, proposal.id);
  return {
    ...all,
    sources: sources.map((row) => ({ goalId: row.goal_id, knownAs: row.known_as, decided: row.decided })),
    elsewhere: await listElsewhere(db, proposal.id),
    cycleId: cycle?.id ?? null,
    cycle,
  };
}
