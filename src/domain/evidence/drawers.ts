import type { Hop } from '../evidence.ts';
import type { Task } from '../task.ts';
import { isCatchAll } from './catch-all.ts';

/** What a person said of a parent: that it does carry its goals down, whatever it looks like, or that it carries none. */
export type CarryWord = 'carries' | 'carries-nothing';

/** What is known of one parent beside its name. */
export interface Carrying {
  /** null: nobody said anything. */
  readonly word: { readonly says: CarryWord; readonly by: string } | null;
  /** Why its children show that it is a junk drawer; null where they do not. */
  readonly because: string | null;
}

/** By task id; a parent that is not in it is judged by its name alone. */
export type Drawers = ReadonlyMap<string, Carrying>;

/** Why a parent carries nothing down, to follow its name: "is a catch-all: its 84 tasks …"; null where it does carry. */
export function whyNothing(parent: Pick<Task, 'id' | 'title'>, drawers?: Drawers): string | null {
  const known = drawers?.get(parent.id);
  if (known?.word) return known.word.says === 'carries' ? null : `carries nothing, said ${known.word.by}`;
  if (isCatchAll(parent.title)) return 'is a catch-all and carries nothing';
  return known?.because ? `is a catch-all: ${known.because}` : null;
}

/** What a parent looks like, whatever people said of it, to follow "It": null where it looks like any other. */
export function looksOf(parent: Pick<Task, 'id' | 'title'>, drawers: Drawers): string | null {
  if (isCatchAll(parent.title)) return 'is a catch-all by its name';
  const because = drawers.get(parent.id)?.because;
  return because ? `is a catch-all: ${because}` : null;
}

/**
 * True for a path through a parent that carries nothing any more, by its children or by a person's word: what came down it did not break,
 * it should never have come.
 */
export function passesDrawer(hops: readonly Hop[], drawers: Drawers): boolean {
  return hops.some(({ kind, taskId }) => {
    const known = kind === 'parent' && taskId !== null ? drawers.get(taskId) : undefined;
    return known !== undefined && (known.word ? known.word.says === 'carries-nothing' : known.because !== null);
  });
}
