import { SUGGEST_FROM } from '../../src/domain/evidence/likelihoods.ts';
import { type BesideSigns, besideOf } from '../../src/domain/linking/beside.ts';
import { bestOf, signsFor } from '../../src/domain/linking/candidates.ts';
import { examplesOf, goalsOf, type LabelledSet, tasksOf, truthOf } from '../../src/domain/linking/labelled-set.ts';
import { likelihoodOf, shippedOdds } from '../../src/domain/linking/likelihood.ts';
import { createLinker } from '../../src/domain/linking/linker.ts';
import { createMeasure } from '../../src/domain/linking/measure.ts';
import { createTaskReader } from '../../src/domain/linking/task-reader.ts';

/** A goal that was read beside the best one of a task, and whether the task does serve it. */
export interface ObservedBeside {
  readonly signs: BesideSigns;
  readonly isRight: boolean;
}

/** Below what is suggested, and still near enough to say something. */
const FIRST_FROM = SUGGEST_FROM - 0.1;

/** What is read beside the best goals of a set's unseeded tasks, when the seed tasks are learnt from. */
export function observeBeside(set: LabelledSet): ObservedBeside[] {
  const [goals, tasks] = [goalsOf(set), tasksOf(set)];
  const reader = createTaskReader({ sample: tasks, goalTitles: goals.map(({ title }) => title) });
  const examples = examplesOf(set, tasks).map((example) => ({ ...example, ...reader.read(example) }));
  const { trust } = createLinker({ goals, examples });
  const measure = createMeasure(goals, examples);
  const truth = truthOf(set, true);
  return tasks.flatMap((task): ObservedBeside[] => {
    const served = truth.get(task.id);
    const measured = served && measure.measure(reader.read(task), undefined, trust.favour);
    const [best] = measured ? bestOf(measured, 1) : [];
    if (!served || !measured || !best) return [];
    const likelihood = likelihoodOf(shippedOdds(signsFor(measure, measured)(best), 'withExamples'), trust.refit);
    const beside = likelihood >= FIRST_FROM ? besideOf(measure, measured, best, likelihood) : null;
    return beside ? [{ signs: beside.signs, isRight: served.has(measure.goals[beside.place.goal]?.id ?? '') }] : [];
  });
}
