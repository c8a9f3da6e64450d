import type {
  BreakerTable,
  CallBudgetTable,
  CallLeaseTable,
  ConnectionTable,
  NoticeTable,
  OAuthConsentTable,
  OAuthTokenTable,
  ScopePersonTable,
  ScopeTable,
} from './tables/connections.ts';
import type {
  DocumentReferenceTable,
  DocumentTable,
  ProposalDecisionTable,
  ProposalTable,
} from './tables/documents.ts';
import type {
  CheckInTable,
  CyclePeriodTable,
  CycleTable,
  GoalChangeTable,
  GoalPeriodTable,
  GoalSourceTable,
  GoalTable,
  RemovedGoalSourceTable,
  RuleChangeTable,
  RuleTable,
  ToolGoalTable,
} from './tables/goals.ts';
import type {
  BoilerplateTable,
  CarryDecisionTable,
  GlossaryChangeTable,
  GlossaryEntryTable,
  JudgeDayTable,
  JudgeOpinionTable,
  JudgeTable,
  LinkingExampleTable,
  LinkingMemoryTable,
  ParentCohesionTable,
  ReviewAskTable,
  TaskWordsTable,
  ThemeTable,
  ThemeTaskTable,
  ThresholdMoveTable,
} from './tables/linking.ts';
import type {
  AccountTable,
  AuditEventTable,
  IdempotencyKeyTable,
  OverviewLookTable,
  PageReadTable,
  PersonPeriodTable,
  PersonTable,
  SavedViewTable,
  ScheduleTable,
  SessionTable,
  SettingsTable,
  SignInLinkTable,
  TeamTable,
} from './tables/organisation.ts';
import type {
  DigestLinkTable,
  DigestPreferenceTable,
  DigestTable,
  FeedTable,
  MailStopTable,
  OutgoingChangeTable,
  OutgoingDeliveryTable,
  OutgoingWebhookTable,
} from './tables/outward.ts';
import type {
  DeliveryRefusalTable,
  DeliveryTable,
  HeldRemovalTable,
  SetAsideTable,
  SyncRunScopeTable,
  SyncRunTable,
  WebhookTable,
} from './tables/pulls.ts';
import type {
  AllowanceTable,
  FlagTable,
  JudgedTaskTable,
  LinkDecisionTable,
  LinkTable,
  StaleSweepTable,
  SummedWeekTable,
  TaskDecisionTable,
  TaskPeriodTable,
  TaskTable,
  WeekSumTable,
} from './tables/work.ts';

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
