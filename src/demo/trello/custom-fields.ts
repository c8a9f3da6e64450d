/** The custom fields of a board, made from the fields its cards carry in the world. */
import type { SimScope, SimTask, SimTaskState } from '../world.ts';
import { idOf, madeAt, pick, type TrelloRecord } from './ids.ts';

const estimateField = 'Points';
/** A field with more different values than this is free text. */
const optionsMax = 30;

export interface BoardFields {
  readonly definitions: readonly TrelloRecord[];
  itemsOf(card: SimTask, state: SimTaskState): TrelloRecord[];
  /** What an action says of one field's new value; null for a field the board does not have. */
  itemOf(card: SimTask, name: string, value: string | null): { field: TrelloRecord; item: TrelloRecord } | null;
}

export type FieldType = 'list' | 'text' | 'number';

interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly definition: TrelloRecord;
  /** Option ids by their text. */
  readonly options: ReadonlyMap<string, string>;
}

/** @param types Of the fields known before, by name: a field never changes its type. Those met for the first time are added. */
export function makeBoardFields(
  scope: SimScope,
  cards: readonly SimTask[],
  types: Map<string, FieldType> = new Map(),
): BoardFields {
  const values = new Map<string, Map<string, number>>();
  for (const card of cards) {
    for (const state of [card.initial, ...card.events.map((event) => event.set)]) {
      for (const [name, value] of valuesOf(state)) {
        const counts = values.get(name) ?? new Map<string, number>();
        values.set(name, counts.set(value, (counts.get(value) ?? 0) + 1));
      }
    }
  }
  const fields = new Map(
    [...values].sort().map(([name, counts], at) => {
      const type = types.get(name) ?? typeOf(name, counts);
      types.set(name, type);
      return [name, makeField(scope, name, type, counts, at)];
    }),
  );
  return {
    definitions: [...fields.values()].map((field) => field.definition),
    itemsOf: (card, state) =>
      valuesOf(state).flatMap(([name, value]) => {
        const field = fields.get(name);
        return field ? [makeItem(field, card, value)] : [];
      }),
    itemOf: (card, name, value) => {
      const field = fields.get(name);
      return field ? { field: field.definition, item: makeItem(field, card, value) } : null;
    },
  };
}

export function valuesOf(state: Partial<SimTaskState>): [string, string][] {
  const values = Object.entries(state.fields ?? {});
  return typeof state.estimate === 'number' ? [...values, [estimateField, String(state.estimate)]] : values;
}

function makeField(
  scope: SimScope,
  name: string,
  type: FieldType,
  counts: ReadonlyMap<string, number>,
  at: number,
): Field {
  const bornAt = madeAt(scope.vendorId);
  const id = idOf(bornAt, `custom field ${scope.vendorId} ${name}`);
  const options = new Map(
    type === 'list' ? [...counts.keys()].sort().map((text) => [text, idOf(bornAt, `option ${id} ${text}`)]) : [],
  );
  const definition = {
    id,
    idModel: scope.vendorId,
    modelType: 'board',
    fieldGroup: Array.from({ length: 8 }, (_, part) =>
      pick(`${id} ${part}`, 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join(''),
    name,
    pos: (at + 1) * 16384,
    display: { cardFront: true },
    type,
  };
  if (type !== 'list') return { name, type, definition, options };
  const shown = [...options].map(([text, optionId], order) => ({
    id: optionId,
    idCustomField: id,
    value: { text },
    color: 'none',
    pos: (order + 1) * 16384,
  }));
  return { name, type, definition: { ...definition, options: shown }, options };
}

function typeOf(name: string, counts: ReadonlyMap<string, number>): FieldType {
  if (name === estimateField) return 'number';
  const uses = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return counts.size <= optionsMax && uses > counts.size ? 'list' : 'text';
}

function makeItem(field: Field, card: SimTask, value: string | null): TrelloRecord {
  const item = {
    id: idOf(card.createdAt, `item ${card.vendorId} ${field.name}`),
    value: null as TrelloRecord | null,
    idCustomField: field.definition.id,
    idModel: card.vendorId,
    modelType: 'card',
  };
  if (value === null) return item;
  if (field.type === 'list') return { ...item, idValue: field.options.get(value) ?? null };
  return { ...item, value: field.type === 'number' ? { number: value } : { text: value } };
}
