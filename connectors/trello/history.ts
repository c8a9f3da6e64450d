import type { Transition } from '../../src/domain/task.ts';
import type { HistoryRecord, TombstoneRecord } from '../connector.ts';
import { instantOf } from './normalise.ts';
import type { TrelloAction } from './schema.ts';

/** Where an archived card goes in its history: it keeps its list, but nobody works on it there. */
export const ARCHIVED = { externalId: 'archived', name: 'Archived', category: 'done' } as const;

const CREATIONS = new Set(['createCard', 'copyCard', 'emailCard', 'convertToCardFromCheckItem']);

/**
 * The moves these actions tell, one record a card, each a part of that card's history. Pure.
 *
 * @param actions In any order; those that move nothing are passed over.
 */
export function historyOf(actions: readonly TrelloAction[]): HistoryRecord[] {
  const byCard = new Map<string, Transition[]>();
  for (const action of actions) {
    const transition = transitionOf(action);
    const cardId = action.data.card?.id;
    if (!transition || !cardId) continue;
    const moves = byCard.get(cardId);
    if (moves) moves.push(transition);
    else byCard.set(cardId, [transition]);
  }
  return [...byCard].map(([externalId, moves]) => ({
    type: 'history',
    externalId,
    isPart: true,
    transitions: moves.sort((a, b) => a.at - b.at),
  }));
}

/** The cards that these actions say were deleted for good. */
export function tombstonesOf(actions: readonly TrelloAction[]): TombstoneRecord[] {
  return actions.flatMap(({ type, date, data }): TombstoneRecord[] =>
    type === 'deleteCard' && data.card ? [{ type: 'tombstone', externalId: data.card.id, at: instantOf(date) }] : [],
  );
}

function transitionOf({ type, date, data }: TrelloAction): Transition | null {
  const at = instantOf(date);
  if (at === null) return null;
  const { list, listBefore, listAfter, card, old } = data;
  if (listAfter) return move(at, listBefore ?? null, listAfter);
  if (CREATIONS.has(type) || type === 'moveCardToBoard') return list ? move(at, null, list) : null;
  // Old answers tell a close without the list; then nothing says where the card stood.
  if (type !== 'updateCard' || typeof old?.closed !== 'boolean' || !list) return null;
  const archived = { id: ARCHIVED.externalId, name: ARCHIVED.name };
  return card?.closed === true ? move(at, list, archived) : move(at, archived, list);
}

type Place = { readonly id: string; readonly name?: string | null | undefined };

function move(at: number, from: Place | null, to: Place): Transition {
  return {
    at,
    fromId: from?.id ?? null,
    fromName: from ? (from.name ?? from.id) : null,
    toId: to.id,
    toName: to.name ?? to.id,
  };
}
