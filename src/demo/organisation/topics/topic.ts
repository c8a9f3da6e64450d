/** What work towards one key result looks like here: the words people use, not a list of tasks. `{slot}` is filled from `slots.ts`. */
export interface Topic {
  readonly goal: string;
  /** Titles of epics and other parents. */
  readonly epics: readonly string[];
  readonly titles: readonly string[];
  /** Titles that read like the key result itself, for tasks that only their words betray. */
  readonly telling: readonly string[];
  /** Sentences for descriptions. */
  readonly details: readonly string[];
}
