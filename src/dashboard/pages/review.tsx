import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AskAnswer, ReviewAnswer } from '../../api/schemas/review.ts';
import { ReviewLikely } from '../components/review-likely.tsx';
import { type QuestionProps, ServesQuestion } from '../components/review-question.tsx';
import { ReviewRows } from '../components/review-rows.tsx';
import { WhichQuestion } from '../components/review-which.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useSaid } from '../hooks/said.ts';
import { type Answer, useAnswer, useAnswerAll } from '../hooks/use-answer.ts';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useTitle } from '../hooks/use-title.ts';
import { reviewQuery } from '../queries.ts';
import type { ReviewSearch } from '../review-search.ts';
import { reviewTexts as texts } from '../texts/en/review.tsx';
import classes from './review.module.css';
import { ReviewWaiting } from './review-waiting.tsx';
import { TaskWords } from './task-words.tsx';

const route = getRouteApi('/signed-in/review');

/** One question at a time or all below each other, the one whose answer settles most first. */
export function ReviewPage() {
  const search = route.useSearch();
  const defaultWeight = useDefaultWeight();
  const minLikelihood = search.from === undefined ? undefined : search.from / 100;
  const review = useQuery(reviewQuery({ weight: search.weight ?? defaultWeight, minLikelihood }));
  useTitle(texts.title);
  if (review.data) return <Review answer={review.data} search={search} isReading={review.isFetching} />;
  if (review.isPending) return <PageSkeleton />;
  return <Fault isPage error={review.error} what={texts.notRead} onRetry={() => void review.refetch()} />;
}

interface ReviewProps {
  readonly answer: ReviewAnswer;
  readonly search: ReviewSearch;
  readonly isReading: boolean;
}

function Review({ answer, search, isReading }: ReviewProps) {
  const said = useSaid();
  const waiting = answer.items.filter(({ task }) => !said.has(task.id));
  const left = Math.max(0, answer.total - (answer.items.length - waiting.length));
  if (waiting.length === 0 && left > 0 && isReading) return <PageSkeleton />;
  if (waiting.length === 0 && search.from === undefined) return <NothingToAsk />;
  return (
    <div data-page>
      <div>
        <h1>{texts.wait(left)}</h1>
        <p className={classes.lead}>{texts.lead}</p>
      </div>
      <Narrowing answer={answer} search={search} />
      <Questions waiting={waiting} left={left} rate={answer.rate} isList={search.view === 'list'} />
    </div>
  );
}

/** How the questions are looked at: both choices stand in the address. */
function Narrowing({ answer, search }: Omit<ReviewProps, 'isReading'>) {
  const navigate = useNavigate();
  const yesToAll = useAnswerAll();
  const { view: _, ...one } = search;
  const views = [
    [texts.oneAtATime, one],
    [texts.asList, { ...one, view: 'list' as const }],
  ] as const;
  return (
    <div className={classes.narrowing}>
      <ul className={`plain-list ${classes.views}`} aria-label={texts.shownAs}>
        {views.map(([label, to]) => (
          <li key={label}>
            <Link
              to="/review"
              search={to}
              resetScroll={false}
              activeOptions={{ exact: true }}
              aria-current={'view' in to === (search.view === 'list') ? 'true' : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <ReviewLikely
        answer={answer}
        from={search.from}
        onFrom={(from) => {
          const { from: _from, ...rest } = search;
          void navigate({ to: '/review', search: from === undefined ? rest : { ...rest, from }, resetScroll: false });
        }}
        onYesToAll={yesToAll}
      />
    </div>
  );
}

function Questions(props: { waiting: readonly AskAnswer[]; left: number; rate: number | null; isList: boolean }) {
  const { waiting, left, rate } = props;
  const [chosenId, choose] = useState<string | null>(null);
  const [pickerFor, setPickerFor] = useState<string | null>(null);
  const send = useAnswer();
  const at = Math.max(
    0,
    waiting.findIndex(({ task }) => task.id === chosenId),
  );
  const current = waiting[at];
  // Past the last one it begins again: what was put off comes back.
  const stepTo = (index: number) => choose(waiting[(index + waiting.length) % waiting.length]?.task.id ?? null);
  const answer = (ask: AskAnswer, given: Answer) => {
    if (ask === current) stepTo(at + 1);
    send(ask, given);
  };
  useKeys({
    ...(current ? keysFor(current, (given) => answer(current, given)) : {}),
    l: () => setPickerFor(current?.task.id ?? null),
    j: () => stepTo(at + 1),
    k: () => stepTo(at - 1),
  });
  if (!current) return null;
  const { id } = current.task;
  const words = <TaskWords key={id} task={{ ...current.task, isContainer: false, gone: null }} />;
  const question = {
    rate,
    isPickerOpen: pickerFor === id,
    onPickerOpen: (isOpen: boolean) => setPickerFor(isOpen ? id : null),
    onAnswer: (given: Answer) => answer(current, given),
    onNext: () => stepTo(at + 1),
    words,
  };
  if (props.isList)
    return (
      <ReviewRows
        asks={waiting}
        {...{ currentId: id, rate, left, pickerFor, words }}
        onPickerFor={setPickerFor}
        onChoose={choose}
        onAnswer={answer}
      />
    );
  return (
    <div className={classes.columns}>
      <Question ask={current} {...question} />
      <ReviewWaiting asks={waiting} left={left} currentId={id} onChoose={choose} />
    </div>
  );
}

function Question({ ask, ...rest }: QuestionProps<AskAnswer>) {
  return ask.asks === 'serves' ? <ServesQuestion ask={ask} {...rest} /> : <WhichQuestion ask={ask} {...rest} />;
}

/** One key answers: a and r, b for all goals there are; where sources differ their numbers, and r or 0 for none. */
function keysFor(ask: AskAnswer, answer: (given: Answer) => void): Record<string, () => void> {
  const no = { r: () => answer('no') };
  if (ask.asks === 'serves')
    return { ...no, a: () => answer('yes'), ...(ask.also.length > 0 ? { b: () => answer('all') } : {}) };
  const numbers = ask.sides.map((_, at) => [String(at + 1), () => answer({ sides: [at] })] as const);
  return { ...no, ...Object.fromEntries(numbers), b: () => answer('yes'), 0: () => answer('no') };
}

function NothingToAsk() {
  return (
    <Empty isPage title={texts.nothing}>
      <p>
        {texts.nothingWhy((text) => (
          <Link to="/unaligned">{text}</Link>
        ))}
      </p>
    </Empty>
  );
}
