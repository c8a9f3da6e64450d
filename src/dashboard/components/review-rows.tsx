import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AskAnswer } from '../../api/schemas/review.ts';
import { listWords } from '../../domain/flag-words.ts';
import { formatCount } from '../format.ts';
import type { Answer } from '../hooks/use-answer.ts';
import { once } from '../once.ts';
import { sayRateGain } from '../rate-words.ts';
import { counts } from '../texts/en/counts.ts';
import { decideTexts } from '../texts/en/decide.ts';
import { reviewTexts, reviewRowsTexts as texts, whichTexts } from '../texts/en/review.tsx';
import { GoalPicker } from './goal-picker.tsx';
import { OwnWords } from './own-words.tsx';
import classes from './review-rows.module.css';
import { keysOf } from './review-which.tsx';

/** The same questions below each other, answered in place; the keys act on the marked one. */
export function ReviewRows(props: {
  asks: readonly AskAnswer[];
  currentId: string;
  rate: number | null;
  left: number;
  /** What else can be said of the marked one. */
  words: ReactNode;
  pickerFor: string | null;
  onPickerFor: (taskId: string | null) => void;
  onChoose: (taskId: string) => void;
  onAnswer: (ask: AskAnswer, answer: Answer) => void;
}) {
  const more = props.left - props.asks.length;
  return (
    <div>
      <ol className={`plain-list ${classes.rows}`} aria-label={reviewTexts.waiting}>
        {props.asks.map((ask) => (
          <Row
            key={ask.task.id}
            ask={ask}
            rate={props.rate}
            words={ask.task.id === props.currentId ? props.words : null}
            isCurrent={ask.task.id === props.currentId}
            isPickerOpen={props.pickerFor === ask.task.id}
            onPickerOpen={(isOpen) => props.onPickerFor(isOpen ? ask.task.id : null)}
            onChoose={() => props.onChoose(ask.task.id)}
            onAnswer={(answer) => props.onAnswer(ask, answer)}
          />
        ))}
      </ol>
      {more > 0 && <p className="small soft">{texts.more(counts.moreQuestions(more))}</p>}
    </div>
  );
}

interface RowProps {
  ask: AskAnswer;
  rate: number | null;
  words: ReactNode;
  isCurrent: boolean;
  isPickerOpen: boolean;
  onPickerOpen: (isOpen: boolean) => void;
  onChoose: () => void;
  onAnswer: (answer: Answer) => void;
}

function Row(props: RowProps) {
  const { ask, isCurrent } = props;
  const { task } = ask;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j and k move the mark; a click is a short cut to it
    <li ref={row} aria-current={isCurrent ? 'true' : undefined} onClick={props.onChoose}>
      <div className={classes.asked}>
        <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
          {task.key && <strong className="nowrap">{task.key}</strong>} {task.title}
        </Link>
        <div className="small soft">{sayGrounds(ask)}</div>
        {isCurrent && ask.asks === 'serves' && (
          <div className="small">
            <OwnWords task={{ title: task.title, text: ask.text }} spans={ask.spans} />
          </div>
        )}
      </div>
      <div className={`${classes.moves} small soft`}>{sayMoves(props)}</div>
      <RowAnswers {...props} />
      {props.words && <div className={classes.words}>{props.words}</div>}
    </li>
  );
}

function sayGrounds(ask: AskAnswer): string {
  if (ask.asks === 'serves') {
    const also = ask.also.map(({ goal }) => `${goal.key} ${goal.title}`);
    const grounds = texts.grounds(ask.goal.title, ask.because, ask.sureness);
    return also.length === 0 ? grounds : texts.also(grounds, listWords(also));
  }
  return ask.sides.map((side) => texts.side(keysOf(side), side.because)).join('; ');
}

function sayMoves({ ask, rate }: RowProps): string {
  const gain = sayRateGain(rate, ask.rateIfYes);
  const settles = ask.settles > 0 ? texts.decides(formatCount(ask.settles)) : null;
  return [gain, settles].filter(Boolean).join(', ');
}

function RowAnswers({ ask, onAnswer, isPickerOpen, onPickerOpen }: RowProps) {
  const name = ask.task.key ?? ask.task.title;
  const button = (label: string, answer: Answer, variant = 'default') => (
    <Button key={label} size="compact-xs" variant={variant} onClick={once(() => onAnswer(answer))}>
      {label}
      <span className="visually-hidden">{decideTexts.forTask(name)}</span>
    </Button>
  );
  return (
    <div className={classes.answers}>
      {ask.asks === 'serves'
        ? [
            button(texts.yes(ask.goal.key), 'yes', 'light'),
            ...(ask.also.length > 0 ? [button(whichTexts.all(ask.also.length + 1), 'all', 'light')] : []),
            button(texts.no(ask.goal.key), 'no', 'subtle'),
          ]
        : [
            ...ask.sides.map((side, at) => button(whichTexts.only(keysOf(side)), { sides: [at] }, 'light')),
            button(whichTexts.all(ask.sides.length), 'yes', 'subtle'),
            button(whichTexts.none(ask.sides.length), 'no', 'subtle'),
          ]}
      <GoalPicker
        label={texts.another}
        of={name}
        size="compact-xs"
        variant="subtle"
        isOpen={isPickerOpen}
        onOpenChange={onPickerOpen}
        onPick={(goalKey) => onAnswer({ goalKey })}
      />
    </div>
  );
}
