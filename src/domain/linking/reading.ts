/** A goal as the linker reads it: its words, and no more. */
export interface LinkerGoal {
  readonly id: string;
  /** Short and telling; empty where the goal has no title of its own. */
  readonly title: string;
  readonly text: string;
}

export interface LinkerTask {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A task of which people or structure say what it serves. */
export interface LinkerExample extends LinkerTask {
  /** Empty: it is known to serve none. */
  readonly goalIds: readonly string[];
  /** By structure, not by a person: it shows what tasks of a goal read like, and not how many that structure left over serve any. */
  readonly isArranged?: boolean;
}

/** Where in the task's own words a reading stands: places in UTF-16 units, end excluded. */
export interface Span {
  readonly in: 'title' | 'text';
  readonly from: number;
  readonly to: number;
}

/** The task among the examples that reads most like this one. */
export interface Neighbour {
  readonly taskId: string;
  /** 0 to 1. */
  readonly likeness: number;
}

export interface Candidate {
  readonly goalId: string;
  /** Ranks goals for one task; not comparable between organisations. */
  readonly score: number;
  /** 0 to 1: the probability that this goal is right. */
  readonly likelihood: number;
}

/** What the linker makes of one task. */
export interface Reading {
  /** Goals by likelihood, best first. Empty where it shares nothing with any. */
  readonly ranked: readonly Candidate[];
  /** A goal that it may serve as well as the best one, as the task does that it reads like; no word on it once the best one is refused. */
  readonly beside: Candidate | null;
}

/** Why a task reads like a goal, or like work that serves none. */
export interface Grounds {
  /** The task's own words that carried it, the heaviest first. */
  readonly words: readonly string[];
  /** The nearest example that serves this goal. */
  readonly like: Neighbour | null;
  /** The nearest task known to serve no goal. */
  readonly likeNone: Neighbour | null;
}
