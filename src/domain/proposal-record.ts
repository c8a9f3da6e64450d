import type { ProposalChoice } from './proposal-choice.ts';
import type { FieldDifference } from './proposal-diff-fields.ts';

/** What a decision did to one goal, so that it can be told and taken back. */
export interface DoneStep {
  readonly do: ProposalChoice['do'];
  readonly goalId: string;
  readonly key: string;
  readonly fields: readonly Pick<FieldDifference, 'name' | 'ours' | 'stated'>[];
  /** The page's address, where the goal did not carry it before. */
  readonly url: string | null;
}

/** A decision as it is kept. */
export interface DecisionRecord<Source = unknown> {
  readonly done: readonly DoneStep[];
  /** Items that were offered and left, by id: not chosen by themselves the next time. */
  readonly left: readonly string[];
  /** What the proposal knew of goals before. */
  readonly sourcesBefore: readonly Source[];
}
