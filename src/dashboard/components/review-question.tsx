import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import type { AskAnswer } from '../../api/schemas/review.ts';
import { EVIDENCE_WORDS, GOAL_KIND_WORDS, TOOL_WORDS } from '../../domain/wording.ts';
import { formatCount, plural } from '../format.ts';
import { useDecide } from '../hooks/use-decide.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { GoalPicker } from './goal-picker.tsx';
import { Knot, Line, Strand } from './plumb-parts.tsx';
import classes from './review-question.module.css';

/** Does this task serve that goal? Answered in place, with what speaks for it and what the answer would settle. */
export function ReviewQuestion({ ask, onNext, onBack }: { ask: AskAnswer; onNext: () => void; onBack: () => void }) {
  const { task, goal } = ask;
  const decide = useDecide();
  const [isPickerOpen, setPickerOpen] = useState(false);
  const answer = (says: 'accepted' | 'rejected', goalKey = goal.key) => {
    onNext();
    void decide([task], says, goalKey);
  };
  useKeys({
    a: () => answer('accepted'),
    r: () => answer('rejected'),
    l: () => setPickerOpen(true),
    j: onNext,
    k: onBack,
  });
  return (
    <section aria-labelledby="question">
      <p className="small soft">{sentence(ask.reason)}</p>
      <h2 id="question" aria-live="polite" className={classes.question}>
        Does “{task.title}” serve {goal.key}?
      </h2>
      <Line label={`The line to ${goal.key}`}>
        <Knot glyph={goal.kind} word={GOAL_KIND_WORDS[goal.kind]} below="dotted">
          <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
            <strong>{goal.key}</strong> {goal.title}
          </Link>
        </Knot>
        <Strand below="dotted" word={EVIDENCE_WORDS[ask.kind]}>
          {ask.because}, {ask.sureness}
        </Strand>
        <Knot glyph="task" word="Task" below="none" isOpen>
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {task.key && <strong className="nowrap">{task.key}</strong>} {task.title}
          </Link>
          <div className={`${classes.facts} small soft`}>{sayFacts(task)}</div>
        </Knot>
      </Line>
      {ask.settles > 0 && (
        <p className={classes.settles}>
          Your answer <strong>decides {formatCount(ask.settles)} more</strong>:{' '}
          {ask.settles === 1 ? 'another task without a goal reads' : 'other tasks without a goal read'} like this one.
        </p>
      )}
      <div className={classes.answers}>
        <Button variant="filled" aria-keyshortcuts="a" onClick={once(() => answer('accepted'))}>
          Yes, it serves {goal.key}
        </Button>
        <Button aria-keyshortcuts="r" onClick={once(() => answer('rejected'))}>
          No, not {goal.key}
        </Button>
        <GoalPicker
          label="Another goal…"
          isOpen={isPickerOpen}
          onOpenChange={setPickerOpen}
          onPick={(goalKey) => answer('accepted', goalKey)}
        />
        <Button variant="subtle" aria-keyshortcuts="j" onClick={onNext}>
          Later
        </Button>
      </div>
    </section>
  );
}

/** The second click of a double one would answer the next question, which nobody has read. */
function once(act: () => void) {
  return (event: MouseEvent) => {
    if (event.detail < 2) act();
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function sayFacts({ tool, team, scope, assignee, statusName, ageDays }: AskAnswer['task']): string {
  const age = ageDays === null ? null : `${plural(ageDays, 'day')} old`;
  return [TOOL_WORDS[tool], scope?.name, team?.name, assignee, statusName, age].filter(Boolean).join(' · ');
}
