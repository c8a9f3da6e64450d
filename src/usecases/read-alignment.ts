import { alignmentOf, STANDING_OF, type Standing, type Weight } from '../domain/alignment.ts';
import { allowanceInForce, cyclesOn } from '../domain/allowance-in-force.ts';
import { addDays } from '../domain/days.ts';
import { FLAG_STATES } from '../domain/flag.ts';
import { addWeeks, boundsOfWeek, mondayOf } from '../domain/iso-week.ts';
import type { Viewer } from '../domain/person.ts';
import { listAllowances } from '../store/allowances.ts';
import type { Database } from '../store/database.ts';
import { listTeams } from '../store/people.ts';
import { countHidden, readCoverage, readSyncedAt, type StateSum, sumFlags } from '../store/views/alignment.ts';
import type { TaskFilter } from '../store/views/judged.ts';
import { isKeptBy, sumKeptWeeks } from '../store/views/week-sums.ts';
import { listCyclesOf } from './goals-of-moment.ts';
import { type FilterQuery, momentOf, momentOfWeek, toFilter, type ViewMoment, weightOf } from './view-query.ts';

export interface AlignmentQuery extends FilterQuery {
  readonly weight?: string | undefined;
  readonly asOf?: string | undefined;
}

export interface ViewDeps {
  readonly db: Database;
  readonly now: () => number;
}

/** The rate with its coverage and shares, this week and against the end of the last one. */
export async function readAlignment(deps: ViewDeps, viewer: Viewer, query: AlignmentQuery) {
  const { db } = deps;
  const moment = await momentOf(db, deps.now(), query.asOf);
  const before = momentOfWeek(addWeeks(moment.week, -1), moment.at.getTime(), moment.timeZone);
  const filter = await toFilter(db, query, moment);
  const weight = weightOf(query.weight);
  const [sums, previous, hidden, coverage, syncedAt] = await Promise.all([
    sumFlags(db, viewer, filter, moment, weight),
    sumWeek(db, viewer, filter, before, weight),
    countHidden(db, viewer, filter, moment),
    readCoverage(db, viewer, moment),
    readSyncedAt(db),
  ]);
  const found = alignmentOf(sums, coverage.excluded);
  const { visible, unknown, weighed } = found.coverage;
  return {
    week: moment.week,
    asOf: moment.at.toISOString(),
    weight,
    rate: found.rate,
    previousRate: alignmentOf(previous).rate,
    totals: totalsOf(sums),
    shares: FLAG_STATES.flatMap((state) => {
      const own = sums.filter((sum) => sum.state === state);
      if (state === 'unknown' || own.length === 0) return [];
      const [weightSum, count] = [add(own, 'weight'), add(own, 'count')];
      return [{ state, share: found.shares[state], weight: weightSum, count }];
    }),
    coverage: {
      visible,
      unknown,
      excluded: coverage.excluded,
      hidden,
      weighed: visible === 0 ? 1 : weighed / visible,
      setAside: coverage.setAside,
      withoutTeam: add(
        sums.filter((sum) => sum.teamId === null),
        'count',
      ),
    },
    syncedAt: syncedAt?.toISOString() ?? null,
  };
}

/** Week by week to the one asked for; the week under way is as it stands now. Past weeks give the same numbers for ever. */
export async function readTrend(deps: ViewDeps, viewer: Viewer, query: AlignmentQuery & { weeks: number }) {
  const { db } = deps;
  const last = await momentOf(db, deps.now(), query.asOf);
  const filter = await toFilter(db, query, last);
  const weight = weightOf(query.weight);
  const weeks = Array.from({ length: query.weeks }, (_, index) => addWeeks(last.week, index - query.weeks + 1));
  const moments = weeks.map((week) => momentIn(week, last));
  const sums = await sumAtEach(db, viewer, filter, moments, weight);
  const points = weeks.map((week, at) => toPoint(week, sums[at] ?? [], last));
  const from = mondayOf(weeks[0] ?? last.week);
  const cycles = (await listCyclesOf(db, last)).filter((cycle) => cycle.endsOn >= from && cycle.startsOn <= last.today);
  return {
    weight,
    weeks: points,
    cycles: cycles.map(({ name, startsOn, endsOn }) => ({ name, startsOn, endsOn })),
  };
}

function momentIn(week: string, last: ViewMoment): ViewMoment {
  return week === last.week ? last : momentOfWeek(week, last.at.getTime(), last.timeZone);
}

async function sumWeek(db: Database, viewer: Viewer, filter: TaskFilter, moment: ViewMoment, weight: Weight) {
  const [sums = []] = await sumAtEach(db, viewer, filter, [moment], weight);
  return sums;
}

/** What was judged at each of these moments: of weeks whose sums are kept by these, of the others by counting. */
async function sumAtEach(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moments: readonly ViewMoment[],
  weight: Weight,
): Promise<StateSum[][]> {
  const past = isKeptBy(filter) ? moments.filter(({ isNow }) => !isNow) : [];
  const kept = past.length === 0 ? new Map() : await sumKeptWeeks(db, viewer, filter, past, weight);
  return Promise.all(
    moments.map((moment) => kept.get(moment.at.getTime()) ?? sumFlags(db, viewer, filter, moment, weight)),
  );
}

function toPoint(week: string, sums: readonly StateSum[], last: ViewMoment) {
  const startsOn = mondayOf(week);
  return {
    week,
    startsOn,
    endsOn: addDays(startsOn, 6),
    isUnfinished: boundsOfWeek(week, last.timeZone).until > last.at.getTime() + 1,
    rate: alignmentOf(sums).rate,
    ...totalsOf(sums),
  };
}

/** Where effort goes, and where the work without a why is: by team, the most of it first. Never by person. */
export async function readByTeam(deps: ViewDeps, viewer: Viewer, query: AlignmentQuery) {
  const { db } = deps;
  const moment = await momentOf(db, deps.now(), query.asOf);
  const weight = weightOf(query.weight);
  const sums = await sumFlags(db, viewer, await toFilter(db, query, moment), moment, weight);
  const names = new Map((await listTeams(db)).map((team) => [team.id, team]));
  const allowances = await listAllowances(db, { isInForce: true });
  const cycleIds = cyclesOn(await listCyclesOf(db, moment), moment.today).map(({ id }) => id);
  const teams = [...Map.groupBy(sums, (sum) => sum.teamId)].map(([teamId, own]) => ({
    team: teamId === null ? null : (names.get(teamId) ?? { id: teamId, name: teamId }),
    rate: alignmentOf(own).rate,
    ...totalsOf(own),
    parts: partsOf(own),
    allowance: allowanceInForce(allowances, teamId, cycleIds)?.share ?? null,
    count: add(own, 'count'),
  }));
  return { weight, teams: teams.sort((a, b) => b.unaligned - a.unaligned || compareNames(a.team, b.team)) };
}

/** The states that effort goes to, told apart; all others with no why yet are the rest of it. */
function partsOf(sums: readonly StateSum[]) {
  const of = (state: StateSum['state']) =>
    add(
      sums.filter((sum) => sum.state === state),
      'weight',
    );
  return { ktlo: of('ktlo'), approved: of('approved'), notNow: of('not-now'), overAllowance: of('over-allowance') };
}

function compareNames(a: { name: string } | null, b: { name: string } | null): number {
  return (a?.name ?? '').localeCompare(b?.name ?? '');
}

function totalsOf(sums: readonly StateSum[]): Record<Standing, number> {
  const of = (standing: Standing) =>
    add(
      sums.filter((sum) => STANDING_OF[sum.state] === standing),
      'weight',
    );
  return { aligned: of('aligned'), unaligned: of('unaligned'), decided: of('decided'), unknown: of('unknown') };
}

function add(sums: readonly StateSum[], what: 'count' | 'weight'): number {
  return sums.reduce((total, sum) => total + sum[what], 0);
}
