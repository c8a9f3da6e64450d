import { dayAt } from '../domain/days.ts';
import type { Judge } from '../domain/judge.ts';
import { thousands } from '../domain/wording.ts';
import type { Database } from '../store/database.ts';
import { type JudgeDay, type JudgeState, readJudge, readJudgeDay } from '../store/judge.ts';
import { readSettings } from '../store/settings.ts';
import type { Finding } from './finding.ts';

const PART = 'judge';

/** Whether a language model is asked, where, what is left of its budget today, and what went wrong last. Asks it nothing. */
export async function examineJudge(db: Database, judge: Judge | null, now: number): Promise<Finding[]> {
  if (!judge) return [{ part: PART, verdict: 'good', says: 'off: no language model is asked anything', todo: null }];
  const state = await readJudge(db);
  const today = dayAt(now, (await readSettings(db)).time_zone);
  const day = await readJudgeDay(db, today);
  const isInForce = state?.model === judge.model && state.address === judge.address;
  return [
    budgetFinding(judge, day, state?.spent_on === today),
    ...(isInForce ? troubleFindings(state) : [unknownFinding]),
  ];
}

function budgetFinding(judge: Judge, day: JudgeDay, isSpent: boolean): Finding {
  const { model, address, requestsPerDay, tokensPerDay } = judge;
  const sees = judge.seesText ? 'titles and descriptions' : 'titles alone';
  const left = (of: number, used: number, noun: string) =>
    `${thousands(Math.max(0, of - used))} of ${thousands(of)} ${noun}`;
  const budget = `${left(requestsPerDay, day.requests, 'requests')} and ${left(tokensPerDay, day.tokens, 'tokens')} left today`;
  const answers = `opinions ${day.verdicts}, answers not in the form that was asked for ${day.refused}`;
  const says = `on: ${model} at ${address} sees ${sees}; ${budget}; ${answers}`;
  if (!isSpent) return { part: PART, verdict: 'good', says, todo: null };
  const todo =
    'It is asked nothing more until tomorrow; PLUMBLINE_JUDGE_REQUESTS_PER_DAY and PLUMBLINE_JUDGE_TOKENS_PER_DAY say how much.';
  return { part: PART, verdict: 'warning', says, todo };
}

const unknownFinding: Finding = {
  part: PART,
  verdict: 'warning',
  says: 'no worker was started with these settings yet, so nothing is asked',
  todo: 'plumbline start takes them up.',
};

function troubleFindings({ last_error: error, retry_at: retryAt }: JudgeState): Finding[] {
  if (!error) return [];
  const says = `${error.because}, at ${error.at}`;
  const again = retryAt ? `It is asked again at ${retryAt.toISOString()}` : 'It is asked again';
  const todo = error.kind === 'unauthorised' ? 'Give it another key and start Plumbline again' : again;
  return [{ part: PART, verdict: 'warning', says, todo: `${todo}.` }];
}
