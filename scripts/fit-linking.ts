// Fits the linker's weights on a folder of labelled sets and writes them to src/domain/linking/weights.ts. Each set counts the same,
// sets of one family less; what it prints leaves out each family in turn.
//   node scripts/fit-linking.ts FOLDER
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUGGEST_FROM } from '../src/domain/evidence/likelihoods.ts';
import { bestOf, signsFor } from '../src/domain/linking/candidates.ts';
import { examplesOf, goalsOf, type LabelledSet, tasksOf, truthOf } from '../src/domain/linking/labelled-set.ts';
import { learnFavour } from '../src/domain/linking/learn-favour.ts';
import { signsOf } from '../src/domain/linking/likelihood.ts';
import { type Belief, fitLogistic, type Observation, oddsOf, probabilityOf } from '../src/domain/linking/logistic.ts';
import { createMeasure } from '../src/domain/linking/measure.ts';
import { WEIGHTS } from '../src/domain/linking/weights.ts';
import { familyOf } from './linking/evaluated-set.ts';
import { observeBeside } from './linking/observe-beside.ts';
import { withOtherSeeds } from './linking/seed-choices.ts';

const MODELS = ['withoutExamples', 'withExamples'] as const;
type Model = (typeof MODELS)[number];
const OUT = new URL('../src/domain/linking/weights.ts', import.meta.url);
/** Pulls a sign that says little to nothing. */
const PULL = 0.03;
/** Few tasks of the sets serve two goals: one choice of what is learnt from would show but a handful of them. */
const OTHER_SEEDS = 20;

interface Observed {
  readonly family: string;
  readonly observations: readonly Observation[];
}

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder with the labelled sets: node scripts/fit-linking.ts FOLDER');
const sets = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): LabelledSet => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const sizes = Map.groupBy(sets, ({ name }) => familyOf(name));
const fitted = MODELS.map((model): [Model, number[]] => {
  const observed = sets.map((set) => observe(set, model));
  for (const family of sizes.keys()) report(model, family, observed);
  return [model, fitModel(observed, model)];
});
const besides = sets.map(observeBesides);
for (const family of sizes.keys()) reportBeside(family, besides);
writeFileSync(OUT, sourceOf([...fitted, ['beside', fitBeside(besides)]]));

function observe(set: LabelledSet, model: Model): Observed {
  const isSeeded = model === 'withExamples';
  const tasks = tasksOf(set);
  const truth = truthOf(set, isSeeded);
  const examples = isSeeded ? examplesOf(set, tasks) : [];
  const measure = createMeasure(goalsOf(set), examples);
  const favour = isSeeded ? learnFavour(measure, examples) : undefined;
  const family = familyOf(set.name);
  const weight = 1 / truth.size / Math.sqrt(sizes.get(family)?.length ?? 1);
  const observations = tasks.flatMap((task): Observation[] => {
    const goals = truth.get(task.id);
    const measured = measure.measure(task, undefined, favour);
    const [best] = bestOf(measured, 1);
    if (!goals || !best) return [];
    const signs = signsOf(signsFor(measure, measured)(best), model);
    return [{ signs, isRight: goals.has(measure.goals[best.goal]?.id ?? ''), weight }];
  });
  return { family, observations };
}

function fitModel(observed: readonly Observed[], model: Model): number[] {
  const beliefs = Object.keys(WEIGHTS[model]).map((sign): Belief => ({ at: 0, strength: sign === 'base' ? 0 : PULL }));
  return fitLogistic(
    observed.flatMap(({ observations }) => observations),
    beliefs,
  );
}

/** How far likelihoods are from what was right in a family that the weights never saw. */
function report(model: Model, family: string, observed: readonly Observed[]): void {
  const coefficients = fitModel(
    observed.filter((one) => one.family !== family),
    model,
  );
  const left = observed.filter((one) => one.family === family).flatMap(({ observations }) => observations);
  const thought = mean(left.map(({ signs }) => probabilityOf(oddsOf(signs, coefficients))));
  const right = mean(left.map(({ isRight }) => (isRight ? 1 : 0)));
  console.log(
    `${model.padEnd(16)} without ${family.padEnd(18)} thought ${thought.toFixed(3)}  right ${right.toFixed(3)}`,
  );
}

/** Each family counts by how much was seen in it, the second hundred for less than the first. */
function observeBesides(set: LabelledSet): Observed {
  const seen = withOtherSeeds(set, OTHER_SEEDS).flatMap(observeBeside);
  const observations = seen.map(({ signs, isRight }) => ({
    signs: [1, signs.first, signs.shared],
    isRight,
    weight: 1,
  }));
  return { family: familyOf(set.name), observations };
}

function fitBeside(observed: readonly Observed[]): number[] {
  const families = Map.groupBy(observed, ({ family }) => family);
  const beliefs = Object.keys(WEIGHTS.beside).map((sign): Belief => ({ at: 0, strength: sign === 'base' ? 0 : PULL }));
  const weighed = [...families.values()].flatMap((sets) => {
    const all = sets.flatMap(({ observations }) => observations);
    return all.map((one) => ({ ...one, weight: 1 / Math.sqrt(all.length) }));
  });
  return fitLogistic(weighed, beliefs);
}

/** Of those that would be suggested in a family that the weights never saw. */
function reportBeside(family: string, observed: readonly Observed[]): void {
  const coefficients = fitBeside(observed.filter((one) => one.family !== family));
  const left = observed.filter((one) => one.family === family).flatMap(({ observations }) => observations);
  const said = left
    .map(({ signs, isRight }) => ({ thought: probabilityOf(oddsOf(signs, coefficients)), isRight }))
    .filter(({ thought }) => thought >= SUGGEST_FROM);
  const thought = mean(said.map((one) => one.thought));
  const right = mean(said.map(({ isRight }) => Number(isRight)));
  console.log(
    `beside           without ${family.padEnd(18)} thought ${thought.toFixed(3)}  right ${right.toFixed(3)}  of ${said.length}`,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function sourceOf(models: readonly (readonly [keyof typeof WEIGHTS, readonly number[]])[]): string {
  const lines = models.map(([model, values]) => {
    const named = Object.keys(WEIGHTS[model]).map((sign, at) => `${sign}: ${Number((values[at] ?? 0).toFixed(3))}`);
    return `  ${model}: { ${named.join(', ')} },\n`;
  });
  return `// Made by scripts/fit-linking.ts from labelled sets; not edited by hand.

/** Log odds that the best goal is right, and one beside it, by what is seen of it; in the order of \`signsOf\` and \`BesideSigns\`. */
export const WEIGHTS = {
${lines.join('')}} as const;
`;
}
