import type { Evidence, Hop, Tried } from './evidence.ts';

/** accepted, rejected: by a person. automatic: above the organisation's threshold. suggested: waits. broken: a hop vanished. */
export type Verdict = 'accepted' | 'automatic' | 'suggested' | 'rejected' | 'broken';

/** The verdict on one task and one goal. */
export interface Link {
  readonly taskId: string;
  readonly goalId: string;
  readonly verdict: Verdict;
  /** 0 to 1. */
  readonly likelihood: number;
  /** Strongest first; the first one's hops are the path shown. */
  readonly evidence: readonly Evidence[];
  /** The hop that vanished, for broken links. */
  readonly brokenHop: Hop | null;
  /** Share of the task this goal gets; all of a task's aligned links together make 1. */
  readonly weight: number;
}

/** A person's word on one task and one goal. It outlives every later sync. */
export interface LinkDecision {
  readonly taskId: string;
  readonly goalId: string;
  readonly says: 'accepted' | 'rejected';
  /** Fingerprints of the evidence seen when it was rejected; new evidence brings the question back. */
  readonly seenFingerprints: readonly string[];
  readonly by: string;
  readonly at: number;
}

/** Everything decided about one task: its links, and what was tried. */
export interface LinkFindings {
  readonly links: readonly Link[];
  readonly tried: readonly Tried[];
}
