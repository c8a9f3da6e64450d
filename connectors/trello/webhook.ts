import type { DeliveryReading, RawDelivery, RecordId } from '../connector.ts';
import { actionSchema, type TrelloAction } from './schema.ts';

/**
 * What a stored delivery says changed or vanished. Pure; never throws.
 *
 * An action on a card names the card; one without a card (a list renamed or archived, a label, a member, the board itself) touches
 * what the board's cards are read with, so it names the board. Nothing but ids is taken from it.
 */
export function readDelivery(raw: RawDelivery): DeliveryReading {
  const action = actionOf(parse(raw.body));
  if (!action) return ignoring('Not a delivery of Trello: it holds no action.');
  const { card, board, boardSource, boardTarget } = action.data;
  if (card) {
    const id: RecordId = { kind: 'task', externalId: card.id };
    return action.type === 'deleteCard'
      ? { changed: [], deleted: [id], ignored: [] }
      : { changed: [id], deleted: [], ignored: [] };
  }
  const boards = new Set([board, boardSource, boardTarget].flatMap((one) => (one ? [one.id] : [])));
  if (boards.size === 0) return ignoring('An action on neither a card nor a board.');
  return { changed: [...boards].map((externalId) => ({ kind: 'scope', externalId })), deleted: [], ignored: [] };
}

/** The id of its action: the same over retries, and over webhooks that tell of the same change. */
export function deliveryKey(raw: RawDelivery): string | null {
  return actionOf(parse(raw.body))?.id || null;
}

/** Out of the delivery around it, or bare as some recorders keep it. */
function actionOf(body: unknown): TrelloAction | null {
  const inside = typeof body === 'object' && body !== null && 'action' in body ? body.action : body;
  const parsed = actionSchema.safeParse(inside);
  return parsed.success ? parsed.data : null;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

function ignoring(reason: string): DeliveryReading {
  return { changed: [], deleted: [], ignored: [{ reason }] };
}
