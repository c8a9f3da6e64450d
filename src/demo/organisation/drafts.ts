import type { SimPerson, SimTask, SimTeam, Truth } from '../world.ts';
import type { PlannedScope } from './scopes.ts';

/** A goal named on a task, and where a person wrote it. */
export interface Statement {
  readonly place: 'label' | 'field' | 'title' | 'text';
  readonly goals: readonly string[];
}

/** A task before it has a history. Parents stand before their children. */
export interface Draft {
  readonly in: PlannedScope;
  kind: SimTask['kind'];
  parent: Draft | null;
  title: string;
  text: string;
  truth: Truth;
  labels: string[];
  fields: Record<string, string>;
  statement: Statement | null;
  /** Vendor id of the section or list it lives in because of its goal, or because its list was archived; else the flow says. */
  stays: string | null;
  alsoIn: SimTask['alsoIn'];
  mirrorOf: Draft | null;
  createdAt: number;
}

/** What sort of work a task is; decides its words, its place and its truth. */
export type Sort = 'stated' | 'inherited' | 'rule' | 'text' | 'nothing' | 'ktlo' | 'none' | 'past';

export function makeDraft(
  planned: PlannedScope,
  kind: Draft['kind'],
  title: string,
  truth: Truth,
  more: Partial<Draft> = {},
): Draft {
  return {
    in: planned,
    kind,
    parent: null,
    title,
    text: '',
    truth,
    labels: [],
    fields: {},
    statement: null,
    stays: null,
    alsoIn: [],
    mirrorOf: null,
    createdAt: 0,
    ...more,
  };
}

export const container: Truth = { is: 'container' };

export interface Times {
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface Staff {
  readonly people: readonly SimPerson[];
  readonly teams: readonly SimTeam[];
  readonly goalTitles: ReadonlyMap<string, string>;
}
