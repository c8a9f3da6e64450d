import type { ReactNode } from 'react';
import { stepsTexts as texts } from '../texts/en/first-run-line.tsx';
import classes from './steps.module.css';

interface StepsProps {
  readonly names: readonly string[];
  /** The one that is shown. */
  readonly at: number;
  /** Those before it, unless something else says so. */
  readonly isDone?: (index: number) => boolean;
  /** The name as a way there; it stands alone where there is none. */
  readonly linkOf?: (index: number, name: ReactNode) => ReactNode;
}

/** Where one is on a short path. */
export function Steps({ names, at, isDone = (index) => index < at, linkOf = (_, name) => name }: StepsProps) {
  return (
    <ol className={`plain-list ${classes.steps}`} aria-label={texts.steps}>
      {names.map((name, index) => (
        <li key={name} aria-current={index === at ? 'step' : undefined} data-done={isDone(index) || undefined}>
          <span aria-hidden="true">{isDone(index) ? '●' : '○'}</span>{' '}
          {linkOf(
            index,
            <>
              {texts.numbered(index + 1, name)}
              {isDone(index) && <span className="visually-hidden">{texts.done}</span>}
            </>,
          )}
        </li>
      ))}
    </ol>
  );
}
