import type { TrelloAction } from './schema.ts';

/** The cards these actions are about, deleted ones too, each once, in the actions' order. Pure. */
export function touchedCards(actions: readonly TrelloAction[]): string[] {
  const ids = actions.flatMap(({ type, data }) => [
    ...(data.card ? [data.card.id] : []),
    // The card that lost the item lost a line of its text.
    ...(type === 'convertToCardFromCheckItem' && data.cardSource ? [data.cardSource.id] : []),
  ]);
  return [...new Set(ids)];
}

const ALWAYS = new Set([
  // New words, whose meaning is guessed when they are read.
  'createList',
  'createCustomField',
  'moveListFromBoard',
  'moveListToBoard',
  'updateLabel',
  'deleteLabel',
  'updateCustomField',
  'deleteCustomField',
]);

/** Whether it changes the words with which other cards of the board are read, so that no card's own action will tell of them. Pure. */
export function changesWords({ type, data: { old } }: TrelloAction): boolean {
  if (ALWAYS.has(type)) return true;
  // Shifting a list, or another background, says nothing of any card.
  if (type === 'updateList') return old?.closed !== undefined || old?.name !== undefined;
  return type === 'updateBoard' && old?.closed !== undefined;
}
