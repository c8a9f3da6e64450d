import type { ReactNode } from 'react';
import { ApiProblem } from '../api.ts';
import { commonTexts } from '../texts/en/common.ts';
import classes from './trouble.module.css';

/** Why what was sent was not done, beside what sent it; nothing where nothing went wrong. @param children What to do about it. */
export function Trouble({ error, children }: { error: Error | null; children?: ReactNode }) {
  if (error === null) return null;
  return (
    <p role="alert" className={`small ${classes.trouble}`}>
      {error instanceof ApiProblem ? error.detail : commonTexts.notDone} {children}
    </p>
  );
}
