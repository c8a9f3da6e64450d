import { setTimeout as delay } from 'node:timers/promises';
import { dayAt } from '../domain/days.ts';
import type { Goal } from '../domain/goal.ts';
import {
  JUDGE_BELOW,
  JUDGE_FORMS,
  JUDGE_FROM,
  JUDGE_GOALS_MAX,
  type Judge,
  type JudgeForm,
  type JudgeQuestion,
  type JudgeReply,
  type JudgeTrouble,
  type JudgeVerdict,
  promptOf,
  questionOf,
} from '../domain/judge.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { noteAnswer, noteForm, noteSpent, noteTrouble, readJudge, settleDay, takeFromDay } from '../store/judge.ts';
import {
  claimQuestion,
  hashQuestion,
  hashWords,
  listUncertain,
  markSameWordsStale,
  releaseQuestion,
  storeAnswer,
  type UncertainTask,
} from '../store/opinions.ts';
import { type DeriveContext, loadDeriveContext } from './derive-context.ts';
import { readHere, type TextReader } from './text-reader.ts';

export interface AskDeps {
  readonly db: Database;
  readonly now: () => number;
  /** null: off. */
  readonly judge: Judge | null;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly reader?: TextReader | undefined;
}

export interface AskCounts {
  /** Questions that were answered, and their tasks marked to be derived again. */
  readonly answered: number;
}

/** In one go; the next one comes ten minutes later. */
const QUESTIONS_MAX = 50;
/** Sent again when no answer came, each time from the day's budget. */
const TRIES_MAX = 3;
const BACKOFF_MS = 1_000;
/** Longer than that nobody waits in place. */
const WAIT_MS_MAX = 20_000;
/** Until it is asked again after trouble; nobody has to mend what is only away. */
const PAUSE_MS: Readonly<Record<JudgeTrouble['kind'], number>> = {
  'rate-limited': 900_000,
  unavailable: 900_000,
  unauthorised: 3_600_000,
  unexpected: 3_600_000,
};
const PAUSE_MS_MAX = 86_400_000;
/** So many questions in a row that it does not take are no accident of one task. */
const NOT_TAKEN_MAX = 3;

type Outcome =
  | { readonly is: 'verdict'; readonly verdict: JudgeVerdict }
  /** It answered, or took the question not at all: no part of that is used. */
  | { readonly is: 'refused' | 'not-taken'; readonly because: string }
  | { readonly is: 'spent' }
  | { readonly is: 'trouble'; readonly trouble: JudgeTrouble };

interface Asking extends AskDeps {
  readonly judge: Judge;
  readonly context: DeriveContext;
  readonly signal: AbortSignal;
  /** The one that worked last. */
  form: JudgeForm;
}

/**
 * Asks the language model about tasks that words alone do not settle, the most uncertain first, until the day's budget is used, it is in
 * trouble, or none is left. An answer is stored with its question and never asked for again; its tasks become stale. Off, it does nothing.
 */
export async function askJudge(deps: AskDeps, signal: AbortSignal): Promise<AskCounts> {
  const { db, judge, now } = deps;
  const state = judge && (await readJudge(db));
  // Where another process was started with other settings since, that one asks.
  if (!state || state.model !== judge.model || state.address !== judge.address) return { answered: 0 };
  if (state.retry_at && state.retry_at.getTime() > now()) return { answered: 0 };
  const context = await loadDeriveContext(db, now());
  return askAll({ ...deps, judge, context, signal, form: state.form });
}

async function askAll(asking: Asking): Promise<AskCounts> {
  const { db, judge, signal } = asking;
  const band = { from: JUDGE_FROM, below: JUDGE_BELOW, model: judge.model, seesText: judge.seesText };
  const tasks = await listUncertain(db, { ...band, countMax: QUESTIONS_MAX });
  let answered = 0;
  let notTaken = 0;
  for (const task of tasks) {
    signal.throwIfAborted();
    const outcome = await askAbout(asking, task);
    if (outcome?.is === 'verdict' || outcome?.is === 'refused') answered += 1;
    notTaken = outcome?.is === 'not-taken' ? notTaken + 1 : 0;
    if (outcome?.is === 'spent' || (await isStopped(asking, outcome, notTaken))) break;
  }
  return { answered };
}

/** Whether it is left alone for a while, which is noted with the reason. */
async function isStopped({ db, now }: Asking, outcome: Outcome | null, notTaken: number): Promise<boolean> {
  const trouble = troubleOf(outcome, notTaken);
  if (!trouble) return false;
  const waitMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS[trouble.kind], trouble.retryAfterMs ?? 0));
  await noteTrouble(db, trouble, new Date(now()), new Date(now() + waitMs));
  return true;
}

function troubleOf(outcome: Outcome | null, notTaken: number): JudgeTrouble | null {
  if (outcome?.is === 'trouble') return outcome.trouble;
  if (outcome?.is !== 'not-taken' || notTaken < NOT_TAKEN_MAX) return null;
  return { kind: 'unexpected', because: outcome.because, retryAfterMs: null };
}

/** null: there is nothing to ask, or it was asked already. */
async function askAbout(asking: Asking, task: UncertainTask): Promise<Outcome | null> {
  const { db, judge, now } = asking;
  const text = judge.seesText ? task.body : null;
  const question = questionOf({ title: task.title, text: task.body }, await goalsFor(asking, task), judge.seesText);
  if (!question) return null;
  const { model, seesText: sawText } = judge;
  const hash = hashQuestion([model, promptOf(question)]);
  const claim = { hash, model, wordsHash: hashWords(task.title, text), sawText, offered: question.goals };
  if (!(await claimQuestion(db, claim))) return null;
  try {
    const outcome = await askUntilAnswered(asking, question);
    const answer = outcome.is === 'verdict' ? outcome.verdict : 'because' in outcome ? outcome.because : null;
    if (answer !== null) {
      // A pull may hold the same tasks in another order; what was paid for is not lost to that.
      await inTransaction(db, async (tx) => {
        await storeAnswer(tx, hash, answer, new Date(now()));
        await noteAnswer(tx);
        if (outcome.is === 'verdict') await markSameWordsStale(tx, task.title, text, new Date(now()));
      });
    }
    return outcome;
  } finally {
    await releaseQuestion(db, hash);
  }
}

/** The best by words first, then what else reads like it; never one that a person refused for this task, nor one that is not open. */
async function goalsFor({ reader = readHere, context, signal }: Asking, task: UncertainTask): Promise<Goal[]> {
  const { goalsById, standing, knowledge } = context;
  const text = { id: task.id, title: task.title, text: task.body };
  const readings = await reader.read(knowledge, [text], { countMax: JUDGE_GOALS_MAX, signal });
  const ranked = readings.flatMap((reading) => reading.ranked.map(({ goalId }) => goalId));
  const goals = [...new Set([task.bestGoalId, ...ranked])].flatMap((id) => goalsById.get(id) ?? []);
  const isOffered = (goal: Goal) =>
    goal.closedOn === null && standing(goal) === 'open' && !task.refusedGoalIds.includes(goal.id);
  return goals.filter(isOffered).slice(0, JUDGE_GOALS_MAX);
}

/** Sent again after trouble that passes, and in a plainer form where this one is not taken; each time from the day's budget. */
async function askUntilAnswered(asking: Asking, question: JudgeQuestion): Promise<Outcome> {
  const { signal, sleep = sleepUnlessTold } = asking;
  let { form } = asking;
  for (let failed = 0; ; ) {
    const sent = await send(asking, question, form);
    if (sent === null) return { is: 'spent' };
    if (sent.is === 'verdict') await keepForm(asking, form);
    const plainer = JUDGE_FORMS[JUDGE_FORMS.indexOf(form) + 1];
    if (sent.is === 'not-taken' && plainer) {
      form = plainer;
      continue;
    }
    if (sent.is !== 'trouble') return sent;
    failed += 1;
    const waitMs = sent.trouble.retryAfterMs ?? BACKOFF_MS * 2 ** (failed - 1);
    const mayPass = sent.trouble.kind === 'unavailable' || sent.trouble.kind === 'rate-limited';
    if (!mayPass || failed >= TRIES_MAX || waitMs > WAIT_MS_MAX) return sent;
    await sleep(waitMs, signal);
  }
}

/** One request. null: the day's budget does not reach. */
async function send(asking: Asking, question: JudgeQuestion, form: JudgeForm): Promise<JudgeReply | null> {
  const { db, judge, signal, context, now } = asking;
  const day = dayAt(now(), context.timeZone);
  const tokensTaken = judge.tokensOf(question);
  if (!(await takeFromDay(db, day, tokensTaken, judge))) {
    await noteSpent(db, day);
    return null;
  }
  const reply = await judge.ask(question, form, signal);
  await settleDay(db, day, { tokensTaken, tokensUsed: tokensUsed(reply, tokensTaken), outcome: countedAs(reply) });
  return reply;
}

/** What may have been used counts as used. */
function tokensUsed(reply: JudgeReply, taken: number): number {
  if (reply.is === 'verdict' || reply.is === 'refused') return reply.tokens ?? taken;
  return reply.is === 'trouble' && reply.trouble.kind === 'unavailable' ? taken : 0;
}

function countedAs(reply: JudgeReply): 'verdicts' | 'refused' | null {
  if (reply.is === 'verdict') return 'verdicts';
  return reply.is === 'refused' ? 'refused' : null;
}

async function keepForm(asking: Asking, form: JudgeForm): Promise<void> {
  if (asking.form === form) return;
  asking.form = form;
  await noteForm(asking.db, form);
}

/** A timer that was stopped rejects with its own error; whoever stopped it wants their reason back. */
async function sleepUnlessTold(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
