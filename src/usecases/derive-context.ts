import { dayAt } from '../domain/days.ts';
import { type GoalIndex, indexGoals } from '../domain/evidence/goal-index.ts';
import type { PlaceAnchor } from '../domain/evidence/inherited.ts';
import { indexPages } from '../domain/evidence/page-index.ts';
import { type ReadAgainst, readAgainst } from '../domain/evidence/reads-like.ts';
import type { TextKnowledge } from '../domain/evidence/text.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { type GoalStanding, goalStanding } from '../domain/goal-standing.ts';
import { mergeMapping } from '../domain/mapping.ts';
import type { Mapping } from '../domain/task.ts';
import type { Database, Tx } from '../store/database.ts';
import { loadStoredContext, type StoredContext } from '../store/derive-context.ts';
import { loadStrategyPages } from '../store/strategy-pages.ts';
import { loadKnowledge } from './load-knowledge.ts';
import { TOOLS_NAMED_BY_KEY } from './named-by-key.ts';

/** The stored context with what is made of it once for all tasks. */
export interface DeriveContext extends StoredContext {
  readonly index: GoalIndex;
  readonly goalsById: ReadonlyMap<string, Goal>;
  /** Where a goal stands today. */
  readonly standing: (goal: Goal) => GoalStanding;
  readonly cyclesById: ReadonlyMap<string, Cycle>;
  readonly mappingOf: ReadonlyMap<string, Mapping>;
  readonly placeAnchors: readonly PlaceAnchor[];
  /** What texts are read against. */
  readonly knowledge: TextKnowledge;
  readonly readAgainst: ReadAgainst;
  readonly teamNames: ReadonlyMap<string, string>;
  readonly teamIdByName: ReadonlyMap<string, string>;
  readonly at: Date;
  readonly today: string;
}

const EMPTY_MAPPING: Mapping = { statuses: {}, goalFields: [], estimateFields: [], teamFields: [] };

export async function loadDeriveContext(db: Database | Tx, now: number): Promise<DeriveContext> {
  const stored = await loadStoredContext(db);
  const { pages, sharedProjects } = await loadStrategyPages(db, stored.goals, TOOLS_NAMED_BY_KEY);
  const today = dayAt(now, stored.timeZone);
  const cyclesById = new Map(stored.cycles.map((cycle) => [cycle.id, cycle]));
  const standing = (goal: Goal) => goalStanding(goal, cyclesById, today);
  const goalsById = new Map(stored.goals.map((goal) => [goal.id, goal]));
  const knowledge = await loadKnowledge(
    db,
    stored.goals.filter((goal) => standing(goal) === 'open'),
  );
  return {
    ...stored,
    at: new Date(now),
    today,
    goalsById,
    standing,
    cyclesById,
    index: indexGoals(stored.goals, stored.toolGoals, stored.cycles, indexPages(pages, sharedProjects)),
    mappingOf: new Map(
      [...stored.mappings].map(([id, { guessed, edited }]) => [
        id,
        mergeMapping(guessed ?? EMPTY_MAPPING, edited ?? {}),
      ]),
    ),
    placeAnchors: [...stored.scopes.values()].flatMap((scope) =>
      scope.goalId ? [{ scopeId: scope.id, groupName: null, goalId: scope.goalId, by: 'the owner', at: now }] : [],
    ),
    knowledge,
    readAgainst: readAgainst(knowledge),
    teamNames: new Map(stored.teams.map((team) => [team.id, team.name])),
    teamIdByName: new Map(
      stored.teams.flatMap((team) => [
        [team.name.toLowerCase(), team.id],
        [team.id, team.id],
      ]),
    ),
  };
}
