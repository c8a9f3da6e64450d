import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { GoalKind, Rule, ToolGoal } from '../../domain/goal.ts';
import type { GoalChangeThrough } from '../../domain/goal-history.ts';
import type { Measure } from '../../domain/proposal-measure.ts';
import type { StatedGoal } from '../../domain/proposal-reading.ts';
import type { SourceName } from '../../domain/task.ts';
import type { Instant, Json, OptionalDay, OptionalInstant, OptionalJson } from './column.ts';

// What work is for, over time, and the rules that lead to it.

export interface CycleTable {
  id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  closed_on: OptionalDay;
}

export interface GoalTable {
  id: string;
  key: string;
  kind: GoalKind;
  title: string;
  description: string;
  parent_id: string | null;
  cycle_id: string | null;
  from_value: number | null;
  to_value: number | null;
  unit: string | null;
  due_on: OptionalDay;
  owner_id: string | null;
  team_id: string | null;
  commitment: 'committed' | 'aspirational' | null;
  weight: number;
  closed_on: OptionalDay;
  urls: string[];
  /** Among its siblings; null: after those that have one, by key. */
  position: ColumnType<number | null, number | null | undefined, number | null>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** One act of somebody on goals or cycles, however many it changed. */
export interface GoalChangeTable {
  id: GeneratedAlways<number>;
  at: Instant;
  by_person_id: string | null;
  by_name: string;
  through: GoalChangeThrough;
  /** The change that it took back. */
  undoes: number | null;
}

/** Who or what began and ended a state; null: it stood when the history began. */
interface ChangePeriod {
  id: GeneratedAlways<number>;
  change_id: number | null;
  ended_change_id: number | null;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

/** Goals over time, those that are gone too. The open period has `valid_to` null. */
export interface GoalPeriodTable extends ChangePeriod, Omit<GoalTable, 'id' | 'created_at' | 'updated_at'> {
  goal_id: string;
}

export interface CyclePeriodTable extends ChangePeriod, Omit<CycleTable, 'id'> {
  cycle_id: string;
}

export interface RuleTable {
  id: string;
  position: number;
  conditions: Json<Rule['when']>;
  goal_id: string | null;
  is_ktlo: boolean;
}

/** A rule as a change keeps it. */
export interface StoredRule {
  readonly id: string;
  readonly when: Rule['when'];
  readonly then: Rule['then'];
}

export interface RuleChangeTable {
  id: GeneratedAlways<number>;
  at: Instant;
  by_person_id: string | null;
  by_name: string;
  /** The whole list, in order. */
  rules_before: Json<readonly StoredRule[]>;
  rules_after: Json<readonly StoredRule[]>;
  undone_at: Instant | null;
}

export interface ToolGoalTable {
  id: string;
  connection_id: string;
  external_id: string;
  title: string;
  description: string;
  url: string | null;
  status: string | null;
  goal_id: string | null;
  matched_by: 'key' | 'title' | 'hand' | null;
  supporters: Json<ToolGoal['supporters']>;
  measure: OptionalJson<Measure>;
  is_closed: Generated<boolean>;
  /** The account it belongs to. */
  owner_external_id: string | null;
  /** The last sync run it came in. */
  seen_run_id: string | null;
  /** Since when it is not given any more: deleted or hidden, nobody knows which. It supports nothing until it comes again. */
  unreadable_at: OptionalInstant;
}

/** What somebody said of how a key result stands. */
export interface CheckInTable {
  id: GeneratedAlways<number>;
  goal_id: string;
  value: number;
  /** That it will be reached, 0 to 1. */
  confidence: number | null;
  note: string;
  at: Instant;
  by_person_id: string | null;
  by_name: string;
  /** One that was taken back stays, as history. */
  undone_at: OptionalInstant;
}

/** Where a goal of ours is written: the next reading knows it again by this. */
export interface GoalSourceTable {
  goal_id: string;
  proposal_id: string;
  document_id: string | null;
  /** The key it is written with, in lower case; without one its title in lower case. */
  known_as: string;
  stated: string;
  /** The headings it stands under, its own last where it is one. */
  path: string[];
  /** The last reading does not state it any more. */
  is_missing: Generated<boolean>;
  /** What was stated when a person last decided; null where nobody has. */
  decided: OptionalJson<StatedGoal>;
}

/** Where a goal was written, in a connection that was removed with all that was read by it. */
export interface RemovedGoalSourceTable {
  id: GeneratedAlways<number>;
  goal_id: string;
  /** As it was; it is gone. */
  proposal_id: string;
  tool: SourceName;
  connection_name: string;
  /** null where its scope was private. */
  title: string | null;
  url: string | null;
  path: string[];
  removed_at: Instant;
}
