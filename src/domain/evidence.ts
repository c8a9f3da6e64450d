/** The kinds of evidence, strongest first. */
export const EVIDENCE_KINDS = ['stated', 'inherited', 'rule', 'learned', 'text', 'judged'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One step of the path from a task to a goal: what was read, where, and when. */
export interface Hop {
  /** What the step leads to or rests on. */
  readonly kind:
    | 'label'
    | 'field'
    | 'title'
    | 'text'
    | 'link'
    | 'tool-goal'
    | 'document'
    | 'parent'
    | 'scope'
    | 'group'
    | 'rule'
    | 'words'
    | 'neighbour'
    | 'judge'
    | 'decision';
  /** Whose place this is: the task that carries the label, the scope that is named after a goal; null for the rule itself. */
  readonly taskId: string | null;
  readonly scopeId: string | null;
  /** The wiki page it was read on; only for `document`. */
  readonly documentId?: string;
  /** "label okr:kr2.1", "field OKR", "epic ONB-40 “Self-service import”": said so that a person finds it again. */
  readonly place: string;
  /** The very words or value that carried it. */
  readonly value: string;
  /** When it was read, ms since 1970. */
  readonly readAt: number;
  /** A person's name for a decision; null where a machine read it. */
  readonly by: string | null;
  /** Set where not everyone who sees the task may see this, so that no sentence kept for all of them names it. */
  readonly isApart?: true;
}

/** One reason to think a task serves a goal. Never empty of hops: a link without evidence cannot exist. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly goalId: string;
  /** 0 to 1, see docs/decisions on likelihoods. */
  readonly likelihood: number;
  /** From the task upwards; the last hop names the goal. */
  readonly hops: readonly Hop[];
  /** Same evidence, same fingerprint: a rejected link stays away until this changes. Does not depend on when it was read. */
  readonly fingerprint: string;
  /** Share of the task this goal gets where the tool says so; null for an even split. */
  readonly weight: number | null;
}

/** What was looked for and not found (or not enough), for every kind: a task with no why says what was tried. */
export interface Tried {
  readonly kind: EvidenceKind;
  /** "3 labels, field OKR, title and description: no goal named". */
  readonly what: string;
  /** The nearest goal, where there was one. */
  readonly bestGoalId: string | null;
  /** Its likelihood 0 to 1; null where nothing came near. */
  readonly bestScore: number | null;
  /** The task it reads like; named only to who may see it. */
  readonly likeTaskId?: string;
}
