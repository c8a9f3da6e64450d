export type GoalKind = 'vision' | 'objective' | 'key-result';

/** A box of time goals are set and graded in. Days are `YYYY-MM-DD`, both inclusive. */
export interface Cycle {
  readonly id: string;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** The day it was closed with its goals, before its end or after; null or left out while open. */
  readonly closedOn?: string | null;
}

/** A vision, an objective or a key result. */
export interface Goal {
  readonly id: string;
  /** As people write it: `O1`, `KR1.2`. Unique whatever the case. */
  readonly key: string;
  readonly kind: GoalKind;
  readonly title: string;
  readonly description: string;
  readonly parentId: string | null;
  readonly cycleId: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string | null;
  /** `YYYY-MM-DD`. */
  readonly by: string | null;
  readonly ownerId: string | null;
  readonly team: string | null;
  readonly commitment: 'committed' | 'aspirational' | null;
  readonly weight: number;
  /** The day it was closed; null while open. */
  readonly closedOn: string | null;
  /** Pages that state it (a pasted wiki URL); a task that links to one states the goal. */
  readonly urls: readonly string[];
  /** Among its siblings; null or left out: after those that have one, by key. */
  readonly position?: number | null;
}

/** A goal the tool keeps itself, as stored: what it supports is *stated* evidence once it is matched to one of ours. */
export interface ToolGoal {
  readonly id: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  /** Ours, matched by key in its title, by title, or by a person; null while unmatched. */
  readonly goalId: string | null;
  readonly supporters: readonly {
    readonly kind: 'task' | 'scope' | 'goal' | 'portfolio';
    readonly externalId: string;
    readonly weight: number | null;
    /** The portfolio that contributes, for a scope that stands in it. */
    readonly through?: string;
  }[];
}

/** The organisation's own rule: the first whose conditions all hold wins. Comparisons ignore case; `text` and `scope` look inside. */
export interface Rule {
  readonly id: string;
  readonly position: number;
  readonly when: {
    readonly tool?: string;
    readonly scope?: string;
    readonly label?: string;
    readonly type?: string;
    readonly team?: string;
    /** `Name=value`, or a name alone for "has any value". */
    readonly field?: string;
    readonly text?: string;
  };
  readonly then: { readonly goalId: string } | 'ktlo';
}
