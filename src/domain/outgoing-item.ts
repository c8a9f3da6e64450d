import type { FlagState, NextAction } from './flag.ts';
import type { Verdict } from './link.ts';
import { ACTION_WORDS, STATE_WORDS } from './wording.ts';

/** The task an item is about, as its tool names it. */
export interface ItemTask {
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
  /** In its tool. */
  readonly url: string | null;
  /** Here. */
  readonly page: string;
}

export interface ItemGoal {
  readonly key: string;
  readonly title: string;
}

interface ShownFlag {
  readonly state: FlagState;
  readonly nextAction: NextAction;
  readonly goals: readonly ItemGoal[];
}

/** A changed flag as other programs are told of it; null: it has none. */
export interface FlagItem {
  readonly task: ItemTask;
  readonly before: ShownFlag | null;
  readonly after: (ShownFlag & { readonly reason: string }) | null;
  /** For people, as one line. */
  readonly says: string;
}

interface ShownLink {
  readonly verdict: Verdict;
  readonly likelihood: number;
}

/** A changed link as other programs are told of it; null: there is none. */
export interface LinkItem {
  readonly task: ItemTask;
  readonly goal: ItemGoal;
  readonly before: ShownLink | null;
  /** `because`: what carries it, in words. */
  readonly after: (ShownLink & { readonly because: string }) | null;
  readonly says: string;
}

export type OutgoingItem = FlagItem | LinkItem;

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  accepted: 'serves',
  automatic: 'serves',
  suggested: 'may serve',
  rejected: 'does not serve',
  broken: 'no longer leads to',
};

/** "ONB-57 “Validate CSV headers”: no why yet → serves a goal. Serves KR2.1 …" */
export function sayFlagItem({ task, before, after }: Omit<FlagItem, 'says'>): string {
  const name = nameOf(task);
  if (after === null) return `${name}: counts no longer.`;
  const from = before === null || before.state === after.state ? '' : `${STATE_WORDS[before.state]} → `;
  const action = after.nextAction === 'none' ? '' : ` ${ACTION_WORDS[after.nextAction]}.`;
  return `${name}: ${from}${STATE_WORDS[after.state]}. ${after.reason}${action}`;
}

/** "ONB-57 “Validate CSV headers” serves KR2.1 “Median days to go-live”: label okr:kr2.1." */
export function sayLinkItem({ task, goal, after }: Omit<LinkItem, 'says'>): string {
  const words = after === null ? 'is not tied any more to' : VERDICT_WORDS[after.verdict];
  const because = after === null || after.because === '' ? '' : `: ${after.because}`;
  return `${nameOf(task)} ${words} ${goal.key} “${goal.title}”${because}.`;
}

function nameOf({ key, title }: ItemTask): string {
  return key === null ? `“${title}”` : `${key} “${title}”`;
}
