import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AskAnswer, ServesAsk } from '../../api/schemas/review.ts';
import { EVIDENCE_WORDS, GOAL_KIND_WORDS, TOOL_WORDS } from '../../domain/wording.ts';
import type { Answer } from '../hooks/use-answer.ts';
import { once } from '../once.ts';
import { sayRateMove } from '../rate-words.ts';
import { counts } from '../texts/en/counts.ts';
import { plumbLineTexts } from '../texts/en/plumb-line.tsx';
import { questionTexts as texts, whichTexts } from '../texts/en/review.tsx';
import { GoalPicker } from './goal-picker.tsx';
import { Marked, TaskText } from './own-words.tsx';
import { Knot, Line, Strand } from './plumb-parts.tsx';
import classes from './review-question.module.css';

export interface QuestionProps<Ask extends AskAnswer> {
  readonly ask: Ask;
  /** As it stands; null where nothing can be judged. */
  readonly rate: number | null;
  readonly isPickerOpen: boolean;
  readonly onPickerOpen: (isOpen: boolean) => void;
  readonly onAnswer: (answer: Answer) => void;
  readonly onNext: () => void;
  /** What else can be said of the task. */
  readonly words: ReactNode;
}

/** Does this task serve that goal? With what speaks for it in the task's own words, and what the answer would settle. */
export function ServesQuestion(props: QuestionProps<ServesAsk>) {
  const { ask, onAnswer } = props;
  const { task, goal } = ask;
  const move = sayRateMove(props.rate, ask.rateIfYes);
  return (
    <section aria-labelledby="question">
      <p className="small soft">{sentence(ask.reason)}</p>
      <h2 id="question" aria-live="polite" className={classes.question}>
        {texts.serves(task.title, goal.key)}
      </h2>
      <Line label={plumbLineTexts.lineTo(goal.key)}>
        <Knot glyph={goal.kind} word={GOAL_KIND_WORDS[goal.kind]} below="dotted">
          <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
            <strong>{goal.key}</strong> {goal.title}
          </Link>
        </Knot>
        <Strand below="dotted" word={EVIDENCE_WORDS[ask.kind]}>
          {texts.because(ask.because, ask.sureness)}
        </Strand>
        <TaskKnot ask={ask}>
          <Marked text={task.title} spans={ask.spans.filter((span) => span.in === 'title')} />
        </TaskKnot>
      </Line>
      <TaskText text={ask.text} spans={ask.spans} />
      <Also ask={ask} onAnswer={onAnswer} />
      <div className={classes.settles}>
        {move && <p>{texts.yesMoves(move)}</p>}
        {ask.also.length > 0 && <p>{texts.shares(ask.also.length + 1)}</p>}
        {ask.settles > 0 && (
          <p>
            {texts.settles(ask.settles, (text) => (
              <strong>{text}</strong>
            ))}
          </p>
        )}
      </div>
      <Answers {...props}>
        <Button variant="filled" aria-keyshortcuts="a" onClick={once(() => onAnswer('yes'))}>
          {texts.yes(goal.key)}
        </Button>
        {ask.also.length > 0 && (
          <Button aria-keyshortcuts="b" onClick={once(() => onAnswer('all'))}>
            {texts.all(ask.also.length + 1)}
          </Button>
        )}
        <Button aria-keyshortcuts="r" onClick={once(() => onAnswer('no'))}>
          {texts.no(goal.key)}
        </Button>
      </Answers>
    </section>
  );
}

/** What it may serve as well, each with what speaks for it, and to be chosen by itself. */
function Also({ ask: { also }, onAnswer }: Pick<QuestionProps<ServesAsk>, 'ask' | 'onAnswer'>) {
  if (also.length === 0) return null;
  return (
    <div className={classes.also}>
      <p className="small soft" id="also">
        {texts.may}
      </p>
      <ul className={`plain-list ${classes.sides}`} aria-labelledby="also">
        {also.map(({ goal, kind, because, sureness }) => (
          <li key={goal.id}>
            <div className={classes.what}>
              <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
                <strong>{goal.key}</strong> {goal.title}
              </Link>
              <div className="small soft">
                {whichTexts.says(EVIDENCE_WORDS[kind], texts.because(because, sureness))}
              </div>
            </div>
            <Button size="compact-sm" className={classes.only} onClick={once(() => onAnswer({ goalKey: goal.key }))}>
              {texts.only(goal.key)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The end of the line: the task, and what is known of it. */
export function TaskKnot({ ask: { task }, children }: { ask: Pick<AskAnswer, 'task'>; children: ReactNode }) {
  return (
    <Knot glyph="task" word={texts.task} below="none" isOpen>
      <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
        {task.key && <strong className="nowrap">{task.key}</strong>} {children}
      </Link>
      <div className={`${classes.facts} small soft`}>{sayFacts(task)}</div>
    </Knot>
  );
}

/** The answers there are, and those that every question has. */
export function Answers(props: Omit<QuestionProps<AskAnswer>, 'ask'> & { children: ReactNode }) {
  return (
    <div className={classes.answers}>
      {props.children}
      <GoalPicker
        label={texts.another}
        isOpen={props.isPickerOpen}
        onOpenChange={props.onPickerOpen}
        onPick={(goalKey) => props.onAnswer({ goalKey })}
      />
      <Button variant="subtle" aria-keyshortcuts="j" onClick={props.onNext}>
        {texts.later}
      </Button>
      <div className={classes.words}>{props.words}</div>
    </div>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function sayFacts({ tool, team, scope, assignee, statusName, ageDays }: AskAnswer['task']): string {
  const age = ageDays === null ? null : texts.old(counts.days(ageDays));
  return [TOOL_WORDS[tool], scope?.name, team?.name, assignee, statusName, age].filter(Boolean).join(' · ');
}
