import type { Drawers } from '../domain/evidence/drawers.ts';
import type { Cycle, Goal, Rule, ToolGoal } from '../domain/goal.ts';
import type { Mapping } from '../domain/task.ts';
import { thresholdInForce } from '../domain/threshold.ts';
import { loadCarrying } from './carrying.ts';
import type { Database, Tx } from './database.ts';
import { listCycles, listGoals, listRules } from './goals.ts';
import { listPeople, listTeams } from './people.ts';
import { loadMovedThresholds } from './threshold-moves.ts';

export interface ScopeFacts {
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly teamId: string | null;
  /** Chosen by a person, and not archived in its tool: its tasks can be live. */
  readonly isSelected: boolean;
  /** A goal a person tied the whole scope to. */
  readonly goalId: string | null;
}

/** What every derivation needs to know beside the tasks themselves: small enough to be read whole. */
export interface StoredContext {
  readonly timeZone: string;
  /** 1 Monday to 7 Sunday. */
  readonly workingDays: readonly number[];
  /** In force: as set, or where what people decided moved it. */
  readonly automaticThreshold: number;
  /** Learned links need at least this; null: what their examples promise. */
  readonly learnedMovedTo: number | null;
  readonly goals: readonly Goal[];
  readonly cycles: readonly Cycle[];
  readonly rules: readonly Rule[];
  readonly toolGoals: readonly ToolGoal[];
  readonly scopes: ReadonlyMap<string, ScopeFacts>;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** A person's team, by person. */
  readonly teamOfPerson: ReadonlyMap<string, string | null>;
  /** A person, by `<connection>.<account>`. */
  readonly personOfAccount: ReadonlyMap<string, string>;
  /** Guess and edits, by connection. */
  readonly mappings: ReadonlyMap<
    string,
    { readonly guessed: Mapping | null; readonly edited: Partial<Mapping> | null }
  >;
  /** Parents that carry nothing by their children, and what people said of parents. */
  readonly drawers: Drawers;
}

export async function loadStoredContext(db: Database | Tx): Promise<StoredContext> {
  const settings = await db.selectFrom('settings').selectAll().executeTakeFirstOrThrow();
  const moved = await loadMovedThresholds(db);
  // One after the other: a transaction has one connection.
  const people = await listPeople(db);
  const scopes = await db
    .selectFrom('scopes')
    .select(['id', 'key', 'name', 'team_id', 'goal_id', 'is_selected', 'is_archived'])
    .execute();
  const accounts = await db
    .selectFrom('accounts')
    .select(['connection_id', 'external_id', 'person_id'])
    .where('person_id', 'is not', null)
    .execute();
  const connections = await db.selectFrom('connections').select(['id', 'mapping_guessed', 'mapping_edited']).execute();
  // What is not given any more may say something else by now, or nothing.
  const toolGoals = await db.selectFrom('tool_goals').selectAll().where('unreadable_at', 'is', null).execute();
  return {
    timeZone: settings.time_zone,
    workingDays: settings.working_days,
    automaticThreshold: thresholdInForce(settings.automatic_threshold, moved.structural),
    learnedMovedTo: moved.learned,
    goals: await listGoals(db),
    cycles: await listCycles(db),
    rules: await listRules(db),
    teams: await listTeams(db),
    toolGoals: toolGoals.map((row) => ({
      id: row.id,
      connectionId: row.connection_id,
      externalId: row.external_id,
      title: row.title,
      url: row.url,
      goalId: row.goal_id,
      supporters: row.supporters,
    })),
    scopes: new Map(
      scopes.map((row) => [
        row.id,
        {
          id: row.id,
          key: row.key,
          name: row.name,
          teamId: row.team_id,
          isSelected: row.is_selected && !row.is_archived,
          goalId: row.goal_id,
        },
      ]),
    ),
    teamOfPerson: new Map(people.map((person) => [person.id, person.teamId])),
    personOfAccount: new Map(
      accounts.map((row) => [`${row.connection_id}.${row.external_id}`, row.person_id as string]),
    ),
    mappings: new Map(connections.map((row) => [row.id, { guessed: row.mapping_guessed, edited: row.mapping_edited }])),
    drawers: await loadCarrying(db),
  };
}
