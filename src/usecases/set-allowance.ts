import { allowanceInForce, cyclesOn } from '../domain/allowance-in-force.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { listAllowances, setAllowance } from '../store/allowances.ts';
import { listCycles } from '../store/goals.ts';
import { listTeams } from '../store/people.ts';
import { markTreesStale } from '../store/stale.ts';
import type { DecideDeps } from './decide-links.ts';
import { deriveTasks } from './derive.ts';
import { UseCaseError } from './errors.ts';
import { findOverAllowance } from './find-over-allowance.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

export interface AllowanceWord {
  /** null: for every team without its own. */
  readonly teamId: string | null;
  /** null: in any cycle. */
  readonly cycleId: string | null;
  /** 0 to 1; null: none. */
  readonly share: number | null;
}

/**
 * Sets which share of a team's work may keep the lights on. What was set before ends and stays as history; the flags of whatever moved
 * across it are derived before this returns.
 *
 * @throws UseCaseError `unknown-team`, `unknown-cycle`; `not-your-team` where a leader sets one for teams that are not theirs.
 */
export async function changeAllowance(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  word: AllowanceWord,
): Promise<void> {
  await checkAllowance(deps, viewer, word);
  const at = new Date(deps.now());
  const isChanged = await deps.db
    .transaction()
    .execute((tx) => setAllowance(tx, { ...word, byPersonId: by.id, byName: by.name }, at));
  if (!isChanged) return;
  const { changed } = await findOverAllowance(deps.db, deps.now());
  await markTreesStale(deps.db, changed, at);
  await deriveTasks(deps, changed);
  await deps.onStale();
}

async function checkAllowance({ db }: DecideDeps, viewer: Viewer, { teamId, cycleId }: AllowanceWord): Promise<void> {
  if (teamId !== null && !(await listTeams(db)).some(({ id }) => id === teamId)) {
    throw new UseCaseError('unknown-team', `There is no team ${teamId}.`);
  }
  if (cycleId !== null && !(await listCycles(db)).some(({ id }) => id === cycleId)) {
    throw new UseCaseError('unknown-cycle', `There is no cycle ${cycleId}.`);
  }
  if (viewer.role === 'owner' || (teamId !== null && viewer.teamIds.includes(teamId))) return;
  throw new UseCaseError(
    'not-your-team',
    'A leader sets it for the teams below them; what holds for all is the owner’s.',
  );
}

/** What is in force today for each team, and everything that was ever set, newest first. Shares are no secret: everybody sees them. */
export async function readAllowances(deps: ViewDeps) {
  const { today } = await momentOf(deps.db, deps.now());
  const [rows, teams, cycles] = await Promise.all([
    listAllowances(deps.db, { isInForce: false }),
    listTeams(deps.db),
    listCycles(deps.db),
  ]);
  const teamOf = new Map(teams.map((team) => [team.id, team]));
  const cycleOf = new Map(cycles.map(({ id, name }) => [id, { id, name }]));
  const current = cyclesOn(cycles, today).map(({ id }) => id);
  const inForce = rows.filter(({ endedAt }) => endedAt === null);
  return {
    teams: teams.map((team) => ({ team, share: allowanceInForce(inForce, team.id, current)?.share ?? null })),
    common: allowanceInForce(inForce, null, current)?.share ?? null,
    items: rows.map((row) => ({
      team: row.teamId === null ? null : (teamOf.get(row.teamId) ?? null),
      cycle: row.cycleId === null ? null : (cycleOf.get(row.cycleId) ?? null),
      share: row.share,
      by: row.byName,
      at: row.at.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    })),
  };
}
