import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import classes from '../components/step-frame.module.css';
import { StepFrame } from '../components/step-frame.tsx';
import { formatCount } from '../format.ts';
import { reviewStepTexts as texts } from '../texts/en/first-run.tsx';

type Review = FirstRunAnswer['review'];

/** Ten answers, or as many as there are questions. */
export function ReviewStep({ review, isPulled }: { review: Review; isPulled: boolean }) {
  return (
    <StepFrame
      step="review"
      title={texts.title}
      means={texts.means}
      isDone={review.isDone}
      tested={<Tested review={review} isPulled={isPulled} />}
    >
      {review.isAsked && <Counter review={review} />}
      {review.isAsked && review.waiting > 0 && !review.isDone && (
        <p>
          <Button component={Link} to="/review" variant="filled" size="md">
            {review.answered === 0 ? texts.begin : texts.goOn}
          </Button>
        </p>
      )}
    </StepFrame>
  );
}

function Tested({ review, isPulled }: { review: Review; isPulled: boolean }) {
  if (!isPulled)
    return texts.notYet((text) => (
      <Link to="/start" search={{ step: 'pull' }}>
        {text}
      </Link>
    ));
  if (!review.isAsked) return texts.gathering;
  const answered = texts.answered(formatCount(review.answered), formatCount(review.wanted));
  return review.wanted < 10 ? `${answered}. ${texts.fewer(review.wanted)}` : `${answered}.`;
}

function Counter({ review: { answered, wanted } }: { review: Review }) {
  if (wanted === 0) return null;
  const label = texts.answered(formatCount(answered), formatCount(wanted));
  return <progress className={classes.counter} aria-label={label} max={wanted} value={Math.min(answered, wanted)} />;
}
