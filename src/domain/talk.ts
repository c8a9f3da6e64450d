import { GOAL_FLAGS, type GoalFlagKind } from './goal-flag.ts';

/** A theme in unaligned work. */
interface TalkTheme {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly effort: number;
}

interface TalkGoal {
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly suggestedTasks: number;
  readonly flags: readonly { readonly kind: GoalFlagKind; readonly reason: string }[];
}

interface TalkDecision {
  readonly id: number;
  readonly at: string;
}

/** Something to talk about, and what makes it so. */
export type TalkPoint<Theme extends TalkTheme, Goal extends TalkGoal, Decision extends TalkDecision> =
  | { readonly about: 'theme'; readonly theme: Theme }
  | { readonly about: 'goal'; readonly goal: Goal }
  | {
      readonly about: 'decision';
      readonly which: 'waiting' | 'due';
      readonly decision: Decision;
      readonly count: number;
    };

/**
 * At most three things worth a conversation, the same ones for the same state: the theme that takes the most effort; the goal with the
 * gravest flag (nobody works on it, then behind its pace, then work without effect; an objective before a key result); the decision that
 * waits longest, else the promise that is due longest.
 */
export function chooseTalkPoints<Theme extends TalkTheme, Goal extends TalkGoal, Decision extends TalkDecision>(state: {
  readonly themes: readonly Theme[];
  readonly goals: readonly Goal[];
  readonly waiting: readonly Decision[];
  readonly due: readonly Decision[];
}): TalkPoint<Theme, Goal, Decision>[] {
  const [theme] = state.themes.toSorted((a, b) => b.effort - a.effort || b.count - a.count || compare(a.id, b.id));
  const [goal] = state.goals.filter(({ flags }) => flags.some(isTalk)).toSorted(byWeight);
  const which = state.waiting.length > 0 ? 'waiting' : 'due';
  const [decision] = state[which].toSorted((a, b) => compare(a.at, b.at) || a.id - b.id);
  return [
    ...(theme ? [{ about: 'theme', theme } as const] : []),
    ...(goal ? [{ about: 'goal', goal } as const] : []),
    ...(decision ? [{ about: 'decision', which, decision, count: state[which].length } as const] : []),
  ];
}

/** That nobody checked in is a word to its owner, not a conversation. */
function isTalk({ kind }: TalkGoal['flags'][number]): boolean {
  return kind !== 'stale';
}

function byWeight(a: TalkGoal, b: TalkGoal): number {
  const grave = ({ flags }: TalkGoal) => Math.min(...flags.map(({ kind }) => GOAL_FLAGS.indexOf(kind)));
  const height = ({ kind }: TalkGoal) => Number(kind === 'objective');
  return grave(a) - grave(b) || height(b) - height(a) || b.suggestedTasks - a.suggestedTasks || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
