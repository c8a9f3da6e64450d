import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api.ts';
import { commonTexts } from '../texts/en/common.ts';
import { statesTexts as texts } from '../texts/en/states.ts';
import classes from './states.module.css';

/** What happened, what was kept, what to do. Red stands for a fault of the system, and nothing else. */
export function Fault(props: { error: unknown; what: string; onRetry?: () => void; isPage?: boolean }) {
  const { error, what, onRetry, isPage = false } = props;
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <section className={`${classes.block} ${classes.fault}`} role="alert">
      <Heading isPage={isPage}>{what}</Heading>
      <p>{problem?.detail ?? texts.notUnderstood}</p>
      <p className="soft small">
        {texts.nothingLost}
        {problem?.requestId ? texts.giveNumber(problem.requestId) : ''}
      </p>
      {onRetry && (
        <div className={classes.actions}>
          <Button onClick={onRetry}>{commonTexts.tryAgain}</Button>
        </div>
      )}
    </section>
  );
}

/** Nothing here yet: why, and the next step with its button. */
export function Empty(props: { title: string; children: ReactNode; action?: ReactNode; isPage?: boolean }) {
  const { title, children, action, isPage = false } = props;
  return (
    <section className={classes.block}>
      <Heading isPage={isPage}>{title}</Heading>
      <div>{children}</div>
      {action && <div className={classes.actions}>{action}</div>}
    </section>
  );
}

/** The page's own heading where nothing else is on it. */
function Heading({ isPage, children }: { isPage: boolean; children: string }) {
  return isPage ? <h1>{children}</h1> : <h2>{children}</h2>;
}

/** A command to type, easy to select. */
export function Command({ children }: { children: string }) {
  return <code className={classes.code}>{children}</code>;
}

/** Holds the layout of a list while it is read. */
export function RowsSkeleton({ rows, height = 24 }: { rows: number; height?: number }) {
  return (
    <div className={classes.rows} role="status" aria-label={commonTexts.reading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no identity
        <Skeleton key={row} height={height} radius={3} animate={false} />
      ))}
    </div>
  );
}

/** Holds the layout of a whole page: a sentence, then a picture, then a list. */
export function PageSkeleton() {
  return (
    <div data-page>
      <Skeleton height={84} width="min(100%, 820px)" radius={3} animate={false} />
      <RowsSkeleton rows={10} height={32} />
    </div>
  );
}
