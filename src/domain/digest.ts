import type { Alignment } from './alignment.ts';
import { type AskCandidate, chooseAsks, type DigestAsk } from './digest-asks.ts';
import { type PageRead, readMark } from './digest-reads.ts';
import { hasMoved, type ResultMoved } from './digest-results.ts';
import { listWords } from './flag-words.ts';
import type { IsoWeek } from './iso-week.ts';
import { numberSentence, type SentencePart, thousands } from './wording.ts';

/** A task that was finished in the week and serves a goal. */
export interface FinishedTask {
  readonly key: string | null;
  readonly title: string;
  readonly team: string | null;
  /** Who did it; null where nobody is named. */
  readonly by: string | null;
  readonly goalKeys: readonly string[];
}

export interface TeamThanks {
  readonly team: string | null;
  readonly count: number;
  /** A few of them. */
  readonly tasks: readonly Pick<FinishedTask, 'key' | 'title' | 'goalKeys'>[];
  /** In the order of their names: thanks are no ranking. */
  readonly people: readonly string[];
}

export interface GoalNamed {
  readonly key: string;
  readonly title: string;
}

export interface GoalMoved extends GoalNamed {
  /** Tasks finished for it in the week. */
  readonly finished: number;
  /** Its number, where somebody gave it in the week. */
  readonly result: ResultMoved | null;
}

export interface Revisit {
  readonly taskId: string;
  readonly key: string | null;
  readonly title: string;
  /** The day it was put off to. */
  readonly revisitOn: string;
  readonly because: string;
  /** Who put it off; null: the reader. */
  readonly by: string | null;
}

/** One part of the organisation, as its leader reads of it. */
export interface ManagerLine {
  readonly manager: string;
  readonly rate: number | null;
  readonly previousRate: number | null;
  /** Tasks without a why. */
  readonly unaligned: number;
}

export interface WeekRate {
  readonly week: IsoWeek;
  /** 0 to 1. */
  readonly rate: number | null;
  readonly isUnfinished: boolean;
}

export interface DigestInput {
  /** `manager`: their own teams. `whole`: all that is below, by manager. */
  readonly audience: 'manager' | 'whole';
  readonly week: IsoWeek;
  readonly alignment: Alignment;
  readonly previousRate: number | null;
  /** Tasks that are counted and that the reader may not see. */
  readonly hidden: number;
  readonly trend: readonly WeekRate[];
  readonly finished: readonly FinishedTask[];
  /** Also those that `finished` holds no more of. */
  readonly finishedByTeam: ReadonlyMap<string | null, number>;
  /** Title by key, in the order of the tree. */
  readonly goals: ReadonlyMap<string, string>;
  /** By key: the numbers given in the week, of the goals that are the reader's or that their teams work for. */
  readonly results: ReadonlyMap<string, ResultMoved>;
  readonly unstaffed: readonly GoalNamed[];
  readonly candidates: readonly AskCandidate[];
  /** How many tasks wait for a why, candidates or not. */
  readonly waiting: number;
  /** By task: the mark it was asked with last. */
  readonly asked: ReadonlyMap<string, string>;
  /** Goals that the last digest named as worked on by nobody. */
  readonly unstaffedBefore: readonly string[];
  /** Promises whose day has come. */
  readonly revisits: readonly Revisit[];
  /** Those that an earlier digest named, as "<task> <day>". */
  readonly revisitsBefore: ReadonlySet<string>;
  readonly managers: readonly ManagerLine[];
  /** Of the reader's page and of those of managers below them, from further above. */
  readonly reads: readonly PageRead[];
  /** Marks of those that an earlier digest told of. */
  readonly readsBefore: ReadonlySet<string>;
}

/** What one digest says, as data: kept with it, said by a template. */
export interface Digest {
  readonly audience: DigestInput['audience'];
  readonly week: IsoWeek;
  readonly subject: string;
  /** What a mailbox shows beside the subject. */
  readonly preview: string;
  readonly sentence: readonly SentencePart[];
  readonly seen: string;
  readonly thanks: readonly TeamThanks[];
  readonly moved: readonly GoalMoved[];
  readonly unstaffed: readonly GoalNamed[];
  /** All of them, named again or not: what the next digest holds its own against. */
  readonly unstaffedKeys: readonly string[];
  readonly asks: readonly DigestAsk[];
  /** Tasks that wait for a why and are not asked about here. */
  readonly stillWaiting: number;
  readonly revisits: readonly Revisit[];
  /** Promises due that are named next time. */
  readonly revisitsMore: number;
  readonly managers: readonly ManagerLine[];
  /** Told once. */
  readonly reads: readonly PageRead[];
  readonly trend: readonly WeekRate[];
  /** Nothing moved and nothing is asked: the digest is short. */
  readonly isQuiet: boolean;
}

const TASKS_A_TEAM = 3;
const GOALS_MOVED_MAX = 5;
const UNSTAFFED_MAX = 5;
const REVISITS_MAX = 5;

/** What the digest says. Same input, its tasks in any order, same digest. */
export function buildDigest(input: DigestInput): Digest {
  const thanks = thanksOf(input);
  const moved = movedOf(input);
  const before = new Set(input.unstaffedBefore);
  const unstaffed = input.unstaffed.filter(({ key }) => !before.has(key)).slice(0, UNSTAFFED_MAX);
  const due = input.revisits.filter((one) => !input.revisitsBefore.has(revisitMark(one)));
  const revisits = due.slice(0, REVISITS_MAX);
  // What comes back is not asked about a second time.
  const back = new Set(revisits.map(({ taskId }) => taskId));
  const asks = chooseAsks(
    input.candidates.filter(({ taskId }) => !back.has(taskId)),
    input.asked,
  );
  const { audience, week, managers, trend } = input;
  return {
    ...{ audience, week, thanks, moved, unstaffed, asks, revisits, managers, trend },
    subject: subjectOf(input, asks.length + revisits.length),
    preview: previewOf(thanks, moved),
    sentence: numberSentence(input.alignment, input.previousRate),
    seen: seenOf(input),
    unstaffedKeys: namedKeys(input, unstaffed),
    revisitsMore: due.length - revisits.length,
    reads: input.reads.filter((read) => !input.readsBefore.has(readMark(read))),
    stillWaiting: Math.max(0, input.waiting - asks.length),
    isQuiet: thanks.length + moved.length + unstaffed.length + asks.length + revisits.length === 0,
  };
}

/** A promise is named once; put off anew, it is another one. */
export function revisitMark({ taskId, revisitOn }: Pick<Revisit, 'taskId' | 'revisitOn'>): string {
  return `${taskId} ${revisitOn}`;
}

function thanksOf({ audience, finished, finishedByTeam }: DigestInput): TeamThanks[] {
  // Of the whole there are too many to name.
  const tasksMax = audience === 'whole' ? 0 : TASKS_A_TEAM;
  const byTeam = Map.groupBy(finished, ({ team }) => team);
  return [...finishedByTeam]
    .filter(([, count]) => count > 0)
    .map(([team, count]) => {
      const own = byTeam.get(team) ?? [];
      const tasks = own.slice(0, tasksMax).map(({ key, title, goalKeys }) => ({ key, title, goalKeys }));
      return { team, count, tasks, people: namesOf(own) };
    })
    .sort((a, b) => compareWords(a.team ?? '\uffff', b.team ?? '\uffff'));
}

function namesOf(tasks: readonly FinishedTask[]): string[] {
  return [...new Set(tasks.flatMap(({ by }) => by ?? []))].sort(compareWords);
}

/** What a later digest does not name again: named now or before, and worked on by nobody still. One that did not fit is named next time. */
function namedKeys({ unstaffed, unstaffedBefore }: DigestInput, named: readonly GoalNamed[]): string[] {
  const said = new Set([...unstaffedBefore, ...named.map(({ key }) => key)]);
  return unstaffed.flatMap(({ key }) => (said.has(key) ? [key] : []));
}

/** Goals whose number moved first, then those that most work was finished for, then in the order of the tree. */
function movedOf({ finished, goals, results }: DigestInput): GoalMoved[] {
  const counts = new Map([...results.keys()].map((key) => [key, 0]));
  for (const key of finished.flatMap(({ goalKeys }) => goalKeys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const places = new Map([...goals.keys()].map((key, place) => [key, place]));
  const placeOf = (key: string) => places.get(key) ?? places.size;
  return [...counts]
    .map(([key, count]) => ({ key, title: goals.get(key) ?? key, finished: count, result: results.get(key) ?? null }))
    .sort(
      (a, b) =>
        rank(b) - rank(a) || b.finished - a.finished || placeOf(a.key) - placeOf(b.key) || compareWords(a.key, b.key),
    )
    .slice(0, GOALS_MOVED_MAX);
}

function rank({ result }: GoalMoved): number {
  return result && hasMoved(result) ? 1 : 0;
}

/** Whether there is a picture to draw: a quiet week is a short letter. */
export function hasTrend({ trend, isQuiet }: Pick<Digest, 'trend' | 'isQuiet'>): boolean {
  return !isQuiet && trend.filter(({ rate }) => rate !== null).length > 1;
}

/** "Alignment, week 47: 78 % (+4), 3 things wait for you". */
function subjectOf({ week, alignment, previousRate }: DigestInput, waits: number): string {
  const rate = rateWords(alignment.rate, previousRate) ?? 'nothing can be judged yet';
  return `Alignment, week ${weekNumber(week)}: ${rate}, ${waitWords(waits)}`;
}

function waitWords(count: number): string {
  if (count === 0) return 'nothing waits for you';
  return count === 1 ? '1 thing waits for you' : `${count} things wait for you`;
}

/** "78 % (+4)"; null where nothing can be judged. Both rates are rounded first: people compare what they read. */
export function rateWords(rate: number | null, previousRate: number | null): string | null {
  if (rate === null) return null;
  const points = previousRate === null ? 0 : Math.round(rate * 100) - Math.round(previousRate * 100);
  const change = points === 0 ? '' : ` (${points > 0 ? '+' : '−'}${Math.abs(points)})`;
  return `${Math.round(rate * 100)} %${change}`;
}

/** 47 of "2026-W47". */
export function weekNumber(week: IsoWeek): number {
  return Number(week.split('-W')[1]);
}

function previewOf(thanks: readonly TeamThanks[], moved: readonly GoalMoved[]): string {
  const count = thanks.reduce((sum, one) => sum + one.count, 0);
  const keys = moved.map(({ key }) => key);
  if (count === 0) return keys.length === 0 ? 'A quiet week.' : `News of ${listWords(keys)}.`;
  const tasks = count === 1 ? 'One finished task serves' : `${thousands(count)} finished tasks serve`;
  return `${tasks} ${keys.length === 0 ? 'a goal' : listWords(keys)}.`;
}

function seenOf({ alignment, hidden }: DigestInput): string {
  const { visible, unknown } = alignment.coverage;
  const parts = [
    `${thousands(visible)} ${visible === 1 ? 'task' : 'tasks'} seen`,
    ...(unknown > 0 ? [`${thousands(unknown)} we cannot see`] : []),
    ...(hidden > 0 ? [`${thousands(hidden)} not shown to you`] : []),
  ];
  return `${listWords(parts)}.`;
}

/** Not by the machine's locale: a digest is the same wherever it is made. */
function compareWords(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
