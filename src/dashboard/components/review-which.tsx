import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { WhichAsk } from '../../api/schemas/review.ts';
import { listWords } from '../../domain/flag-words.ts';
import { EVIDENCE_WORDS } from '../../domain/wording.ts';
import { once } from '../once.ts';
import { sayRateMove } from '../rate-words.ts';
import { whichTexts as texts } from '../texts/en/review.tsx';
import { TaskText } from './own-words.tsx';
import { Line } from './plumb-parts.tsx';
import classes from './review-question.module.css';
import { Answers, type QuestionProps, TaskKnot } from './review-question.tsx';

/** The task's sources name goals that do not go together: one key says which one is meant. */
export function WhichQuestion(props: QuestionProps<WhichAsk>) {
  const { ask, onAnswer } = props;
  const { task, sides } = ask;
  return (
    <section aria-labelledby="question">
      <p className="small soft">{texts.differ}</p>
      <h2 id="question" aria-live="polite" className={classes.question}>
        {texts.which(task.title)}
      </h2>
      <ol className={`plain-list ${classes.sides}`}>
        {sides.map((side, at) => (
          <li key={keysOf(side)}>
            <kbd>{at + 1}</kbd>
            <div>
              {side.goals.map((goal) => (
                <div key={goal.id}>
                  <Link to="/goals/$goalKey" params={{ goalKey: goal.key }}>
                    <strong>{goal.key}</strong> {goal.title}
                  </Link>
                </div>
              ))}
              <div className="small soft">
                {texts.says(EVIDENCE_WORDS[side.kind], side.because)}
                {side.isLinked && texts.counts}
              </div>
            </div>
          </li>
        ))}
      </ol>
      <Line label={texts.theTask}>
        <TaskKnot ask={ask}>{task.title}</TaskKnot>
      </Line>
      <TaskText text={ask.text} spans={[]} />
      <p className={classes.settles}>{sayMove(props)}</p>
      <Answers {...props}>
        {sides.map((side, at) => (
          <Button
            key={keysOf(side)}
            variant={at === 0 ? 'filled' : 'default'}
            aria-keyshortcuts={String(at + 1)}
            onClick={once(() => onAnswer({ sides: [at] }))}
          >
            {texts.only(keysOf(side))}
          </Button>
        ))}
        <Button aria-keyshortcuts="b" onClick={once(() => onAnswer('yes'))}>
          {texts.all(sides.length)}
        </Button>
        <Button aria-keyshortcuts="0" onClick={once(() => onAnswer('no'))}>
          {texts.none(sides.length)}
        </Button>
      </Answers>
    </section>
  );
}

/** "KR1.1 and KR1.2". */
export function keysOf(side: WhichAsk['sides'][number]): string {
  return listWords(side.goals.map(({ key }) => key));
}

function sayMove({ ask, rate }: QuestionProps<WhichAsk>): string {
  const linked = ask.sides.find(({ isLinked }) => isLinked);
  if (linked) return texts.countsFor(keysOf(linked));
  return texts.countsForNone(sayRateMove(rate, ask.rateIfYes));
}
