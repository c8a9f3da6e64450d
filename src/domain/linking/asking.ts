import { groupWordings, type Wording, type Wordings } from './wordings.ts';
import { createWorthHeap, type WorthHeap } from './worth-heap.ts';

/** A task without a goal, and the goal it comes nearest to. */
export interface OpenQuestion {
  readonly taskId: string;
  readonly goalId: string;
  /** 0 to 1. */
  readonly likelihood: number;
  readonly title: string;
}

/** no-example: nothing is known to serve that goal yet. alike: others read like it. uncertain: neither, and yet nobody can tell. */
export type AskReason = 'no-example' | 'alike' | 'uncertain';

/** A question worth a person's moment. */
export interface Ask {
  readonly taskId: string;
  readonly goalId: string;
  readonly why: AskReason;
  /** Other tasks without a goal that come nearest to the same one and read like this one. */
  readonly settles: number;
}

/** Below it the answer is known to be no but for a few: it would teach nothing. */
const ASKED_FROM = 0.1;
/** For a goal without any example a long shot is worth a question. */
const FIRST_ASKED_FROM = 0.05;
const ASKS_MAX = 2_000;
/** What one more question about the same wording is worth beside the one before it. */
const WORTH_AGAIN = 0.1;
/** Wordings looked at between two breaths. */
const STRIDE = 8;

/**
 * In the order that teaches most: first, for each goal without an example, the task likeliest to serve it, the goal with the most
 * look-alikes first; then by uncertainty × how many others read like it, a tenth of that where it reads like one that is asked before it.
 * The order of the questions given decides nothing. Pauses now and then, so that whoever shares the thread gets a turn.
 */
export function* orderAsks(
  questions: readonly OpenQuestion[],
  withoutExample: ReadonlySet<string>,
): Generator<void, Ask[]> {
  const sorted = questions.toSorted((a, b) => compare(a.taskId, b.taskId));
  const wordings = yield* groupWordings(sorted.map(({ goalId, title }) => ({ subject: goalId, text: title })));
  const round = yield* startRound(sorted, wordings);
  const first = firstExamples(round, withoutExample);
  for (const place of first) take(round, place);
  const asks = first.map((place) => askOf(round, place, 'no-example'));
  while (asks.length < ASKS_MAX) {
    const place = nextPlace(round);
    if (place === null) break;
    take(round, place);
    yield;
    asks.push(askOf(round, place, settlesOf(round, place) > 0 ? 'alike' : 'uncertain'));
  }
  return asks;
}

interface Round {
  readonly questions: readonly OpenQuestion[];
  readonly wordings: Wordings;
  /** Of each question. */
  readonly wordingOf: Uint32Array;
  /** Of each wording: how many others read like any of its texts. */
  readonly settles: Float64Array;
  /** Of each wording: what another question about it is still worth after those taken, 0 to 1. */
  readonly left: Float64Array;
  /** Of each wording: its questions that are left, the most uncertain first. */
  readonly waiting: number[][];
  /** Of each wording, at most: taking a question only ever lowers it. */
  readonly worths: WorthHeap;
}

function* startRound(questions: readonly OpenQuestion[], wordings: Wordings): Generator<void, Round> {
  const { all } = wordings;
  const byUncertainty = (a: number, b: number) => uncertaintyAt(questions, b) - uncertaintyAt(questions, a) || a - b;
  const waiting = all.map(({ members }) =>
    members.filter((at) => (questions[at]?.likelihood ?? 0) >= ASKED_FROM).sort(byUncertainty),
  );
  const wordingOf = new Uint32Array(questions.length);
  all.forEach(({ members }, at) => {
    for (const member of members) wordingOf[member] = at;
  });
  const settles = new Float64Array(all.length);
  for (let at = 0; at < all.length; at += 1) {
    settles[at] = wordings.alikeTo(at).reduce((sum, other) => sum + sizeOf(all[other]), ownLookAlikes(all[at]));
    if (at % STRIDE === STRIDE - 1) yield;
  }
  const round = { questions, wordings, wordingOf, settles, waiting, left: new Float64Array(all.length).fill(1) };
  return { ...round, worths: createWorthHeap(Float64Array.from(all.keys(), (at) => worthOf(round, at))) };
}

function sizeOf(wording: Wording | undefined): number {
  return wording?.members.length ?? 0;
}

function ownLookAlikes(wording: Wording | undefined): number {
  return wording?.isLikeItself ? wording.members.length - 1 : 0;
}

/** 1 where nobody can tell, 0 where it is sure. */
function uncertaintyAt(questions: readonly OpenQuestion[], at: number | undefined): number {
  const likelihood = at === undefined ? 0 : (questions[at]?.likelihood ?? 0);
  return 4 * likelihood * (1 - likelihood);
}

function firstExamples(round: Round, withoutExample: ReadonlySet<string>): number[] {
  const { questions } = round;
  const asked = [...questions.keys()].filter((at) => {
    const question = questions[at];
    return question && question.likelihood >= FIRST_ASKED_FROM && withoutExample.has(question.goalId);
  });
  const likelihoodAt = (at: number) => questions[at]?.likelihood ?? 0;
  const likeliest = (a: number, b: number) =>
    likelihoodAt(b) - likelihoodAt(a) || settlesOf(round, b) - settlesOf(round, a) || a - b;
  return [...Map.groupBy(asked, (at) => questions[at]?.goalId).values()]
    .flatMap((places) => places.sort(likeliest).slice(0, 1))
    .sort((a, b) => settlesOf(round, b) - settlesOf(round, a) || likeliest(a, b));
}

function settlesOf({ settles, wordingOf }: Round, place: number): number {
  return settles[wordingOf[place] ?? 0] ?? 0;
}

function askOf(round: Round, place: number, why: AskReason): Ask {
  const { taskId = '', goalId = '' } = round.questions[place] ?? {};
  return { taskId, goalId, why, settles: settlesOf(round, place) };
}

/** Takes a question, and what it speaks for counts less from here on. */
function take({ wordings, wordingOf, left, waiting }: Round, place: number): void {
  const at = wordingOf[place] ?? 0;
  const asked = waiting[at]?.indexOf(place) ?? -1;
  if (asked >= 0) waiting[at]?.splice(asked, 1);
  const spokenFor = wordings.all[at]?.isLikeItself ? [at, ...wordings.alikeTo(at)] : wordings.alikeTo(at);
  for (const other of spokenFor) left[other] = (left[other] ?? 1) * WORTH_AGAIN;
}

/** The place of the question worth most; null where none is left. What each is worth by now is looked up only where it leads. */
function nextPlace(round: Round): number | null {
  for (;;) {
    const top = round.worths.top();
    if (top === null) return null;
    const worth = worthOf(round, top.at);
    round.worths.lower(worth);
    if (worth > 0 && worth >= top.worth) return round.waiting[top.at]?.[0] ?? null;
  }
}

function worthOf({ questions, settles, left, waiting }: Omit<Round, 'worths'>, at: number): number {
  return uncertaintyAt(questions, waiting[at]?.[0]) * (1 + (settles[at] ?? 0)) * (left[at] ?? 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
