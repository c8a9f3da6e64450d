import { Button, Checkbox, Slider } from '@mantine/core';
import { useState } from 'react';
import type { ReviewAnswer } from '../../api/schemas/review.ts';
import { LIKELY_FROM } from '../../domain/flag-words.ts';
import { formatRate } from '../format.ts';
import { once } from '../once.ts';
import { sayRateMove } from '../rate-words.ts';
import { likelyTexts as texts } from '../texts/en/review.tsx';
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
    <section className={classes.likely} aria-label={texts.onlyLikely}>
      {answer.isCalibrated ? (
        <LikelihoodSlider from={from} onFrom={props.onFrom} />
      ) : (
        <Checkbox
          label={texts.onlyLikely}
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
  const how = answer.isCalibrated ? texts.atLeast(formatRate((from ?? 0) / 100)) : texts.likely;
  if (count === 0) return <p className="soft">{texts.none(how)}</p>;
  return (
    <>
      <p role="status">
        {texts.are(answer.total, how)}
        {move && texts.yesTo(count < answer.total ? count : null, move)}.
      </p>
      <Button onClick={once(() => onYesToAll(all.items))}>{texts.button(count, count < answer.total)}</Button>
    </>
  );
}

function LikelihoodSlider({ from, onFrom }: Pick<Props, 'from' | 'onFrom'>) {
  const [value, setValue] = useState(from ?? LOWEST);
  return (
    <div className={classes.slider}>
      <span>{value > LOWEST ? texts.atLeastStart(formatRate(value / 100)) : texts.any}</span>
      <Slider
        min={LOWEST}
        max={HIGHEST}
        step={STEP}
        value={value}
        label={null}
        thumbLabel={texts.thumb}
        onChange={setValue}
        onChangeEnd={(end) => onFrom(end > LOWEST ? end : undefined)}
      />
    </div>
  );
}
