import { createHash } from 'node:crypto';
import type { Goal } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import { goalsOfLabel } from '../domain/linking/known-goals.ts';
import type { LabelledSet } from '../domain/linking/labelled-set.ts';
import type { Viewer } from '../domain/person.ts';
import { createKeyRemover } from '../domain/without-keys.ts';
import { createNameRemover } from '../domain/without-names.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { type LabelRow, listLabels, listNames } from '../store/labels.ts';
import { readSettings } from '../store/settings.ts';
import { UseCaseError } from './errors.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

/** About so many of the tasks may be learnt from. */
const SEED_SHARE = 0.3;

/**
 * What the organisation has decided, as a labelled set: what its people or its own structure say of each task, and nothing that was
 * only read from words. Texts are without names of people, and those of tasks without keys of goals, or the answer would stand in the
 * question. The goals are those open today and those that a task is tied to.
 *
 * @throws UseCaseError `no-labels` where nothing this viewer sees is decided
 */
export async function exportLabels(deps: ViewDeps, viewer: Viewer): Promise<LabelledSet> {
  const { db } = deps;
  const moment = await momentOf(db, deps.now());
  const goals = await listGoals(db);
  const cycles = await listCycles(db);
  const withoutKeys = createKeyRemover(goals, cycles);
  const withoutNames = createNameRemover(await listNames(db));
  const labels = await collectLabels(listLabels(db, viewer, moment), goals, (text) => withoutNames(withoutKeys(text)));
  if (labels.tasks.length === 0) throw nothingDecided();
  const cyclesById = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const named = new Set([...labels.links, ...labels.rejected].map(([, key]) => key));
  const isWanted = (goal: Goal) => named.has(goal.key) || goalStanding(goal, cyclesById, moment.today) === 'open';
  const { organisation_name: name } = await readSettings(db);
  return {
    name,
    source: `plumbline export labels, ${moment.today}`,
    licence: `internal to ${name}`,
    note: 'Links that people accepted or that follow from labels, parents, places and rules; no link: known to serve no goal.',
    goals: goals.filter(isWanted).map((goal) => ({ id: goal.key, text: withoutNames(textOfGoal(goal, goals)) })),
    ...labels,
    seed: labels.tasks.map(({ id }) => id).filter(isSeed),
  };
}

async function collectLabels(
  pages: AsyncIterable<LabelRow[]>,
  goals: readonly Goal[],
  clean: (text: string) => string,
) {
  const keys = new Map(goals.map((goal) => [goal.id, goal.key]));
  const tasks: { id: string; text: string }[] = [];
  const links: [string, string][] = [];
  const rejected: [string, string][] = [];
  const pairs = (id: string, goalIds: readonly string[]) =>
    goalIds.map((goal): [string, string] => [id, keys.get(goal) ?? goal]);
  for await (const page of pages) {
    for (const row of page) {
      const served = goalsOfLabel(row);
      if (served === null) continue;
      tasks.push({ id: row.id, text: clean(asText(row.title, row.body)) });
      links.push(...pairs(row.id, served));
      rejected.push(...pairs(row.id, row.rejected));
    }
  }
  return { tasks, links, rejected };
}

/** The same tasks each time, whatever is decided meanwhile. */
function isSeed(id: string): boolean {
  return createHash('sha256').update(id).digest().readUInt32BE() < SEED_SHARE * 2 ** 32;
}

/** A key result reads like its objective, too. */
function textOfGoal({ title, description, parentId }: Goal, goals: readonly Goal[]): string {
  const parent = goals.find(({ id, kind }) => id === parentId && kind !== 'vision');
  return asText(title, asText(description, parent?.title ?? ''));
}

function asText(title: string, body: string): string {
  return [title.replace(/\s+/g, ' ').trim(), body.trim()].filter(Boolean).join('\n');
}

function nothingDecided(): UseCaseError {
  return new UseCaseError(
    'no-labels',
    'Nothing is decided yet of the tasks seen here: link some to goals, or say that they keep the lights on, and export again.',
  );
}
