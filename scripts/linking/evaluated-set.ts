import type { LabelledSet } from '../../src/domain/linking/labelled-set.ts';
import type { Evaluated } from '../../src/usecases/evaluate-set.ts';

/** One labelled set with what the linker says of it, by text only and learnt from its seed tasks. */
export interface EvaluatedSet {
  readonly set: LabelledSet;
  readonly textOnly: Evaluated;
  readonly seeded: Evaluated;
}

export type Protocol = 'textOnly' | 'seeded';

/** Sets of one origin tell the same twice: what is chosen on some families is measured on the others. */
const SHARED_ORIGINS = ['dronology', 'rust-goal-tasks', 'sourcegraph-okr'];

export function familyOf(name: string): string {
  return SHARED_ORIGINS.find((origin) => name.startsWith(origin)) ?? name;
}
