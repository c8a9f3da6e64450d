import type { AskAnswer, ReviewAnswer } from '../../../src/api/schemas/review.ts';
import type { FakeState } from './fake-answers.ts';

const settled = [38, 1, 0] as const;

/** Each suggestion is a question; the first one would be the first example of its goal. */
export function review(state: FakeState, query: URLSearchParams): ReviewAnswer {
  const asks = state.tasks.flatMap((task): AskAnswer[] => {
    if (task.flag?.state !== 'suggested' || !task.suggestion) return [];
    const { goal, likelihood, sureness, kind, because } = task.suggestion;
    const settles = settled[state.tasks.indexOf(task) / 10] ?? 0;
    const why = settles === 38 ? 'no-example' : settles > 0 ? 'alike' : 'uncertain';
    return [{ place: 0, task, goal, likelihood, sureness, kind, because, why, reason: REASONS[why], settles }];
  });
  const placed = asks.map((ask, at) => ({ ...ask, place: at + 1 }));
  const limit = Number(query.get('limit') ?? 25);
  return { items: placed.slice(0, limit), nextCursor: placed.length > limit ? 'more' : null, total: placed.length };
}

const REASONS = {
  'no-example': 'no task is known to serve KR2.1 yet',
  alike: 'one other reads like it',
  uncertain: 'what was read tells neither yes nor no',
} as const;
