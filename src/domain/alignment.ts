import { FLAG_STATES, type FlagState } from './flag.ts';

/** How a state is counted. */
export type Standing = 'aligned' | 'unaligned' | 'decided' | 'unknown';

export const STANDING_OF: Readonly<Record<FlagState, Standing>> = {
  aligned: 'aligned',
  'no-why': 'unaligned',
  suggested: 'unaligned',
  'closed-goal': 'unaligned',
  'wrong-cycle': 'unaligned',
  'broken-link': 'unaligned',
  'over-allowance': 'unaligned',
  'pending-decision': 'unaligned',
  ktlo: 'decided',
  approved: 'decided',
  'not-now': 'decided',
  unknown: 'unknown',
};

/** What a task counts for: one; its estimate ÷ the median of its scope; its working days in progress. */
export const WEIGHTS = ['count', 'estimate', 'active-days'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Countable tasks of one state, summed. */
export interface FlagGroup {
  readonly state: FlagState;
  readonly count: number;
  /** Their summed weight, in the chosen one of the three. */
  readonly weight: number;
  /** How many of them have a value of their own for it; left out where all do. */
  readonly weighed?: number;
}

export interface Alignment {
  /** 0 to 1; null where nothing can be judged. */
  readonly rate: number | null;
  /** Summed weights. */
  readonly aligned: number;
  readonly unaligned: number;
  readonly decided: number;
  /** Numbers of tasks, whatever the weight. */
  readonly coverage: {
    readonly visible: number;
    readonly unknown: number;
    readonly excluded: number;
    /** Visible ones with a value of their own for the weight; the others count as 1. */
    readonly weighed: number;
  };
  /** Whole percents of everything visible, adding up to 100 (all 0 where nothing is visible). Never called alignment. */
  readonly shares: Readonly<Record<Exclude<FlagState, 'unknown'>, number>>;
}

/**
 * The alignment rate: aligned ÷ (aligned + unaligned), after "What is counted" in docs/architecture.md.
 *
 * @param groups One for each state, or several of one state; decided and unknown ones stand in neither term of the rate.
 * @param excluded How many tasks were left out of counting (containers, mirrors, archived ones); only reported.
 * @returns Rate 0 to 1; null where both terms are empty, since "0 %" would read as a fault.
 */
export function alignmentOf(groups: readonly FlagGroup[], excluded = 0): Alignment {
  const weightOf = (standing: Standing) =>
    sum(groups.filter(({ state }) => STANDING_OF[state] === standing).map(({ weight }) => weight));
  const aligned = weightOf('aligned');
  const unaligned = weightOf('unaligned');
  const judged = aligned + unaligned;
  const visible = groups.filter(({ state }) => state !== 'unknown');
  return {
    rate: judged > 0 ? aligned / judged : null,
    aligned,
    unaligned,
    decided: weightOf('decided'),
    coverage: {
      visible: sum(visible.map(({ count }) => count)),
      unknown: sum(groups.filter(({ state }) => state === 'unknown').map(({ count }) => count)),
      excluded,
      weighed: sum(visible.map(({ weighed, count }) => weighed ?? count)),
    },
    shares: sharesOf(visible),
  };
}

function sharesOf(visible: readonly FlagGroup[]): Alignment['shares'] {
  const states = FLAG_STATES.filter((state) => state !== 'unknown');
  const weights = states.map((state) =>
    sum(visible.filter((group) => group.state === state).map(({ weight }) => weight)),
  );
  const percents = wholePercents(weights);
  return Object.fromEntries(states.map((state, at) => [state, percents[at] ?? 0])) as unknown as Alignment['shares'];
}

/** Whole percents that add up to 100, by the largest remainder; all 0 where the values add up to nothing. */
export function wholePercents(values: readonly number[]): number[] {
  const total = sum(values);
  if (total <= 0) return values.map(() => 0);
  const exact = values.map((value) => (value / total) * 100);
  const floors = exact.map(Math.floor);
  const missing = 100 - sum(floors);
  const byRemainder = exact
    .map((value, at) => ({ at, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  const raised = new Set(byRemainder.slice(0, missing).map(({ at }) => at));
  return floors.map((floor, at) => floor + (raised.has(at) ? 1 : 0));
}

/**
 * What each task counts for by its estimate: value ÷ the median of its scope's estimates, so that points, hours and shirt sizes of
 * different teams stand side by side; 1 where it has none. A zero is an estimate of nothing to do and counts as it says.
 */
export function weighByEstimate(
  tasks: readonly { readonly taskId: string; readonly scopeId: string | null; readonly estimate: number | null }[],
): Map<string, { readonly weight: number; readonly isWeighed: boolean }> {
  const scopes = Map.groupBy(tasks, ({ scopeId }) => scopeId);
  const medians = new Map(
    [...scopes].map(([scope, own]) => [
      scope,
      median(own.flatMap(({ estimate }) => (isEstimate(estimate) ? [estimate] : []))),
    ]),
  );
  return new Map(
    tasks.map(({ taskId, scopeId, estimate }) => {
      const middle = medians.get(scopeId) ?? null;
      const isWeighed = isEstimate(estimate) && middle !== null && middle > 0;
      return [taskId, { weight: isWeighed ? estimate / middle : 1, isWeighed }];
    }),
  );
}

function isEstimate(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value >= 0;
}

/** null of nothing; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
