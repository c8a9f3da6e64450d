/** What handlers call, one each. Bound to the store, the connectors and the clock where the service is put together. */
export interface UseCases {
  /**
   * Claims what has come due and looks for what a crash left behind. Of many processes that ask at once, exactly one is told of
   * each thing that is due.
   */
  planDue(now: Date): Promise<DueWork>;
  runSync(syncRunId: string, attempt: Attempt): Promise<void>;
  /** Works on the stored deliveries of a connection until none waits. */
  processDeliveries(connectionId: string, attempt: Attempt): Promise<void>;
  /** Makes the connection's webhooks at its tool those that are wanted. */
  keepWebhooks(connectionId: string, attempt: Attempt): Promise<void>;
  /** Derives every stale task. @returns Whether what people are asked is to be put in order after it. */
  deriveStale(attempt: Attempt): Promise<boolean>;
  flagToday(now: Date, attempt: Attempt): Promise<void>;
  /** Finds parents whose children have nothing in common. @returns Of how many the verdict is another now. */
  measureParents(attempt: Attempt): Promise<number>;
  /** Learns what texts of tasks share. @returns Whether tasks read otherwise now. */
  studyTexts(attempt: Attempt): Promise<boolean>;
  /** Learns from what was decided. @returns Whether anything was new. */
  learnExamples(attempt: Attempt): Promise<boolean>;
  /** Holds what people decided against what is promised. @returns How many thresholds were moved. */
  moveThresholds(attempt: Attempt): Promise<number>;
  /** Puts what people are asked in order. @returns How many questions there are. */
  orderQuestions(attempt: Attempt): Promise<number>;
  /** Groups the work without a why by what it is about. @returns How many themes there are. */
  refreshThemes(attempt: Attempt): Promise<number>;
  /** Asks the language model, where one is set up. @returns How many questions it answered. */
  askJudge(attempt: Attempt): Promise<number>;
  /** Makes and sends digests that are due. @returns How many. */
  sendDigests(attempt: Attempt): Promise<number>;
  /** Tells other programs what changed. @returns How many calls were made. */
  sendOutgoing(attempt: Attempt): Promise<number>;
  /** A worker works. */
  noteCanary(now: Date): Promise<void>;
}

export interface DueWork {
  /** Sync runs that stand as queued or running; each gets a job unless it has one. */
  readonly syncRuns: readonly { readonly syncRunId: string; readonly connectionId: string }[];
  /** Connections with deliveries that wait. */
  readonly deliveries: readonly string[];
  /** Connections whose webhooks are to be looked after now. */
  readonly webhooks: readonly string[];
  /** There are stale tasks. */
  readonly hasStaleTasks: boolean;
  /** The organisation's day changed. */
  readonly isNewDay: boolean;
  readonly isCanaryDue: boolean;
  /** A night is over, or a connection was pulled whole, since parents were measured last. */
  readonly isCohesionDue: boolean;
  /** A night is over, or a connection was pulled whole, since texts were studied last. */
  readonly areTextsDue: boolean;
  /** A night is over, a connection was pulled whole, or people decided much, since examples were learnt last. */
  readonly isLearningDue: boolean;
  /** A night is over. */
  readonly areThresholdsDue: boolean;
  /** A night is over, or what is asked may be another by now and everything is derived. */
  readonly isReviewDue: boolean;
  /** A night is over, or a connection was pulled whole and everything is derived, since themes were looked for last. */
  readonly areThemesDue: boolean;
  /** A language model is set up, and may be asked again. */
  readonly isJudgeDue: boolean;
  /** It is time to look for digests that are due. */
  readonly areDigestsDue: boolean;
  /** There is something to tell other programs. */
  readonly isOutgoingDue: boolean;
}

export interface Attempt {
  /** The service is stopping, the job was lost to another worker, or its time is over: leave at the next safe place. */
  readonly signal: AbortSignal;
  /** Nobody tries again after this one. */
  readonly isLast: boolean;
}
