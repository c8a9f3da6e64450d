import type { AskAnswer, ReviewAnswer, ServesAsk, WhichAsk } from '../../../src/api/schemas/review.ts';
import type { TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { alignment, type FakeState } from './fake-answers.ts';
import { ref } from './fake-organisation.ts';

const settled = [38, 1, 0] as const;

/** Each suggestion is a question; the first one would be the first example of its goal. What sources contradict each other about comes first. */
export function review(state: FakeState, query: URLSearchParams): ReviewAnswer {
  const { totals } = alignment(state, query);
  const judged = totals.aligned + totals.unaligned;
  const rateWith = (more: number) => (query.has('weight') ? (totals.aligned + more) / judged : null);
  const from = query.get('minLikelihood');
  const which = from === null ? state.tasks.flatMap((task) => toWhich(task, rateWith(0))) : [];
  const likely = state.tasks
    .flatMap((task) => toServes(state, task, rateWith(1)))
    .filter(({ likelihood }) => likelihood >= Number(from));
  const placed = [...which, ...likely].map((ask, at): AskAnswer => ({ ...ask, place: at + 1 }));
  const limit = Number(query.get('limit') ?? 25);
  return {
    items: placed.slice(0, limit),
    nextCursor: placed.length > limit ? 'more' : null,
    total: placed.length,
    isCalibrated: state.isCalibrated,
    rate: rateWith(0),
    all:
      from === null
        ? null
        : {
            items: likely.map(({ task: { id, key, title }, goal }) => ({ id, key, title, goalKey: goal.key })),
            rateIfYes: rateWith(likely.length),
          },
  };
}

function toServes(state: FakeState, task: TaskDetail, rateIfYes: number | null): ServesAsk[] {
  if (task.flag?.state !== 'suggested' || !task.suggestion) return [];
  const { goal, likelihood, sureness, kind, because } = task.suggestion;
  const settles = settled[state.tasks.indexOf(task) / 10] ?? 0;
  const why = settles === 38 ? 'no-example' : settles > 0 ? 'alike' : 'uncertain';
  const spans = task.lines[0]?.evidence[0]?.hops[0]?.spans ?? [];
  const also = task.lines
    .filter((line) => line.verdict === 'suggested' && line.goal.id !== goal.id)
    .map((line) => ({ goal: line.goal, likelihood: line.likelihood, sureness: line.sureness, kind, because }));
  const ask = { goal, likelihood, sureness, kind, because, also, why, reason: REASONS[why], settles, spans } as const;
  return [{ asks: 'serves', place: 0, task, text: task.text, rateIfYes, ...ask }];
}

function toWhich(task: TaskDetail, rateIfYes: number | null): WhichAsk[] {
  if (task.flag?.nextAction !== 'choose-goal') return [];
  const sides: WhichAsk['sides'] = [
    { goals: task.goals, isLinked: true, kind: 'stated', because: 'label okr:kr2.1' },
    { goals: [ref('KR1.1')], isLinked: false, kind: 'inherited', because: 'epic ONB-40 “Self-service import”' },
  ];
  return [{ asks: 'which', place: 0, task, text: task.text, settles: 0, rateIfYes, sides }];
}

const REASONS = {
  'no-example': 'no task is known to serve KR2.1 yet',
  alike: 'one other reads like it',
  uncertain: 'what was read tells neither yes nor no',
} as const;
