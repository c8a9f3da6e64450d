import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api.ts';
import classes from './states.module.css';

/** What happened, what was kept, what to do. Red stands for a fault of the system, and nothing else. */
export function Fault({ error, what, onRetry }: { error: unknown; what: string; onRetry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <section className={`${classes.block} ${classes.fault}`} role="alert">
      <h2>{what}</h2>
      <p>{problem?.detail ?? 'This page met something it does not understand. Load it again.'}</p>
      <p className="soft small">
        Nothing was changed or lost: what Plumbline has read is kept.
        {problem?.requestId ? ` If it stays so, give the owner this number: ${problem.requestId}` : ''}
      </p>
      {onRetry && (
        <div className={classes.actions}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      )}
    </section>
  );
}

/** Nothing here yet: why, and the next step with its button. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className={classes.block}>
      <h2>{title}</h2>
      <div>{children}</div>
      {action && <div className={classes.actions}>{action}</div>}
    </section>
  );
}

/** A command to type, easy to select. */
export function Command({ children }: { children: string }) {
  return <code className={classes.code}>{children}</code>;
}

/** Holds the layout of a list while it is read. */
export function RowsSkeleton({ rows, height = 24 }: { rows: number; height?: number }) {
  return (
    <div className={classes.rows} role="status" aria-label="Reading">
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
