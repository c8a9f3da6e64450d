import { useCallback } from 'react';
import type { AskAnswer, ReviewAnswer } from '../../api/schemas/review.ts';
import type { DecideLinksBody } from '../../api/schemas/tasks.ts';
import { useDecideItems } from './use-decide.ts';

/** yes, no; all: yes, and to what it may serve as well; another goal by its key; of contradicting sides the chosen ones by their place. */
export type Answer = 'yes' | 'no' | 'all' | { readonly goalKey: string } | { readonly sides: readonly number[] };

/** Answers a question of the review with one call: shown at once, taken back with one click. */
export function useAnswer() {
  const decide = useDecideItems();
  return useCallback((ask: AskAnswer, answer: Answer) => void decide([ask.task], bodyOf(ask, answer)), [decide]);
}

/** Yes to every question that is likely enough. */
export function useAnswerAll() {
  const decide = useDecideItems();
  return useCallback(
    (items: NonNullable<ReviewAnswer['all']>['items']) =>
      void decide(
        items.map((task) => ({ ...task, suggestion: null })),
        { says: 'accepted', items: items.map(({ id, goalKey }) => ({ taskId: id, goalKey })) },
      ),
    [decide],
  );
}

function bodyOf(ask: AskAnswer, answer: Answer): DecideLinksBody {
  const taskId = ask.task.id;
  if (typeof answer === 'object' && 'goalKey' in answer) {
    const other = { taskId, goalKey: answer.goalKey };
    // Its own goals are meant no more, or it would still be told several.
    const refused = ask.asks === 'which' ? sideItems(ask, []).filter(({ goalKey }) => goalKey !== answer.goalKey) : [];
    return { says: 'accepted', items: [...refused, other] };
  }
  if (ask.asks === 'which') {
    const sides = typeof answer === 'object' ? answer.sides : answer === 'no' ? [] : ask.sides.map((_, at) => at);
    return { says: sides.length > 0 ? 'accepted' : 'rejected', items: sideItems(ask, sides) };
  }
  const goals = answer === 'all' ? [...ask.also.map(({ goal }) => goal), ask.goal] : [ask.goal];
  return {
    says: answer === 'no' ? 'rejected' : 'accepted',
    items: goals.map(({ key }) => ({ taskId, goalKey: key })),
  };
}

/** What is refused first: the last word is the one that is shown. */
function sideItems({ task, sides }: Extract<AskAnswer, { asks: 'which' }>, chosen: readonly number[]) {
  const items = sides.flatMap(({ goals }, at) =>
    goals.map(({ key }) => ({
      taskId: task.id,
      goalKey: key,
      says: chosen.includes(at) ? ('accepted' as const) : ('rejected' as const),
    })),
  );
  return [...items.filter(({ says }) => says === 'rejected'), ...items.filter(({ says }) => says === 'accepted')];
}
