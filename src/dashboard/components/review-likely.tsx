import { Button, Checkbox, Slider } from '@mantine/core';
import { useState } from 'react';
import type { ReviewAnswer } from '../../api/schemas/review.ts';
import { LIKELY_FROM } from '../../domain/flag-words.ts';
import { plural } from '../format.ts';
import { once } from '../once.ts';
import { sayRateMove } from '../rate-words.ts';
import classes from './review-likely.module.css';

/** The slider's own ends, in percent: below the first nothing is suggested. */
const [LOWEST, HIGHEST, STEP] = [40, 95, 5];

interface Props {
  readonly answer: ReviewAnswer;
  /** In percent; undefined: all questions. */
  readonly from: number | undefined;
  readonly onFrom: (from: number | undefined) => void;
  readonly onYesToAll: (items: NonNullable<ReviewAnswer['all']>['items']) => void;
}

/** Only the questions whose goal is likely enough, and one yes to all of them. */
export function ReviewLikely(props: Props) {
  const { answer, from } = props;
  return (
    <section className={classes.likely} aria-label="Only the likely ones">
      {answer.isCalibrated ? (
        <LikelihoodSlider from={from} onFrom={props.onFrom} />
      ) : (
        <Checkbox
          label="Only the likely ones"
          checked={from !== undefined}
          onChange={(event) => props.onFrom(event.currentTarget.checked ? LIKELY_FROM * 100 : undefined)}
        />
      )}
      {from !== undefined && answer.all && <YesToAll {...props} all={answer.all} />}
    </section>
  );
}

function YesToAll({ answer, from, all, onYesToAll }: Props & { all: NonNullable<ReviewAnswer['all']> }) {
  const count = all.items.length;
  const move = sayRateMove(answer.rate, all.rateIfYes);
  const how = answer.isCalibrated ? `at least ${from} % likely` : 'likely';
  if (count === 0) return <p className="soft">No question is {how}.</p>;
  return (
    <>
      <p role="status">
        {plural(answer.total, 'question')} {answer.total === 1 ? 'is' : 'are'} {how}
        {move && `; yes to ${count < answer.total ? `the first ${count}` : 'all'} ${move}`}.
      </p>
      <Button onClick={once(() => onYesToAll(all.items))}>
        Yes to {count < answer.total ? `the first ${count}` : count === 1 ? 'this one' : `all ${count}`}
      </Button>
    </>
  );
}

function LikelihoodSlider({ from, onFrom }: Pick<Props, 'from' | 'onFrom'>) {
  const [value, setValue] = useState(from ?? LOWEST);
  return (
    <div className={classes.slider}>
      <span>{value > LOWEST ? `At least ${value} % likely` : 'However likely'}</span>
      <Slider
        min={LOWEST}
        max={HIGHEST}
        step={STEP}
        value={value}
        label={null}
        thumbLabel="At least so likely, in percent"
        onChange={setValue}
        onChangeEnd={(end) => onFrom(end > LOWEST ? end : undefined)}
      />
    </div>
  );
}
