import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Evidence, Hop, Tried } from '../../domain/evidence.ts';
import type { FlagState, NextAction } from '../../domain/flag.ts';
import type { Verdict } from '../../domain/link.ts';
import type { FieldValue, Placement, StatusCategory, TaskLink, ToolName, Transition } from '../../domain/task.ts';
import type { Instant, Json, OptionalDay, OptionalInstant, OptionalJson } from './column.ts';

// Tasks, what was found of them and what people decided, over time.

/** The tasks as they are now. */
export interface TaskTable {
  /** `<connection>.<tool's id>`. */
  id: string;
  connection_id: string;
  tool: ToolName;
  external_id: string;
  key: string | null;
  url: string | null;
  kind: string;
  level: number | null;
  title: string;
  body: string;
  labels: string[];
  fields: Json<FieldValue[]>;
  links_found: Json<TaskLink[]>;
  /** Read apart from the task, and left alone by a pull. */
  remote_links: ColumnType<TaskLink[], string | undefined, string>;
  placements: Json<Placement[]>;
  /** Of the home placement. */
  scope_id: string | null;
  group_name: string | null;
  parent_id: string | null;
  mirror_of_id: string | null;
  status_id: string | null;
  status_name: string;
  /** The tool's own word on it. */
  status_tool_category: StatusCategory | null;
  assignee_external_id: string | null;
  author_external_id: string | null;
  member_external_ids: string[];
  start_on: OptionalDay;
  due_on: OptionalDay;
  tool_created_at: OptionalInstant;
  tool_updated_at: OptionalInstant;
  tool_finished_at: OptionalInstant;
  is_archived: boolean;
  child_count: number | null;
  transitions: Json<Transition[]>;
  raw: Json<unknown>;
  /** Of everything above; an equal one changes nothing. */
  content_hash: string;
  /** ms since 1970 of `tool_updated_at`, 0 where the tool gives none: an older one never overwrites a newer one. */
  version: number;
  visibility: Generated<'visible' | 'access-lost'>;
  gone_at: OptionalInstant;
  gone_how: 'deleted' | 'moved' | null;
  read_at: Instant;
  /** Set when links and flags must be derived again; cleared in the same transaction that stores them. */
  stale_at: OptionalInstant;
  // Derived, with the mapping in force:
  status_category: Generated<StatusCategory>;
  is_container: Generated<boolean>;
  estimate: number | null;
  team_id: string | null;
  assignee_id: string | null;
}

/** What counts of a task, over time. Written when links are derived; the open period has `valid_to` null. */
export interface TaskPeriodTable {
  id: GeneratedAlways<number>;
  task_id: string;
  scope_id: string | null;
  team_id: string | null;
  assignee_id: string | null;
  status_category: StatusCategory;
  is_countable: boolean;
  is_live: boolean;
  finished_at: OptionalInstant;
  estimate: number | null;
  active_days: number | null;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

/** Verdicts over time; at most one open row for a task and a goal. */
export interface LinkTable {
  id: GeneratedAlways<number>;
  task_id: string;
  goal_id: string;
  verdict: Verdict;
  likelihood: number;
  evidence: Json<Evidence[]>;
  broken_hop: OptionalJson<Hop>;
  weight: number;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

export interface LinkDecisionTable {
  id: GeneratedAlways<number>;
  task_id: string;
  goal_id: string;
  says: 'accepted' | 'rejected';
  seen_fingerprints: string[];
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** An undone or replaced decision stays, as history. */
  undone_at: OptionalInstant;
}

export interface TaskDecisionTable {
  id: GeneratedAlways<number>;
  task_id: string;
  says: 'ktlo' | 'not-now' | 'approved' | 'pending-decision';
  because: string;
  by_person_id: string | null;
  by_name: string;
  from_on: string;
  until_on: OptionalDay;
  at: Instant;
  /** An undone or replaced decision stays, as history. */
  undone_at: OptionalInstant;
  /** Of a “not now”. */
  yields_to_goal_id: string | null;
  /** Of a “not now”: the day after `until_on`, when it comes back. */
  revisit_on: OptionalDay;
  /** Whom it waits for. */
  asked_person_id: string | null;
  asked_name: string | null;
  /** It ended by another word on the task, a link or a decision; else, where it ended, somebody took it back. */
  is_replaced: Generated<boolean>;
}

/** How large a share of a team's work may keep the lights on; team null: for teams without one, cycle null: in any cycle. */
export interface AllowanceTable {
  id: GeneratedAlways<number>;
  team_id: string | null;
  share: number;
  cycle_id: string | null;
  by_person_id: string | null;
  by_name: Generated<string>;
  at: Generated<Date>;
  /** One that was set anew or taken away stays, as history. */
  ended_at: OptionalInstant;
}

/** Flags over time; at most one open row a task. */
export interface FlagTable {
  id: GeneratedAlways<number>;
  task_id: string;
  state: FlagState;
  reason: string;
  next_action: NextAction;
  goal_ids: string[];
  tried: Json<Tried[]>;
  best_score: number | null;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

/** What is counted now: each countable task with its open period and its open flag. Kept by triggers of both tables; nobody else writes. */
export interface JudgedTaskTable
  extends Pick<
      TaskPeriodTable,
      | 'scope_id'
      | 'team_id'
      | 'assignee_id'
      | 'status_category'
      | 'is_live'
      | 'finished_at'
      | 'estimate'
      | 'active_days'
    >,
    Pick<FlagTable, 'state' | 'next_action' | 'goal_ids' | 'best_score'> {
  task_id: string;
  tool: ToolName;
  tool_created_at: OptionalInstant;
  /** Of the period. */
  valid_from: Instant;
  /** Of the flag. */
  flagged_from: Instant;
}

/** A past week whose sums are kept. */
export interface SummedWeekTable {
  /** Its last moment. */
  at: Instant;
  week_start: Instant;
}

/** What was judged at the end of a past week. */
export interface WeekSumTable {
  at: Instant;
  team_id: string | null;
  scope_id: string | null;
  state: FlagState;
  tasks: number;
  /** Of them, those weighed by an estimate of their own. */
  estimated: number;
  estimate_weight: number;
  /** Of the scope's estimates then. */
  median: number | null;
  /** Those with active days. */
  timed: number;
  active_days: number;
}

/** Tasks too many to be marked as stale in one statement; those up to `after_id` are marked. */
export interface StaleSweepTable {
  id: GeneratedAlways<number>;
  /** null: of every connection. */
  connection_id: string | null;
  which: 'all' | 'unlinked';
  marked_at: Instant;
  after_id: Generated<string>;
}
