/** What handlers call, one each. Bound to the store, the connectors and the clock where the service is put together. */
export interface UseCases {
  /**
   * Claims what has come due and looks for what a crash left behind. Of many processes that ask at once, exactly one is told of
   * each thing that is due.
   */
  planDue(now: Date): Promise<DueWork>;
  runSync(syncRunId: string, attempt: Attempt): Promise<void>;
  deriveStale(attempt: Attempt): Promise<void>;
  flagToday(now: Date, attempt: Attempt): Promise<void>;
  /** A worker works. */
  noteCanary(now: Date): Promise<void>;
}

export interface DueWork {
  /** Sync runs that stand as queued or running; each gets a job unless it has one. */
  readonly syncRuns: readonly { readonly syncRunId: string; readonly connectionId: string }[];
  /** There are stale tasks. */
  readonly hasStaleTasks: boolean;
  /** The organisation's day changed. */
  readonly isNewDay: boolean;
  readonly isCanaryDue: boolean;
}

export interface Attempt {
  /** The service is stopping, the job was lost to another worker, or its time is over: leave at the next safe place. */
  readonly signal: AbortSignal;
  /** Nobody tries again after this one. */
  readonly isLast: boolean;
}
