import type { TrelloAction } from './schema.ts';

/** Cards to be read again after these actions, each once, in the actions' order. Pure. */
export function changedCards(actions: readonly TrelloAction[]): string[] {
  const gone = new Set(actions.flatMap(({ type, data }) => (type === 'deleteCard' && data.card ? [data.card.id] : [])));
  const ids = actions.flatMap(({ type, data }) => [
    ...(data.card ? [data.card.id] : []),
    // The card that lost the item lost a line of its text.
    ...(type === 'convertToCardFromCheckItem' && data.cardSource ? [data.cardSource.id] : []),
  ]);
  return [...new Set(ids)].filter((id) => !gone.has(id));
}

const ALWAYS = new Set([
  'moveListFromBoard',
  'moveListToBoard',
  'updateLabel',
  'deleteLabel',
  'updateCustomField',
  'deleteCustomField',
]);

/** Whether it changes what other cards of the board are read with, so that no card's own action will tell of them. Pure. */
export function changesWords({ type, data: { old } }: TrelloAction): boolean {
  if (ALWAYS.has(type)) return true;
  // Shifting a list, or another background, says nothing of any card.
  if (type === 'updateList') return old?.closed !== undefined || old?.name !== undefined;
  return type === 'updateBoard' && old?.closed !== undefined;
}
