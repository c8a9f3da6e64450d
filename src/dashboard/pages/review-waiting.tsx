import type { AskAnswer } from '../../api/schemas/review.ts';
import { keysOf } from '../components/review-which.tsx';
import { formatCount } from '../format.ts';
import { counts } from '../texts/en/counts.ts';
import { reviewTexts as texts } from '../texts/en/review.tsx';
import classes from './review.module.css';

const listedMax = 12;

/** What follows, beside the question that is asked. */
export function ReviewWaiting(props: {
  asks: readonly AskAnswer[];
  left: number;
  currentId: string;
  onChoose: (taskId: string) => void;
}) {
  const from = Math.max(0, props.asks.findIndex(({ task }) => task.id === props.currentId) - 2);
  const listed = props.asks.slice(from, from + listedMax);
  const more = props.left - from - listed.length;
  return (
    <nav aria-label={texts.waiting} className={classes.waiting}>
      <ol className="plain-list">
        {listed.map((ask) => (
          <li key={ask.task.id}>
            <button
              type="button"
              aria-current={ask.task.id === props.currentId ? 'true' : undefined}
              onClick={() => props.onChoose(ask.task.id)}
            >
              <span className={classes.task}>{ask.task.title}</span>
              <span className="small soft">{sayWhat(ask)}</span>
            </button>
          </li>
        ))}
      </ol>
      {more > 0 && <p className="small soft">{texts.more(counts.moreQuestions(more))}</p>}
    </nav>
  );
}

function sayWhat(ask: AskAnswer): string {
  if (ask.asks === 'which') return ask.sides.map(keysOf).join(texts.or);
  return ask.settles > 0 ? texts.decides(ask.goal.key, formatCount(ask.settles)) : ask.goal.key;
}
