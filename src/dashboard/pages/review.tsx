import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AskAnswer, ReviewAnswer } from '../../api/schemas/review.ts';
import { ContradictionsNote } from '../components/contradictions-note.tsx';
import { ReviewQuestion } from '../components/review-question.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatCount, plural } from '../format.ts';
import { useSaid } from '../hooks/said.ts';
import { useTitle } from '../hooks/use-title.ts';
import { reviewQuery } from '../queries.ts';
import classes from './review.module.css';

const listedMax = 12;

/** One question at a time, the one whose answer teaches most first; what follows stands beside it. */
export function ReviewPage() {
  const review = useQuery(reviewQuery);
  useTitle('Review');
  if (review.data) return <Review answer={review.data} isReading={review.isFetching} />;
  if (review.isPending) return <PageSkeleton />;
  return (
    <Fault isPage error={review.error} what="The questions could not be read" onRetry={() => void review.refetch()} />
  );
}

function Review({ answer, isReading }: { answer: ReviewAnswer; isReading: boolean }) {
  const said = useSaid();
  const [chosenId, choose] = useState<string | null>(null);
  const waiting = answer.items.filter(({ task }) => !said.has(task.id));
  const left = Math.max(0, answer.total - (answer.items.length - waiting.length));
  const at = Math.max(
    0,
    waiting.findIndex(({ task }) => task.id === chosenId),
  );
  const current = waiting[at];
  // Past the last one it begins again: what was put off comes back.
  const stepTo = (index: number) => choose(waiting[(index + waiting.length) % waiting.length]?.task.id ?? null);
  if (!current) return left > 0 && isReading ? <PageSkeleton /> : <NothingToAsk />;
  return (
    <div data-page>
      <div>
        <h1>{left === 1 ? 'One question waits for you' : `${plural(left, 'question')} wait for you`}</h1>
        <p className={classes.lead}>
          First what teaches most: Plumbline learns from each answer, for the task and for others that read like it.
        </p>
        <ContradictionsNote />
      </div>
      <div className={classes.columns}>
        <ReviewQuestion ask={current} onNext={() => stepTo(at + 1)} onBack={() => stepTo(at - 1)} />
        <Waiting asks={waiting} left={left} currentId={current.task.id} onChoose={choose} />
      </div>
    </div>
  );
}

function Waiting(props: {
  asks: readonly AskAnswer[];
  left: number;
  currentId: string;
  onChoose: (taskId: string) => void;
}) {
  const from = Math.max(0, props.asks.findIndex(({ task }) => task.id === props.currentId) - 2);
  const listed = props.asks.slice(from, from + listedMax);
  const more = props.left - from - listed.length;
  return (
    <nav aria-label="Questions that wait" className={classes.waiting}>
      <ol className="plain-list">
        {listed.map(({ task, goal, settles }) => (
          <li key={task.id}>
            <button
              type="button"
              aria-current={task.id === props.currentId ? 'true' : undefined}
              onClick={() => props.onChoose(task.id)}
            >
              <span className={classes.task}>{task.title}</span>
              <span className="small soft">
                {goal.key}
                {settles > 0 && `, decides ${formatCount(settles)} more`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {more > 0 && <p className="small soft">and {plural(more, 'more question')}</p>}
    </nav>
  );
}

function NothingToAsk() {
  return (
    <Empty isPage title="Nothing to ask you now">
      <p>
        Questions are put together each night, and after new answers and goals. Until then, see{' '}
        <Link to="/unaligned">work with no why yet</Link>.
      </p>
      <ContradictionsNote />
    </Empty>
  );
}
