import type { Alignment, Standing, Weight } from './alignment.ts';
import type { EvidenceKind } from './evidence.ts';
import type { FlagState, NextAction } from './flag.ts';
import type { GoalKind } from './goal.ts';
import { isWiki, type SourceName, type StatusCategory } from './task.ts';

/** The words of all views: dashboard, command line and digest say the same. */
export const STATE_WORDS: Readonly<Record<FlagState, string>> = {
  aligned: 'serves a goal',
  suggested: 'may serve a goal',
  'no-why': 'no why yet',
  'closed-goal': 'hangs on a closed goal',
  'wrong-cycle': 'hangs on another cycle’s goal',
  'broken-link': 'its link broke',
  ktlo: 'keeps the lights on',
  'over-allowance': 'beyond the keep-the-lights-on allowance',
  'not-now': 'not now',
  approved: 'approved outside the goals',
  'pending-decision': 'waits for a decision',
  unknown: 'we cannot see it',
};

export const ACTION_WORDS: Readonly<Record<NextAction, string>> = {
  none: 'Nothing to do',
  link: 'Link it to the goal it serves',
  'review-suggestion': 'Say yes or no to the suggestion',
  'choose-goal': 'Say which of these goals it serves',
  'move-to-open-goal': 'Move it to an open goal',
  'mend-link': 'Mend the link, or choose another goal',
  decide: 'Decide what can wait',
  'wait-for-decision': 'Wait for the decision',
  'restore-access': 'Restore our access in the tool',
  revisit: 'Come back to it on its day',
};

/** Why a task is not there as it was: four ends that must not be taken for each other. */
export const GONE_WORDS = {
  deleted: 'Deleted in its tool.',
  moved: 'Moved to where Plumbline does not read.',
  archived: 'Archived in its tool.',
  'access-lost': 'Out of our sight; whether it is still there, nobody here can say.',
} as const;

export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, string>> = {
  stated: 'stated',
  inherited: 'inherited',
  rule: 'by rule',
  learned: 'learned from tasks like it',
  text: 'reads like it',
  judged: 'a model’s opinion',
};

/** The same as places one looks at: what each kind is read from. */
export const EVIDENCE_PLACE_WORDS: Readonly<Record<EvidenceKind, string>> = {
  stated: 'What it says itself',
  inherited: 'What it is part of',
  rule: 'Your rules',
  learned: 'Tasks like it',
  text: 'Its own words',
  judged: 'A model’s opinion',
};

export const GOAL_KIND_WORDS: Readonly<Record<GoalKind, string>> = {
  vision: 'Vision',
  objective: 'Objective',
  'key-result': 'Key result',
};

export const STATUS_WORDS: Readonly<Record<StatusCategory, string>> = {
  todo: 'to do',
  'in-progress': 'in progress',
  done: 'done',
};

export const TOOL_WORDS: Readonly<Record<SourceName, string>> = {
  jira: 'Jira',
  asana: 'Asana',
  trello: 'Trello',
  confluence: 'Confluence',
  notion: 'Notion',
};

/** What is read from it and counted. */
export function recordNoun(source: SourceName): 'task' | 'document' {
  return isWiki(source) ? 'document' : 'task';
}

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  aligned: 'serves a goal',
  unaligned: 'has no why yet',
  decided: 'was decided otherwise',
  unknown: 'we cannot see',
};

export const WEIGHT_WORDS: Readonly<Record<Weight, string>> = {
  count: 'counted one by one',
  estimate: 'weighed by estimate',
  'active-days': 'weighed by working days in progress',
};

/** A piece of a sentence; `of` says which tasks a number is about, so that a view can link to exactly those. */
export interface SentencePart {
  readonly text: string;
  readonly of: { readonly standing: Standing } | { readonly states: readonly FlagState[] } | null;
}

/**
 * The sentence every view opens with, as parts. The two numbers of the rate add up to 100; shares stand after "of everything".
 *
 * @param previousRate Last week's, 0 to 1; null where there is none.
 */
export function numberSentence(alignment: Alignment, previousRate: number | null): SentencePart[] {
  const { rate, shares } = alignment;
  if (rate === null) return [plain('Nothing can be judged yet'), ...shareParts(shares)];
  const aligned = Math.round(rate * 100);
  return [
    { text: `${aligned} %`, of: { standing: 'aligned' } },
    plain(' of what can be judged this week serves a goal, '),
    { text: `${100 - aligned} %`, of: { standing: 'unaligned' } },
    plain(` has no why yet${changeWords(aligned, previousRate)}`),
    ...shareParts(shares),
  ];
}

function changeWords(aligned: number, previousRate: number | null): string {
  if (previousRate === null) return '';
  // Both rounded first, or the points would not match the two numbers people compare.
  const points = Math.round(previousRate * 100) - aligned;
  if (points === 0) return ' (as last week)';
  return ` (${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} ${points > 0 ? 'more' : 'fewer'} than last week)`;
}

function shareParts(shares: Alignment['shares']): SentencePart[] {
  const otherwise = shares.approved + shares['not-now'];
  if (shares.ktlo + otherwise === 0) return [plain('.')];
  return [
    plain('; of everything, '),
    { text: `${shares.ktlo} %`, of: { states: ['ktlo'] } },
    plain(' keeps the lights on and '),
    { text: `${otherwise} %`, of: { states: ['approved', 'not-now'] } },
    plain(' was decided otherwise.'),
  ];
}

function plain(text: string): SentencePart {
  return { text, of: null };
}

/** What stands small beneath: "1,204 tasks seen, 31 we cannot see; weighed by estimate". */
export function coverageSentence(coverage: Alignment['coverage'], weight: Weight): string {
  const seen = `${thousands(coverage.visible)} ${coverage.visible === 1 ? 'task' : 'tasks'} seen`;
  const unseen = coverage.unknown === 0 ? '' : `, ${thousands(coverage.unknown)} we cannot see`;
  const own = weight === 'count' ? '' : ` (${thousands(coverage.weighed)} of them have one)`;
  return `${seen}${unseen}; ${WEIGHT_WORDS[weight]}${own}`;
}

/** "1 working day", "12 working days": what a pace is told in. */
export function workingDayWords(days: number): string {
  return days === 1 ? '1 working day' : `${thousands(days)} working days`;
}

/** 1204 → "1,204": the same in every view, whatever the reader's machine is set to. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
