import { alignmentOf } from '../domain/alignment.ts';
import { type RuleTask, reasonsOf } from '../domain/evidence/rule.ts';
import { narrowingOf } from '../domain/evidence/rule-narrowing.ts';
import type { Rule } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { outcomeOf, type RuleGround } from '../domain/rule-outcome.ts';
import { scopeId } from '../domain/task.ts';
import { thresholdInForce } from '../domain/threshold.ts';
import type { Database } from '../store/database.ts';
import { listCycles, listGoals, listRules } from '../store/goals.ts';
import { listTeams } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { loadMovedThresholds } from '../store/threshold-moves.ts';
import { sumFlags, weighTasks } from '../store/views/alignment.ts';
import { listRuleOffers, listRuleTasks, listTaskNames, type RuleTaskRow } from '../store/views/rule-tasks.ts';
import { type RuleWord, readRuleWord } from './change-rules.ts';
import { goalRef } from './goal-ref.ts';
import { inTurns } from './in-turns.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

const SHOWN_MAX = 20;

/** The rules in the order they are tried, each with what it catches now of the tasks the viewer may see. */
export async function readRules(deps: ViewDeps, viewer: Viewer) {
  const [rules, goals] = [await listRules(deps.db), await listGoals(deps.db)];
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const { rows, taskOf } = await loadTasks(deps, viewer, rules, await momentOf(deps.db, deps.now()));
  const counts = await countCaught(rows, taskOf, rules);
  return {
    items: rules.map((rule, place) => {
      const goal = rule.then === 'ktlo' ? undefined : byId.get(rule.then.goalId);
      return {
        id: rule.id,
        position: place + 1,
        when: Object.fromEntries(Object.entries(rule.when).filter(([, value]) => value !== undefined)),
        leadsTo: goal?.key ?? 'ktlo',
        goal: goalRef(goal)[0] ?? null,
        ...(counts.get(rule.id) ?? { caught: 0, takenBefore: 0 }),
      };
    }),
  };
}

/** What conditions can be chosen from. */
export async function readRuleOffers({ db }: ViewDeps, viewer: Viewer) {
  return { ...(await listRuleOffers(db, viewer)), teams: (await listTeams(db)).map(({ name }) => name) };
}

interface PreviewQuery extends RuleWord {
  /** The rule that would be reworded; left out: a new one, tried last. */
  readonly ruleId?: string | undefined;
}

/** What a rule would catch before it is saved, of the tasks the viewer may see. @throws UseCaseError `bad-rule` */
export async function previewRule(deps: ViewDeps, viewer: Viewer, query: PreviewQuery) {
  const { db } = deps;
  const [moment, rules, goals] = [await momentOf(db, deps.now()), await listRules(db), await listGoals(db)];
  const word = readRuleWord(
    query,
    goals.map(({ key }) => key),
  );
  const known = rules.findIndex(({ id }) => id === query.ruleId);
  const place = known < 0 ? rules.length : known;
  const goalId = goals.find(({ key }) => key === word.then)?.id;
  // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
  const rule: Rule = { id: query.ruleId ?? 'new', position: 0, when: word.when, then: goalId ? { goalId } : 'ktlo' };
  const wanted = [...rules.slice(0, place), rule, ...rules.slice(place + 1)].map((one, at) => ({
    ...one,
    position: at,
  }));
  const touched = [rule, ...rules.filter(({ id }) => id === query.ruleId)];
  const { rows, taskOf } = await loadTasks(deps, viewer, touched, moment, [...rules, ...wanted]);
  const looked = await inTurns(rows, (row) => lookAt(row, taskOf(row), rule, { rules, wanted }));
  const fitting = looked.filter(({ fits }) => fits);
  const caught = fitting.filter(({ isCaught }) => isCaught).map(({ row }) => row);
  return {
    caught: caught.length,
    takenBefore: fitting.length - caught.length,
    servesAlready: caught.filter(({ state, isHeld }) => state === 'aligned' && isHeld).length,
    tasks: await showSome(db, caught, (row) => reasonsOf(taskOf(row), rule.when)?.join(', ') ?? ''),
    ...(await ratesOf(deps, viewer, moment, looked)),
  };
}

/** The first ones by their ids, the same each time. */
async function showSome(db: Database, caught: readonly RuleTaskRow[], foundIn: (row: RuleTaskRow) => string) {
  const shown = caught.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, SHOWN_MAX);
  const names = await listTaskNames(
    db,
    shown.map(({ id }) => id),
  );
  return shown.map((row) => {
    const { key = null, title = '' } = names.get(row.id) ?? {};
    return { id: row.id, tool: row.tool, key, title, state: row.state, found: foundIn(row) };
  });
}

interface Looked {
  readonly row: RuleTaskRow;
  /** The rule's conditions hold. */
  readonly fits: boolean;
  /** And no earlier rule takes it. */
  readonly isCaught: boolean;
  /** What the first rule that fits says, in the list as it is and as it would be. */
  readonly now: Rule['then'] | null;
  readonly after: Rule['then'] | null;
}

interface Lists {
  readonly rules: readonly Rule[];
  readonly wanted: readonly Rule[];
}

function lookAt(row: RuleTaskRow, task: RuleTask, rule: Rule, { rules, wanted }: Lists): Looked {
  const first = (list: readonly Rule[]) => list.find(({ when }) => reasonsOf(task, when) !== null);
  const after = first(wanted);
  const isCaught = after?.id === rule.id;
  const fits = isCaught || reasonsOf(task, rule.when) !== null;
  return { row, fits, isCaught, now: first(rules)?.then ?? null, after: after?.then ?? null };
}

/** @param looking Rules that are tried on what was found: they say which columns are needed. */
async function loadTasks(
  { db }: ViewDeps,
  viewer: Viewer,
  rules: readonly Rule[],
  moment: ViewMoment,
  looking: readonly Rule[] = rules,
) {
  const scopes = await db.selectFrom('scopes').select(['id', 'key', 'name']).execute();
  const teams = await listTeams(db);
  const narrowings = rules.flatMap(({ when }) => narrowingOf(when, { scopes, teams }) ?? []);
  const has = (name: keyof Rule['when']) => looking.some(({ when }) => when[name] !== undefined);
  const columns = { hasText: has('text'), hasField: has('field'), hasLabel: has('label'), hasScope: has('scope') };
  const rows = await listRuleTasks(db, viewer, narrowings, moment, columns);
  const scopeById = new Map(scopes.map((scope) => [scope.id, scope]));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  return { rows, taskOf: (row: RuleTaskRow) => toRuleTask(row, scopeById, teamNames) };
}

function toRuleTask(
  row: RuleTaskRow,
  scopes: ReadonlyMap<string, { readonly key: string | null; readonly name: string }>,
  teams: ReadonlyMap<string, string>,
): RuleTask {
  const { tool, kind, labels = [], fields = [], title = '', body = '', placements = [] } = row;
  const places = placements.map(({ scopeExternalId, groupName }) => {
    const id = scopeId(row.connectionId, scopeExternalId);
    return { scopeId: id, scopeKey: scopes.get(id)?.key ?? null, scopeName: scopes.get(id)?.name ?? '', groupName };
  });
  const team = row.teamId === null ? null : (teams.get(row.teamId) ?? null);
  return { tool, kind, labels, fields, title, text: body, places, team, readAt: 0 };
}

/** Of each rule how many tasks it is the first to fit, and how many that fit it an earlier one takes. */
async function countCaught(
  tasks: readonly RuleTaskRow[],
  taskOf: (row: RuleTaskRow) => RuleTask,
  rules: readonly Rule[],
) {
  const counts = new Map(rules.map(({ id }) => [id, { caught: 0, takenBefore: 0 }]));
  await inTurns(tasks, (row) => {
    const task = taskOf(row);
    let isTaken = false;
    for (const { id, when } of rules) {
      if (reasonsOf(task, when) === null) continue;
      const count = counts.get(id);
      if (count) count[isTaken ? 'takenBefore' : 'caught'] += 1;
      isTaken = true;
    }
  });
  return counts;
}

/** The rate as it is, and as it would be with the other list. */
async function ratesOf({ db }: ViewDeps, viewer: Viewer, moment: ViewMoment, looked: readonly Looked[]) {
  const { default_weight: weight } = await readSettings(db);
  const ground = await loadGround(db, moment);
  const moved = looked.flatMap(({ row: { id, state, isHeld }, now, after }) => {
    const to = outcomeOf({ state, isHeld, now, after }, ground);
    return to === state ? [] : [{ id, from: state, to }];
  });
  const sums = await sumFlags(db, viewer, {}, moment, weight);
  const ids = moved.map(({ id }) => id);
  const weights = weight === 'count' ? null : await weighTasks(db, viewer, ids, moment, weight);
  const changes = moved.flatMap(({ id, from, to }) => {
    const own = weights ? (weights.get(id)?.weight ?? 0) : 1;
    return [
      { state: from, count: -1, weight: -own },
      { state: to, count: 1, weight: own },
    ];
  });
  return {
    weight,
    rate: alignmentOf(sums).rate,
    rateAfter: alignmentOf([...sums, ...changes]).rate,
    moved: moved.length,
  };
}

async function loadGround(db: Database, { today }: ViewMoment): Promise<RuleGround> {
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const goals = new Map((await listGoals(db)).map((goal) => [goal.id, goal]));
  const { automatic_threshold: set } = await readSettings(db);
  const { structural } = await loadMovedThresholds(db);
  return {
    automaticThreshold: thresholdInForce(set, structural),
    isOpen: (goalId) => {
      const goal = goals.get(goalId);
      return goal !== undefined && goalStanding(goal, cycles, today) === 'open';
    },
  };
}
