import { median } from './alignment.ts';
import type { FlagState } from './flag.ts';
import { listWords } from './flag-words.ts';
import { shorten } from './normal-text.ts';

/** What one click in a digest says of a task. */
const ANSWERS = ['serves', 'ktlo', 'not-now', 'ask-owner'] as const;
export type AnswerName = (typeof ANSWERS)[number];

export interface DigestAnswer {
  readonly says: AnswerName;
  /** With `serves`: which goal. */
  readonly goal: { readonly key: string; readonly title: string } | null;
}

/** A task without a why, as it may be asked about. */
export interface AskCandidate {
  readonly taskId: string;
  readonly key: string | null;
  readonly title: string;
  readonly team: string | null;
  readonly ageDays: number | null;
  readonly estimate: number | null;
  readonly state: FlagState;
  readonly reason: string;
  readonly suggested: {
    readonly key: string;
    readonly title: string;
    readonly because: string;
    /** Keys of goals it may serve as well. */
    readonly too?: readonly string[];
  } | null;
  /** It waits for the decision of this very person. */
  readonly waitsForReader: boolean;
}

export interface DigestAsk {
  readonly taskId: string;
  readonly key: string | null;
  readonly title: string;
  readonly team: string | null;
  /** One line. */
  readonly why: string;
  readonly answers: readonly DigestAnswer[];
  /** What it was asked for; while this stays, it is not asked again. */
  readonly mark: string;
}

const ASKS_MAX = 5;
const ANSWERS_MAX = 3;
const WHY_CHARACTERS_MAX = 180;

/** What stands behind an ask: another state or another suggestion is another question. */
function markOf(candidate: Pick<AskCandidate, 'state' | 'suggested'>): string {
  return [candidate.state, candidate.suggested?.key ?? ''].join(' ').trim();
}

/**
 * At most five asks: what waits for the reader's own decision first, then by effort and age together. Same candidates in any order, same
 * asks.
 *
 * @param asked By task: the mark it was asked with last. What has the same one still is not asked again.
 */
export function chooseAsks(candidates: readonly AskCandidate[], asked: ReadonlyMap<string, string>): DigestAsk[] {
  const middle = median(candidates.flatMap(({ estimate }) => (estimate !== null && estimate > 0 ? [estimate] : [])));
  const weightOf = (one: AskCandidate) => effortOf(one, middle) * ageOf(one);
  return candidates
    .filter((one) => asked.get(one.taskId) !== markOf(one))
    .sort(
      (a, b) =>
        Number(b.waitsForReader) - Number(a.waitsForReader) ||
        weightOf(b) - weightOf(a) ||
        (a.taskId < b.taskId ? -1 : 1),
    )
    .slice(0, ASKS_MAX)
    .map(toAsk);
}

/** In median tasks; one where nobody estimated it. */
function effortOf({ estimate }: AskCandidate, middle: number | null): number {
  return estimate !== null && estimate > 0 && middle ? estimate / middle : 1;
}

/** Weeks count ever less: a task of a year is not ten times as pressing as one of five weeks. */
function ageOf({ ageDays }: AskCandidate): number {
  return Math.log2(2 + (ageDays ?? 0) / 7);
}

function toAsk(candidate: AskCandidate): DigestAsk {
  const { taskId, key, title, team } = candidate;
  return { taskId, key, title, team, why: whyOf(candidate), answers: answersTo(candidate), mark: markOf(candidate) };
}

/** All that was tried stands on the task's page; a digest says what it comes to. */
const NO_WHY = 'Nothing in it, above it or like it names a goal.';

function whyOf({ suggested, reason, ageDays, state, team }: AskCandidate): string {
  const facts = [team, ageDays !== null && ageDays >= 14 ? `${Math.floor(ageDays / 7)} weeks old` : null];
  const about = facts.filter((fact) => fact !== null).join(', ');
  const stated = state === 'no-why' ? NO_WHY : reason;
  const grounds = suggested
    ? `May serve ${listWords([suggested.key, ...(suggested.too ?? [])])}: ${suggested.because}`
    : stated;
  return shorten(about === '' ? grounds : `${about}. ${grounds}`, WHY_CHARACTERS_MAX);
}

function answersTo({ suggested, state }: AskCandidate): DigestAnswer[] {
  const serves: DigestAnswer[] = suggested
    ? [{ says: 'serves', goal: { key: suggested.key, title: suggested.title } }]
    : [];
  const others = (['ktlo', 'not-now', 'ask-owner'] as const)
    // Who is asked does not ask on, and what is beyond the allowance keeps the lights on already.
    .filter((says) => !(says === 'ask-owner' && state === 'pending-decision'))
    .map((says) => ({ says, goal: null }));
  return [...serves, ...others].slice(0, ANSWERS_MAX);
}
