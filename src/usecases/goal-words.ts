import { canonicalKey } from '../domain/evidence/goal-index.ts';
import type { Cycle, Goal, GoalKind } from '../domain/goal.ts';
import { nextGoalKey } from '../domain/goal-keys.ts';
import { draftOfGoal, type GoalDraft, readGoals } from '../domain/import/goals.ts';
import type { Person, Team } from '../domain/person.ts';
import type { Tx } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { UseCaseError } from './errors.ts';

/** What somebody says of a goal: goals by key, people by id, cycles and teams by name. What is left out stays, or is empty. */
export interface GoalWords {
  readonly key?: string | undefined;
  readonly kind?: GoalKind | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly parentKey?: string | null | undefined;
  readonly cycle?: string | null | undefined;
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
  readonly unit?: string | null | undefined;
  readonly by?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly team?: string | null | undefined;
  readonly commitment?: 'committed' | 'aspirational' | null | undefined;
  readonly weight?: number | undefined;
}

/** All that a goal is written against. */
export interface GoalShelf {
  readonly goals: readonly Goal[];
  readonly cycles: readonly Cycle[];
  readonly people: readonly Person[];
  readonly teams: readonly Team[];
}

export async function loadGoalShelf(tx: Tx): Promise<GoalShelf> {
  return {
    goals: await listGoals(tx),
    cycles: await listCycles(tx),
    people: await listPeople(tx),
    teams: await listTeams(tx),
  };
}

export function findGoal({ goals }: Pick<GoalShelf, 'goals'>, key: string): Goal {
  const goal = goals.find((one) => one.key.toLowerCase() === key.trim().toLowerCase());
  if (goal) return goal;
  throw new UseCaseError('unknown-goal', `There is no goal ${key}.`, { isNotFound: true });
}

/** A new goal as an import would say it. @throws UseCaseError `bad-goal` with what is wrong by field. */
export function draftOfNew(words: GoalWords, shelf: GoalShelf): GoalDraft {
  const parent = shelf.goals.find(({ key }) => key.toLowerCase() === words.parentKey?.toLowerCase());
  const key = words.key?.trim() || nextGoalKey(words.kind ?? 'key-result', parent, shelf.goals);
  return checked({ ...words, key }, null, shelf);
}

/** A goal as it is to be from now on, in an import's words. @throws as `draftOfNew` */
export function draftOfChanged(goal: Goal, words: GoalWords, shelf: GoalShelf): GoalDraft {
  const { ownerEmail, ...draft } = draftNow(goal, shelf);
  const ownerId = shelf.people.find(({ email }) => email === ownerEmail)?.id ?? null;
  const cycle = draft.cycle?.name ?? null;
  const said = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  return checked({ ...draft, ownerId, cycle, ...said }, goal, shelf);
}

function draftNow(goal: Goal, { goals, cycles, people }: GoalShelf): GoalDraft {
  return draftOfGoal(
    goal,
    new Map(goals.map((one) => [one.id, one])),
    new Map(cycles.map((one) => [one.id, one])),
    new Map(people.map(({ id, email }) => [id, email])),
  );
}

/** Read by the very rules of an import. @param goal The one it is now; null: a new one. */
function checked(words: GoalWords & { readonly key: string }, goal: Goal | null, shelf: GoalShelf): GoalDraft {
  const { parentKey: parent, ownerId, ...plain } = words;
  const owner = shelf.people.find(({ id }) => id === ownerId)?.email;
  if (ownerId && !owner) throw faulty([{ field: 'body.ownerId', message: 'nobody of this id is known' }]);
  const { records, errors } = readGoals([{ row: 1, values: { ...plain, parent, owner } }], {
    // Under its new key, so that what stands under it is seen under it.
    goals: shelf.goals.map((one) => {
      const now = draftNow(one, shelf);
      const isUnder = goal !== null && one.parentId === goal.id;
      return { ...now, key: one === goal ? words.key : now.key, parentKey: isUnder ? words.key : now.parentKey };
    }),
    cycles: shelf.cycles,
    emails: shelf.people.map(({ email }) => email),
  });
  if (records === null) throw faulty(errors.map(({ column, message }) => ({ field: fieldOf(column), message })));
  const draft = records[0] as GoalDraft;
  checkFree(draft, goal, shelf);
  checkKinds(draft, goal, shelf);
  checkCycle(draft, goal, shelf);
  return draft;
}

function checkFree(draft: GoalDraft, goal: Goal | null, { goals }: GoalShelf): void {
  const same = goals.find((one) => one.id !== goal?.id && canonicalKey(one.key) === canonicalKey(draft.key));
  if (same)
    throw faulty([{ field: 'body.key', message: `${same.key} “${same.title}” has this key already; give another` }]);
}

/** What stands under it must still be allowed to. */
function checkKinds(draft: GoalDraft, goal: Goal | null, { goals }: GoalShelf): void {
  if (goal === null || goal.kind === draft.kind || draft.kind !== 'key-result') return;
  const under = goals.filter(({ parentId, kind }) => parentId === goal.id && kind !== 'key-result');
  if (under.length > 0) {
    const names = under.map(({ key }) => key).join(', ');
    throw faulty([{ field: 'body.kind', message: `${names} stands under it, which cannot be under a key result` }]);
  }
}

/** A closed cycle takes no further goals; those that are in it stay. */
function checkCycle({ cycle }: GoalDraft, goal: Goal | null, { cycles }: GoalShelf): void {
  const wanted = cycles.find(({ name }) => name === cycle?.name);
  if (!wanted?.closedOn || wanted.id === goal?.cycleId) return;
  const message = `${wanted.name} was closed on ${wanted.closedOn}; open it again, or choose another cycle`;
  throw faulty([{ field: 'body.cycle', message }]);
}

function fieldOf(column: string | null): string {
  const names: Record<string, string> = { parent: 'parentKey', owner: 'ownerId' };
  return `body.${names[column ?? ''] ?? column ?? 'key'}`;
}

function faulty(fields: readonly { readonly field: string; readonly message: string }[]): UseCaseError {
  const named = fields.map(({ field, message }) => `${field.replace(/^body\./, '')} ${message}`).join('; ');
  return new UseCaseError('bad-goal', `Please correct: ${named}.`, { fields });
}
