import type { SavedViewAnswer } from '../../../src/api/schemas/saved-views.ts';

/** Views of one person, in memory; deleted ones can come back. */
export function makeSavedViews() {
  const views = new Map<number, SavedViewAnswer & { isDeleted: boolean }>();
  const shown = ({ isDeleted: _, ...view }: SavedViewAnswer & { isDeleted: boolean }) => view;
  return (method: string, id: string, part: string | undefined, body: unknown) => {
    if (method === 'GET') return { items: [...views.values()].filter(({ isDeleted }) => !isDeleted).map(shown) };
    const known = views.get(Number(id));
    const made = {
      ...(known ?? { id: views.size + 1, isShared: false, isMine: true, by: 'Ana Sousa' }),
      ...(body as Pick<SavedViewAnswer, 'name' | 'search'>),
      isDeleted: method === 'DELETE',
    };
    views.set(made.id, made);
    return part === 'undo' ? { undone: 1 } : shown(made);
  };
}
