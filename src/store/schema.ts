import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Weight } from '../domain/alignment.ts';
import type { AuditWhat } from '../domain/audit.ts';
import type { CycleLength } from '../domain/cycle-calendar.ts';
import type { Digest } from '../domain/digest.ts';
import type { DigestState, LinkDeed } from '../domain/digest-state.ts';
import type { Block, DocumentProperty } from '../domain/document.ts';
import type { CarryWord } from '../domain/evidence/drawers.ts';
import type { Evidence, Hop, Tried } from '../domain/evidence.ts';
import type { FlagState, NextAction } from '../domain/flag.ts';
import type { FoundPlace, GlossaryGround, GlossaryState } from '../domain/glossary-entry.ts';
import type { GoalKind, Rule, ToolGoal } from '../domain/goal.ts';
import type { GoalChangeThrough } from '../domain/goal-history.ts';
import type { JudgeForm, JudgeTrouble, OfferedGoal } from '../domain/judge.ts';
import type { Verdict } from '../domain/link.ts';
import type { AskReason } from '../domain/linking/asking.ts';
import type { Trust } from '../domain/linking/linker.ts';
import type {
  FlagStanding,
  LinkStanding,
  OutgoingDeliveryState,
  OutgoingEvent,
  OutgoingState,
  OutgoingType,
} from '../domain/outgoing.ts';
import type { OutgoingItem } from '../domain/outgoing-item.ts';
import type { Role } from '../domain/person.ts';
import type { ProposedGoal } from '../domain/proposal.ts';
import type { GoalColumns } from '../domain/proposal-columns.ts';
import type { Measure } from '../domain/proposal-measure.ts';
import type { StatedGoal } from '../domain/proposal-reading.ts';
import type {
  FieldValue,
  Mapping,
  Placement,
  SourceName,
  StatusCategory,
  TaskLink,
  ToolName,
  Transition,
} from '../domain/task.ts';
import type { ThresholdName } from '../domain/threshold.ts';

/** An instant. Written as a Date or an ISO string, read as a Date. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type OptionalInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** A day, `YYYY-MM-DD`, read as that text. */
type OptionalDay = ColumnType<string | null, string | null | undefined, string | null>;
/** jsonb: written as JSON text, read as the value. */
type Json<T> = ColumnType<T, string, string>;
type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** One table a key. Columns are snake_case; `…_at` an instant, `…_on` a day. */
export interface Schema {
  settings: SettingsTable;
  teams: TeamTable;
  people: PersonTable;
  person_periods: PersonPeriodTable;
  accounts: AccountTable;
  cycles: CycleTable;
  goals: GoalTable;
  goal_changes: GoalChangeTable;
  goal_periods: GoalPeriodTable;
  cycle_periods: CyclePeriodTable;
  rules: RuleTable;
  rule_changes: RuleChangeTable;
  page_reads: PageReadTable;
  connections: ConnectionTable;
  scopes: ScopeTable;
  scope_people: ScopePersonTable;
  tasks: TaskTable;
  task_periods: TaskPeriodTable;
  set_asides: SetAsideTable;
  tool_goals: ToolGoalTable;
  links: LinkTable;
  link_decisions: LinkDecisionTable;
  task_decisions: TaskDecisionTable;
  allowances: AllowanceTable;
  check_ins: CheckInTable;
  flags: FlagTable;
  judged_tasks: JudgedTaskTable;
  summed_weeks: SummedWeekTable;
  week_sums: WeekSumTable;
  sync_runs: SyncRunTable;
  sync_run_scopes: SyncRunScopeTable;
  schedules: ScheduleTable;
  sign_in_links: SignInLinkTable;
  sessions: SessionTable;
  idempotency_keys: IdempotencyKeyTable;
  webhooks: WebhookTable;
  deliveries: DeliveryTable;
  delivery_refusals: DeliveryRefusalTable;
  held_removals: HeldRemovalTable;
  notices: NoticeTable;
  breakers: BreakerTable;
  call_budgets: CallBudgetTable;
  call_leases: CallLeaseTable;
  oauth_tokens: OAuthTokenTable;
  oauth_consents: OAuthConsentTable;
  documents: DocumentTable;
  document_references: DocumentReferenceTable;
  proposals: ProposalTable;
  proposal_decisions: ProposalDecisionTable;
  goal_sources: GoalSourceTable;
  removed_goal_sources: RemovedGoalSourceTable;
  judge: JudgeTable;
  judge_days: JudgeDayTable;
  judge_opinions: JudgeOpinionTable;
  parent_cohesion: ParentCohesionTable;
  carry_decisions: CarryDecisionTable;
  threshold_moves: ThresholdMoveTable;
  review_asks: ReviewAskTable;
  stale_sweeps: StaleSweepTable;
  task_words: TaskWordsTable;
  feeds: FeedTable;
  themes: ThemeTable;
  theme_tasks: ThemeTaskTable;
  overview_looks: OverviewLookTable;
  linking_examples: LinkingExampleTable;
  linking_memory: LinkingMemoryTable;
  glossary_entries: GlossaryEntryTable;
  glossary_changes: GlossaryChangeTable;
  boilerplate: BoilerplateTable;
  saved_views: SavedViewTable;
  digest_preferences: DigestPreferenceTable;
  digests: DigestTable;
  digest_links: DigestLinkTable;
  mail_stops: MailStopTable;
  audit_events: AuditEventTable;
  outgoing_webhooks: OutgoingWebhookTable;
  outgoing_changes: OutgoingChangeTable;
  outgoing_deliveries: OutgoingDeliveryTable;
}

/** One row: the organisation. */
export interface SettingsTable {
  id: Generated<number>;
  organisation_name: string;
  time_zone: string;
  /** Evidence at or above it links by itself. */
  automatic_threshold: Generated<number>;
  /** The last day all flags were looked at for; null before the first. */
  flagged_on: OptionalDay;
  /** True where the tools are simulated. */
  is_demo: Generated<boolean>;
  /** How views weigh tasks where nobody chose. */
  default_weight: Generated<Weight>;
  /** When digests come, of people who chose nothing: 1 Monday to 7 Sunday, and the hour of their day. */
  digest_weekday: Generated<number>;
  digest_hour: Generated<number>;
  /** A key result without a check-in for longer is stale. */
  stale_check_in_days: Generated<number>;
  /** 1 Monday to 7 Sunday, in order. */
  working_days: Generated<number[]>;
  /** How cycles follow each other, and the month their year begins in. */
  cycle_length: Generated<CycleLength>;
  cycle_start_month: Generated<number>;
  created_at: Generated<Date>;
}

export interface TeamTable {
  /** Slug of the name. */
  id: string;
  name: string;
}

export interface PersonTable {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  manager_id: string | null;
  team_id: string | null;
  role: Role;
  /** Account ids or names given in the file, for tools that hide e-mail. */
  jira_account: string | null;
  asana_account: string | null;
  trello_account: string | null;
  /** False: guessed from the org tree, and guessed again when it changes. */
  is_role_by_hand: Generated<boolean>;
  /** Since when they are not here any more; what they did stays. */
  left_at: OptionalInstant;
  created_at: Generated<Date>;
}

/** The org tree over time. The open period has `valid_to` null. */
export interface PersonPeriodTable {
  id: GeneratedAlways<number>;
  person_id: string;
  team_id: string | null;
  manager_id: string | null;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

/** People as the tools know them. */
export interface AccountTable {
  connection_id: string;
  external_id: string;
  name: string;
  email: string | null;
  person_id: string | null;
  matched_by: 'email' | 'file' | 'hand' | null;
}

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

export interface PageReadTable {
  reader_id: string;
  person_id: string;
  /** `YYYY-MM-DD` in the organisation's zone. */
  day: string;
  first_at: Instant;
  /** Who is told of it. */
  told_ids: string[];
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

export interface ConnectionTable {
  /** Slug: `jira`, `jira-2`. */
  id: string;
  tool: SourceName;
  name: string;
  base_url: string;
  state: 'active' | 'paused' | 'unauthorised';
  /** AES-256-GCM, bound to connection and origin. */
  credentials: string | null;
  account: OptionalJson<{ id: string; name: string; email: string | null; site: string; timeZone: string | null }>;
  vocabulary: OptionalJson<unknown>;
  mapping_guessed: OptionalJson<Mapping>;
  /** What people changed; it wins over the guess, part by part. */
  mapping_edited: OptionalJson<Partial<Mapping>>;
  shared_cursor: OptionalJson<Record<string, unknown>>;
  last_error: OptionalJson<{ kind: string; message: string; at: string; retryAt: string | null }>;
  last_complete_at: OptionalInstant;
  /** It may not be asked for all changes in one question; null: it may, or it has none. */
  changes_refused_at: OptionalInstant;
  /** It left its tasks behind, out of sight: they need its words and its scopes. */
  removed_at: OptionalInstant;
  created_at: Generated<Date>;
}

export interface ScopeTable {
  id: string;
  connection_id: string;
  external_id: string;
  key: string | null;
  name: string;
  url: string | null;
  kind: string | null;
  is_selected: Generated<boolean>;
  is_archived: Generated<boolean>;
  is_private: Generated<boolean>;
  visibility: Generated<'visible' | 'access-lost'>;
  team_id: string | null;
  /** A goal a person tied the whole scope to. */
  goal_id: string | null;
  /** Of the walk under way or last finished; moves in the same transaction as the rows it covers. */
  cursor: OptionalJson<Record<string, unknown>>;
  is_walk_complete: Generated<boolean>;
  walked_at: OptionalInstant;
  /** The tool says that it is in its bin; null again when it lists it. */
  deleted_at: OptionalInstant;
  /** What a data source's columns hold, where a person said so; else it is guessed from their names. */
  goal_columns: OptionalJson<GoalColumns>;
}

/** Who may see a private scope's tasks. */
export interface ScopePersonTable {
  scope_id: string;
  person_id: string;
}

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

export interface SetAsideTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  scope_id: string | null;
  external_id: string | null;
  reason: string;
  raw: Json<unknown>;
  sync_run_id: string;
  at: Instant;
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

export interface SyncRunTable {
  id: string;
  connection_id: string;
  /** census: ids only, to find what vanished. */
  kind: 'full' | 'incremental' | 'census';
  /** queued: its row stands, its job may not yet. */
  state: 'queued' | 'running' | 'done' | 'failed';
  requested_at: Instant;
  started_at: OptionalInstant;
  finished_at: OptionalInstant;
  /** Grows with each start; a worker that lost its lock finds a larger one and stops. */
  fence: Generated<number>;
  requests: Generated<number>;
  wait_ms: Generated<number>;
  pages: Generated<number>;
  tasks: Generated<number>;
  set_aside: Generated<number>;
  error: OptionalJson<{ kind: string; message: string; call: string | null }>;
}

/** Progress by scope. */
export interface SyncRunScopeTable {
  sync_run_id: string;
  scope_id: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'access-lost';
  pages: Generated<number>;
  tasks: Generated<number>;
  requests: Generated<number>;
  wait_ms: Generated<number>;
  expected_tasks: number | null;
  error: OptionalJson<{ kind: string; message: string }>;
  updated_at: Instant;
}

/** When things are due; the queue only ticks. */
export interface ScheduleTable {
  /** `poll jira`, `flag today`, `canary`. */
  name: string;
  due_at: Instant;
  last_started_at: OptionalInstant;
  last_finished_at: OptionalInstant;
}

export interface SignInLinkTable {
  /** SHA-256 of the token, hex. */
  token_hash: string;
  person_id: string;
  expires_at: Instant;
  used_at: OptionalInstant;
}

export interface SessionTable {
  /** SHA-256 of the cookie's value, hex. */
  id_hash: string;
  person_id: string;
  created_at: Instant;
  seen_at: Instant;
  expires_at: Instant;
}

export interface IdempotencyKeyTable {
  key: string;
  person_id: string;
  /** Method and path. */
  call: string;
  request_hash: string;
  status: number | null;
  body: OptionalJson<unknown>;
  created_at: Generated<Date>;
}

/** One address that a tool calls; one for each scope, or one for a connection (`scope_id` null). */
export interface WebhookTable {
  /** Random; part of the address. */
  id: string;
  connection_id: string;
  scope_id: string | null;
  /** null until the tool has answered. */
  external_id: string | null;
  /** As registered, byte for byte. */
  callback_url: string;
  state: 'creating' | 'active' | 'failed';
  /** Sealed; null where deliveries are proved by a secret of the app, or none came yet. */
  secret: string | null;
  /** Until when the tool may hand over a secret; null: never. */
  handshake_until: OptionalInstant;
  expires_at: OptionalInstant;
  refreshed_at: OptionalInstant;
  last_delivery_at: OptionalInstant;
  /** One sentence. */
  trouble: string | null;
  created_at: Instant;
  /** What it was told to watch, sorted. */
  scope_ids: Generated<string[]>;
}

/** A webhook's delivery, proved and stored before it was answered. */
export interface DeliveryTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  webhook_id: string | null;
  /** The tool's own name of it, else the hash of its body: a second one is the same delivery. */
  delivery_key: string;
  received_at: Instant;
  /** Those that reading it needs, never a credential. */
  headers: Json<Record<string, string>>;
  body: Buffer;
  state: 'stored' | 'done' | 'failed';
  attempts: Generated<number>;
  processed_at: OptionalInstant;
  changed: Generated<number>;
  deleted: Generated<number>;
  ignored: ColumnType<{ reason: string }[], string | undefined, string>;
  error: string | null;
}

export interface DeliveryRefusalTable {
  connection_id: string;
  on_day: string;
  reason: string;
  count: number;
  last_at: Instant;
}

/** More tasks vanished from a scope at once than may without a person's word. */
export interface HeldRemovalTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  scope_id: string;
  task_ids: string[];
  /** How many tasks the scope had. */
  of_tasks: number;
  found_at: Instant;
  decided_at: OptionalInstant;
  says: 'removed' | 'kept' | null;
  by_name: string | null;
}

/** A wiki page, or a row of a data source, as it is now. */
export interface DocumentTable {
  /** `<connection>.<wiki's id>`. */
  id: string;
  connection_id: string;
  scope_id: string | null;
  external_id: string;
  title: string;
  url: string | null;
  version: number | null;
  tool_updated_at: OptionalInstant;
  is_trashed: boolean;
  labels: string[];
  properties: Json<DocumentProperty[]>;
  blocks: Json<Block[]>;
  /** Of everything above; an equal one changes nothing. */
  content_hash: string;
  /** Since when it is not given any more: deleted, restricted or not shared, nobody knows which. What it stated stays. */
  unreadable_at: OptionalInstant;
  read_at: Instant;
}

/** A link or a mention in a document, and the headings it stands under, outermost first. */
export interface DocumentReferenceTable {
  document_id: string;
  position: number;
  /** In the one spelling of `canonicalUrl`. */
  url: string | null;
  /** Upper case. */
  task_key: string | null;
  title: string | null;
  path: string[];
}

/** Goals read from one page, one data source (all its rows), or from a tool's own goals (neither is set). */
export interface ProposalTable {
  id: string;
  connection_id: string;
  document_id: string | null;
  scope_id: string | null;
  title: string;
  url: string | null;
  /** As read last. */
  goals: Json<ProposedGoal[]>;
  goals_hash: string;
  /** open: what is read now was not decided on yet. */
  state: 'open' | 'settled' | 'dismissed';
  found_at: Instant;
  /** When what it states changed last. */
  changed_at: Instant;
  /** Of the reading a person last decided on. */
  decided_hash: string | null;
}

/** History: who accepted or dismissed what. */
export interface ProposalDecisionTable {
  id: GeneratedAlways<number>;
  proposal_id: string;
  says: 'accepted' | 'dismissed';
  goals_hash: string;
  /** What was done: keys of goals added, changed, closed. */
  items: Json<unknown>;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** Since when it was taken back. */
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

/** Something an owner has to mend; at most one open row for a connection, kind and subject. */
export interface NoticeTable {
  id: GeneratedAlways<number>;
  /** null: it is about none. */
  connection_id: string | null;
  /** `unauthorised`, `webhook-expires` …; fixed words, for programs. */
  kind: string;
  /** The webhook, page or scope it is about; empty: the whole connection. */
  subject: Generated<string>;
  /** One sentence: what is wrong. */
  text: string;
  /** One sentence: how to mend it. */
  action: string;
  found_at: Instant;
  /** An owner has read it. */
  seen_at: OptionalInstant;
  /** It is mended. */
  cleared_at: OptionalInstant;
}

/** A connection whose tool did not answer lately; no row: all is well. */
export interface BreakerTable {
  connection_id: string;
  /** Failed jobs in a row. */
  failures: number;
  /** How often it was opened without a good answer between: the wait grows with it. */
  openings: Generated<number>;
  /** null: closed as yet. */
  opened_at: OptionalInstant;
  /** Nobody asks before. */
  retry_at: OptionalInstant;
  /** One job looks whether the tool answers again. */
  is_probing: Generated<boolean>;
  /** The last failure, in one sentence. */
  because: string;
}

/** What a tool allows somebody: one row an allowance, shared by all that work on this database. */
export interface CallBudgetTable {
  /** With a hash of whose it is, never a credential. */
  key: string;
  name: string;
  max: number;
  window_ms: number;
  connection_ids: string[];
  /** What a smaller plan allows, where the tool refused although `max` was kept. */
  lowered_max: number | null;
  lowered_at: OptionalInstant;
  paused_until: OptionalInstant;
  pause_reason: string | null;
  /** By the tool's own headers. */
  told_remaining: number | null;
  told_limit: number | null;
  told_reset_at: OptionalInstant;
  used_at: Generated<Date>;
}

/** Requests that count against an allowance: taken, until they are answered; then for one window more. */
export interface CallLeaseTable {
  key: string;
  lease: string;
  /** What one of them takes. */
  cost: number;
  permits: number;
  until: Instant;
}

/** What a person's consent gave a connection: one row while it is read with it. */
export interface OAuthTokenTable {
  connection_id: string;
  /** Both tokens, sealed. */
  tokens: string;
  /** Counts up with each renewal and each consent. */
  generation: number;
  /** Of the access token. */
  expires_at: Instant;
  scopes: string[];
  consented_at: Instant;
  refreshed_at: OptionalInstant;
  /** The vendor was not to be had: nobody asks it before this. */
  retry_at: OptionalInstant;
  /** It refused the refresh token: nobody asks it again, only a new consent helps. */
  refused_at: OptionalInstant;
  refusal: string | null;
}

/** A consent that is under way: from the address a person is sent to, to the site they choose. */
export interface OAuthConsentTable {
  id: string;
  /** Of the random text that comes back with the code. */
  state_hash: string;
  /** Of the session, or the command, that began it. */
  holder_hash: string;
  tool: SourceName;
  /** Of a consent that is given again; null for a new connection. */
  connection_id: string | null;
  state: 'waiting' | 'exchanging' | 'choosing' | 'done' | 'failed';
  auth_origin: string;
  redirect_uri: string;
  /** The app, and tokens until a site is chosen; sealed, and forgotten when it ends. */
  secret: string | null;
  sites: OptionalJson<{ readonly cloudId: string; readonly name: string; readonly url: string }[]>;
  /** Why it failed, in one sentence. */
  message: string | null;
  expires_at: Instant;
}

/** One row: the language model in force. */
export interface JudgeTable {
  id: Generated<number>;
  /** null: none. */
  model: string | null;
  /** Its origin. */
  address: string | null;
  /** In which its answers can be asked for. */
  form: Generated<JudgeForm>;
  /** The day its budget did not reach any more. */
  spent_on: OptionalDay;
  /** Nobody asks before. */
  retry_at: OptionalInstant;
  last_error: OptionalJson<Pick<JudgeTrouble, 'kind' | 'because'> & { readonly at: string }>;
}

/** What was used of its budget, by day of the organisation. */
export interface JudgeDayTable {
  day: string;
  /** Sent, answered or not. */
  requests: number;
  /** As the endpoint counted them; as many as there may have been where it did not. */
  tokens: number;
  verdicts: Generated<number>;
  /** Answers that were not in the form that was asked for. */
  refused: Generated<number>;
}

/** A question and its answer. */
export interface JudgeOpinionTable {
  /** Of model, prompt, words and goals. */
  question_hash: string;
  model: string;
  /** Of the task's title, with its description where that was shown. */
  words_hash: string;
  saw_text: boolean;
  offered: Json<OfferedGoal[]>;
  /** Somebody asks it until then, unless it is answered. */
  claimed_until: Instant;
  answered_at: OptionalInstant;
  goal_id: string | null;
  likelihood: number | null;
  because: string | null;
  /** Why the answer was worth nothing, in place of one. */
  refusal: string | null;
}

/** What the children of one parent have in common. */
export interface ParentCohesionTable {
  task_id: string;
  child_count: number;
  /** Of its children's ids and titles: measured again when it differs. */
  children_print: string;
  /** Mean likeness of two of its children, 0 to 1. */
  cohesion: number;
  /** The same within other parents; null where there were too few to compare with. */
  elsewhere: number | null;
  compared_with: number;
  is_junk_drawer: boolean;
  /** Only of a junk drawer. */
  because: string | null;
  measured_at: Instant;
}

/** A person's word on what a parent carries down. */
export interface CarryDecisionTable {
  id: GeneratedAlways<number>;
  task_id: string;
  says: CarryWord;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** An undone or replaced decision stays, as history. */
  undone_at: OptionalInstant;
}

/** A task whose goals are known, with its words as they were learnt from. */
export interface LinkingExampleTable {
  task_id: string;
  /** Empty: it serves none. */
  goal_ids: string[];
  /** A person said so; else structure did. */
  is_personal: boolean;
  title: string;
  body: string;
}

/** One row: what was learnt last. */
export interface LinkingMemoryTable {
  id: Generated<boolean>;
  /** Another one for other examples. */
  version: string;
  /** How far likelihoods can be trusted; null before anything was learnt. */
  trust: OptionalJson<Trust>;
  learnt_at: OptionalInstant;
}

/** What people are asked next, in the order that teaches most. */
export interface ReviewAskTable {
  task_id: string;
  goal_id: string;
  /** From 1. */
  rank: number;
  why: AskReason;
  /** Other tasks without a goal that read like this one. */
  settles: number;
  asked_at: Instant;
}

/** From which likelihood on links stand without asking: where what people decided, or a person, moved it. The last of a name is in force. */
export interface ThresholdMoveTable {
  id: GeneratedAlways<number>;
  name: ThresholdName;
  /** null: back to where the organisation set it. */
  moved_to: number | null;
  /** One sentence. */
  because: string;
  /** Links that people decided on, at or above the threshold as it was, and how many of them were right. */
  decided: Generated<number>;
  right_ones: Generated<number>;
  by_person_id: string | null;
  by_name: string;
  is_by_person: boolean;
  at: Instant;
}

/** A short form of the organisation's, and what it stands for. */
export interface GlossaryEntryTable {
  id: GeneratedAlways<number>;
  /** One for all spellings of the same entry. */
  name_key: string;
  short: string;
  long: string;
  state: GlossaryState;
  ground: GlossaryGround;
  /** Texts that explain it, and texts that use the short form; of a person's own entry 0 until it is found. */
  seen_in: Generated<number>;
  used_in: Generated<number>;
  /** A few of those that explain it. */
  found_in: ColumnType<readonly FoundPlace[], string | undefined, string>;
  found_at: Instant;
}

/** What a person said of an entry, with what it was before. */
export interface GlossaryChangeTable {
  id: GeneratedAlways<number>;
  entry_id: number;
  was_key: string;
  was_short: string;
  was_long: string;
  was_state: GlossaryState;
  short: string;
  long: string;
  state: Exclude<GlossaryState, 'proposed'>;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** One that was taken back stays, as history. */
  undone_at: OptionalInstant;
}

/** Tasks without a why that are about the same thing. */
export interface ThemeTable {
  id: string;
  /** What their titles have in common, the most telling first. */
  stems: Json<string[]>;
  since: Instant;
  /** When it became what it is. */
  found_at: Instant;
}

/** A task is in one theme at most. */
export interface ThemeTaskTable {
  task_id: string;
  theme_id: string;
}

/** When somebody had the overview open last, and before that: a page that is read again a moment later is one look. */
export interface OverviewLookTable {
  person_id: string;
  looked_at: Instant;
  before_at: OptionalInstant;
}

/** One row: lines of ticket templates, each a number, as they were learnt last. */
export interface BoilerplateTable {
  id: Generated<boolean>;
  lines: Json<number[]>;
  learnt_at: Instant;
}

export interface FeedTable {
  person_id: string;
  /** SHA-256 of the address's secret part, hex. */
  token_hash: string;
  made_at: Instant;
  read_at: OptionalInstant;
}

/** Of tasks whose texts were read: those that read alike are found by these. */
export interface TaskWordsTable {
  task_id: string;
  /** Of the title, each once, sorted. */
  stems: string[];
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

/** Who did what to people, roles, settings and connections. Rows are added, never changed. */
export interface AuditEventTable {
  id: GeneratedAlways<number>;
  at: Instant;
  by_person_id: string | null;
  by_name: string;
  what: AuditWhat;
  /** Ids and values; no secret. */
  about: Json<Readonly<Record<string, unknown>>>;
  /** One sentence. */
  says: string;
}

/** When a person wants their digest; what is null is as the organisation has it. */
export interface DigestPreferenceTable {
  person_id: string;
  weekday: number | null;
  hour: number | null;
  time_zone: string | null;
  is_paused: Generated<boolean>;
  /** Since when they want none, said by a link in one. */
  stopped_at: OptionalInstant;
  /** The week whose digest would have been lost by another hour: it is due from `owed_at` on. */
  owed_week: string | null;
  owed_at: OptionalInstant;
}

/** One digest to one person; one for each ISO week, tests aside. */
export interface DigestTable {
  id: string;
  person_id: string;
  /** By the clock of its reader, as `2026-W47`: the week it is sent in. */
  iso_week: string;
  is_test: Generated<boolean>;
  state: DigestState;
  due_at: Instant;
  address: string;
  message_id: string;
  attempts: Generated<number>;
  /** A process that works on it later than this is gone. */
  lease_until: OptionalInstant;
  /** Not before that. */
  retry_at: OptionalInstant;
  /** When one whose fate was unknown was sent once more. */
  resent_at: OptionalInstant;
  sent_at: OptionalInstant;
  trouble: string | null;
  subject: string | null;
  /** As sent, without what makes its links work. */
  html: string | null;
  text: string | null;
  picture: Buffer | null;
  data: OptionalJson<Digest>;
}

/** A link in a digest that works once; only the hash of its secret is kept. */
export interface DigestLinkTable {
  token_hash: string;
  digest_id: string;
  does: Json<LinkDeed>;
  expires_at: Instant;
  used_at: OptionalInstant;
}

/** An address that is sent nothing more, and why. */
export interface MailStopTable {
  address: string;
  why: string;
  at: Instant;
}

export interface SavedViewTable {
  id: Generated<number>;
  person_id: string;
  name: string;
  search: string;
  is_shared: boolean;
  created_at: Date;
  deleted_at: Date | null;
}

/** A program that is told of changes. */
export interface OutgoingWebhookTable {
  id: string;
  url: string;
  events: string[];
  state: OutgoingState;
  /** Sealed: what deliveries are signed with, the newest first. null once it is gone. */
  secrets: string | null;
  made_at: Instant;
  made_by: string;
  /** A process that works on it later than this is gone. */
  leased_until: OptionalInstant;
  worked_at: OptionalInstant;
  /** Changes are gathered not before that. */
  gather_at: OptionalInstant;
  /** Since when nothing was taken; null: the last delivery was. */
  failing_since: OptionalInstant;
  delivered_at: OptionalInstant;
}

/** What is to be told; the state it is in is read when it is. */
export interface OutgoingChangeTable {
  webhook_id: string;
  type: OutgoingEvent;
  /** The task's id, of a link with the goal's behind it. */
  subject: string;
  task_id: string;
  /** How it stood when it was told last; null: there was none. */
  before: OptionalJson<FlagStanding | LinkStanding>;
  since: Instant;
}

export interface OutgoingDeliveryTable {
  id: GeneratedAlways<number>;
  /** The same over all tries. */
  message_id: string;
  webhook_id: string;
  type: OutgoingType;
  made_at: Instant;
  items: Json<readonly OutgoingItem[]>;
  /** Changes of tasks in private scopes: counted, never named. */
  hidden: number;
  state: Generated<OutgoingDeliveryState>;
  attempts: Generated<number>;
  retry_at: Instant;
  /** What the address answered last. */
  status: number | null;
  trouble: string | null;
  finished_at: OptionalInstant;
}
