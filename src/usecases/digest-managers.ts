import { addDays } from '../domain/days.ts';
import type { ManagerLine } from '../domain/digest.ts';
import { type IsoWeek, mondayOf } from '../domain/iso-week.ts';
import { teamsSeenBy } from '../domain/people.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { listPeople } from '../store/people.ts';
import { readByTeam, type ViewDeps } from './read-alignment.ts';

type TeamSums = Awaited<ReturnType<typeof readByTeam>>['teams'];

/**
 * The parts of the organisation below a leader, one line for each manager who answers to them, in the order of their names; for an owner
 * whom nobody answers to, below whoever stands at the top.
 */
export async function readManagerLines(
  deps: ViewDeps,
  viewer: Viewer,
  leader: Pick<Person, 'id'>,
  weekBefore: IsoWeek,
  asOf: string | undefined,
): Promise<ManagerLine[]> {
  const people = (await listPeople(deps.db)).filter(({ leftAt }) => leftAt === null);
  const { teams: now } = await readByTeam(deps, viewer, { asOf });
  const { teams: before } = await readByTeam(deps, viewer, { asOf: addDays(mondayOf(weekBefore), 6) });
  return managersBelow(leader, people).map((manager) => {
    const teams = new Set(teamsSeenBy(manager.id, people));
    const sums = sumOf(now, teams);
    return {
      manager: manager.name,
      rate: rateOf(sums),
      previousRate: rateOf(sumOf(before, teams)),
      unaligned: Math.round(sums.unaligned),
    };
  });
}

function managersBelow(leader: Pick<Person, 'id'>, people: readonly Person[]): Person[] {
  const leads = (person: Person) => people.some(({ managerId }) => managerId === person.id);
  const below = (id: string) => people.filter((person) => person.managerId === id && leads(person));
  if (people.some(({ managerId }) => managerId === leader.id)) return below(leader.id);
  const tops = people.filter((person) => person.managerId === null && leads(person));
  const [only, ...others] = tops;
  return only && others.length === 0 ? below(only.id) : tops;
}

function sumOf(sums: TeamSums, teams: ReadonlySet<string>) {
  const own = sums.filter(({ team }) => team !== null && teams.has(team.id));
  const add = (what: 'aligned' | 'unaligned') => own.reduce((sum, one) => sum + one[what], 0);
  return { aligned: add('aligned'), unaligned: add('unaligned') };
}

function rateOf({ aligned, unaligned }: { aligned: number; unaligned: number }): number | null {
  return aligned + unaligned > 0 ? aligned / (aligned + unaligned) : null;
}
