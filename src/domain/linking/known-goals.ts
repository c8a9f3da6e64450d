import type { TaskDecision } from '../flag.ts';

/** What is known of one task, by people or by structure. */
export interface TaskLabel {
  /** Goals, by a person's word. */
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  /** Goals it is tied to by what somebody wrote down or arranged, and not by how it reads. */
  readonly structural: readonly string[];
  /** A link is suggested or broken: nobody knows yet. */
  readonly isOpen: boolean;
  /** A person's word in force on the task itself. */
  readonly decision: TaskDecision['says'] | null;
  /** A rule of the organisation says that it keeps the lights on. */
  readonly isKtloByRule: boolean;
}

/**
 * The goals a task is known to serve; empty: known to serve none; null: not known. A person's yes first, then their word on the task
 * as a whole, then structure; "no" to every goal that was ever asked about is known only while nothing else is asked.
 */
export function goalsOfLabel(label: TaskLabel): readonly string[] | null {
  if (label.accepted.length > 0) return [...new Set([...label.accepted, ...label.structural])].sort();
  if (label.decision === 'ktlo') return [];
  if (label.structural.length > 0) return label.structural;
  if (label.decision === 'not-now' || label.decision === 'approved') return [];
  if (label.isKtloByRule) return [];
  return label.rejected.length > 0 && !label.isOpen ? [] : null;
}
