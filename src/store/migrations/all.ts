import type { Migration } from 'kysely/migration';
import * as organisation from './2026-11-22T10-30-organisation.ts';
import * as work from './2026-11-22T10-31-work.ts';
import * as findings from './2026-11-22T10-32-findings.ts';
import * as service from './2026-11-22T10-33-service.ts';
import * as changes from './2026-11-22T14-20-changes.ts';
import * as censuses from './2026-11-22T14-40-censuses.ts';
import * as webhookScopes from './2026-11-22T14-45-webhook-scopes.ts';
import * as remoteLinks from './2026-11-22T15-30-remote-links.ts';
import * as notices from './2026-11-22T16-31-notices.ts';
import * as documents from './2026-11-22T16-40-documents.ts';
import * as oauth from './2026-11-22T16-45-oauth.ts';
import * as referencedTasks from './2026-11-22T16-46-referenced-tasks.ts';
import * as breakers from './2026-11-22T16-50-breakers.ts';
import * as proposalDecisions from './2026-11-22T16-50-proposal-decisions.ts';
import * as toolGoals from './2026-11-22T16-55-tool-goals.ts';
import * as deletedScopes from './2026-11-22T17-00-deleted-scopes.ts';
import * as callBudgets from './2026-11-22T17-10-call-budgets.ts';
import * as removedGoalSources from './2026-11-22T20-00-removed-goal-sources.ts';
import * as changesRefused from './2026-11-22T20-05-changes-refused.ts';
import * as judge from './2026-11-22T20-45-judge.ts';
import * as junkDrawers from './2026-11-22T21-08-junk-drawers.ts';
import * as thresholdMoves from './2026-11-22T23-15-threshold-moves.ts';
import * as linkingExamples from './2026-11-22T23-20-linking-examples.ts';
import * as glossary from './2026-11-22T23-25-glossary.ts';
import * as reviewAsks from './2026-11-22T23-28-review-asks.ts';
import * as staleSweeps from './2026-11-22T23-50-stale-sweeps.ts';
import * as peopleSettings from './2026-11-23T02-14-people-settings.ts';
import * as taskDecisions from './2026-11-23T02-15-task-decisions.ts';
import * as digests from './2026-11-23T02-26-digests.ts';
import * as themes from './2026-11-23T02-27-themes.ts';
import * as allowancesOverTime from './2026-11-23T02-29-allowances-over-time.ts';
import * as taskWords from './2026-11-23T02-36-task-words.ts';
import * as checkIns from './2026-11-23T02-37-check-ins.ts';
import * as savedViews from './2026-11-23T03-07-saved-views.ts';
import * as feeds from './2026-11-23T03-14-feeds.ts';
import * as glossaryPlaces from './2026-11-23T03-25-glossary-places.ts';
import * as goalHistory from './2026-11-23T05-40-goal-history.ts';
import * as outgoingWebhooks from './2026-11-23T05-40-outgoing-webhooks.ts';
import * as judgedTasks from './2026-11-23T05-52-judged-tasks.ts';
import * as calendarSettings from './2026-11-23T05-58-calendar-settings.ts';
import * as judgedIndexes from './2026-11-23T06-12-judged-indexes.ts';
import * as taskCounts from './2026-11-23T06-43-task-counts.ts';
import * as rules from './2026-11-23T06-47-rules.ts';
import * as pageReads from './2026-11-23T06-48-page-reads.ts';
import * as firstWeekday from './2026-11-23T09-15-first-weekday.ts';

/** By ISO time, the order they are applied in. A released one is frozen: it is never edited, and imports nothing of ours. */
export const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-22T10-30-organisation': organisation,
  '2026-11-22T10-31-work': work,
  '2026-11-22T10-32-findings': findings,
  '2026-11-22T10-33-service': service,
  '2026-11-22T14-20-changes': changes,
  '2026-11-22T14-40-censuses': censuses,
  '2026-11-22T14-45-webhook-scopes': webhookScopes,
  '2026-11-22T15-30-remote-links': remoteLinks,
  '2026-11-22T16-31-notices': notices,
  '2026-11-22T16-40-documents': documents,
  '2026-11-22T16-45-oauth': oauth,
  '2026-11-22T16-46-referenced-tasks': referencedTasks,
  '2026-11-22T16-50-breakers': breakers,
  '2026-11-22T16-50-proposal-decisions': proposalDecisions,
  '2026-11-22T16-55-tool-goals': toolGoals,
  '2026-11-22T17-00-deleted-scopes': deletedScopes,
  '2026-11-22T17-10-call-budgets': callBudgets,
  '2026-11-22T20-00-removed-goal-sources': removedGoalSources,
  '2026-11-22T20-05-changes-refused': changesRefused,
  '2026-11-22T20-45-judge': judge,
  '2026-11-22T21-08-junk-drawers': junkDrawers,
  '2026-11-22T23-15-threshold-moves': thresholdMoves,
  '2026-11-22T23-20-linking-examples': linkingExamples,
  '2026-11-22T23-25-glossary': glossary,
  '2026-11-22T23-28-review-asks': reviewAsks,
  '2026-11-22T23-50-stale-sweeps': staleSweeps,
  '2026-11-23T02-14-people-settings': peopleSettings,
  '2026-11-23T02-15-task-decisions': taskDecisions,
  '2026-11-23T02-26-digests': digests,
  '2026-11-23T02-27-themes': themes,
  '2026-11-23T02-29-allowances-over-time': allowancesOverTime,
  '2026-11-23T02-36-task-words': taskWords,
  '2026-11-23T02-37-check-ins': checkIns,
  '2026-11-23T03-07-saved-views': savedViews,
  '2026-11-23T03-14-feeds': feeds,
  '2026-11-23T03-25-glossary-places': glossaryPlaces,
  '2026-11-23T05-40-goal-history': goalHistory,
  '2026-11-23T05-40-outgoing-webhooks': outgoingWebhooks,
  '2026-11-23T05-52-judged-tasks': judgedTasks,
  '2026-11-23T05-58-calendar-settings': calendarSettings,
  '2026-11-23T06-12-judged-indexes': judgedIndexes,
  '2026-11-23T06-43-task-counts': taskCounts,
  '2026-11-23T06-47-rules': rules,
  '2026-11-23T06-48-page-reads': pageReads,
  '2026-11-23T09-15-first-weekday': firstWeekday,
};
