import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FIRST_STEPS, type FirstStep } from '../first-run-query.ts';
import { firstRunTexts as texts } from '../texts/en/first-run.tsx';
import classes from './step-frame.module.css';

interface FrameProps {
  readonly step: FirstStep;
  readonly title: string;
  readonly means: string;
  readonly isDone: boolean;
  /** What was tested, in words; null before anything was. */
  readonly tested: ReactNode;
  readonly children?: ReactNode;
}

/** One of the first steps: what it is for, what is true of it now, what to do, and the way on. */
export function StepFrame({ step, title, means, isDone, tested, children }: FrameProps) {
  const next = FIRST_STEPS[FIRST_STEPS.indexOf(step) + 1];
  return (
    <section aria-labelledby={`step-${step}`} className={classes.step}>
      <h2 id={`step-${step}`}>{title}</h2>
      <p className="soft measure">{means}</p>
      <div aria-live="polite">
        {tested && (
          <p className={classes.tested} data-done={isDone || undefined}>
            <span aria-hidden="true">{isDone ? '●' : '○'}</span> {tested}
          </p>
        )}
      </div>
      {children}
      {next && (
        <p>
          {isDone ? (
            <Button
              variant="filled"
              size="md"
              renderRoot={(props) => <Link {...props} to="/start" search={{ step: next }} />}
            >
              {texts.next(texts.names[next])}
            </Button>
          ) : (
            <Link to="/start" search={{ step: next }} className="small">
              {texts.later(texts.names[next])}
            </Link>
          )}
        </p>
      )}
    </section>
  );
}
