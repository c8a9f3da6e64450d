import type { ManagerDetail, PageReadsAnswer } from '../../../src/api/schemas/managers.ts';
import type { TeamDetail, TeamsAnswer } from '../../../src/api/schemas/teams.ts';
import type { FakeState } from './fake-answers.ts';
import { managers, now, ref, teams } from './fake-organisation.ts';

/** Who leads which: Ana the first two, Jonas the others. */
const leaderOf = (place: number) => managers[place < 2 ? 0 : 1] ?? null;

/** By name, as the service gives them; a member opens none. */
export function listTeams({ role }: Pick<FakeState, 'role'>): TeamsAnswer {
  const mayOpen = role !== 'member';
  const items = teams.map((team, place) => ({
    ...{ ...team, people: 6, place, mayOpen },
    leader: mayOpen ? leaderOf(place) : null,
  }));
  return { items: items.toSorted((a, b) => a.name.localeCompare(b.name)) };
}

/** null where there is none of it, or none the reader may open. */
export function findTeam({ role }: Pick<FakeState, 'role'>, id: string): TeamDetail | null {
  const place = teams.findIndex((team) => team.id === id);
  const team = teams[place];
  if (!team || role === 'member') return null;
  return {
    ...team,
    leader: leaderOf(place),
    people: [
      { id: 'ana', name: 'Ana Sousa' },
      { id: 'eva', name: 'Eva Lund' },
    ],
    goals: [
      { ...ref('O2'), tasks: 11 },
      { ...ref('KR2.1'), tasks: 9 },
    ],
  };
}

/** Ana reads her own page; Jonas's she reads from further above. */
export function findManager({ role }: Pick<FakeState, 'role'>, id: string): ManagerDetail | null {
  const manager = managers.find((one) => one.id === id);
  if (!manager || role === 'member') return null;
  return {
    ...manager,
    teamIds: teams.filter((_, place) => leaderOf(place)?.id === id).map((team) => team.id),
    goals: [{ ...ref('KR2.1'), tasks: 9 }],
    digest: { next: new Date(now + 4 * 86_400_000).toISOString(), isPaused: false },
    told: id === 'ana' ? [] : [manager.name],
  };
}

export const pageReads: PageReadsAnswer = {
  items: [{ day: '2026-11-16', reader: 'Olga Owner', person: { id: 'ana', name: 'Ana Sousa' }, isOwn: true }],
};
