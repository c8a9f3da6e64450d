/** What a data source's columns are, and what a row holds in them. */
import type { SimColumn, SimSpace } from '../wiki-world.ts';
import { uuidOf } from './ids.ts';
import { richText } from './rich-text.ts';
import type { Shown, Workspace } from './workspace.ts';

type Cell = string | number | boolean | undefined;

/** Short and stable, as Notion's are; the title's is always the same. */
export function propertyId(column: string): string {
  return uuidOf(`property ${column}`).slice(0, 4);
}

export function propertiesOf({ state, space }: Shown, workspace: Workspace): Record<string, unknown> {
  const title = { id: 'title', type: 'title', title: richText(state.title, workspace) };
  if (space === null) return { title };
  const values = space.columns.map((column) => [column.name, cellOf(column, state.cells[column.name], workspace)]);
  return { ...Object.fromEntries(values), Name: title };
}

function cellOf({ name, type }: SimColumn, cell: Cell, workspace: Workspace): Record<string, unknown> {
  const id = propertyId(name);
  switch (type) {
    case 'text':
      return { id, type: 'rich_text', rich_text: richText(String(cell ?? ''), workspace) };
    case 'select':
      return { id, type, select: cell === undefined ? null : optionOf(String(cell)) };
    case 'date':
      return { id, type, date: cell === undefined ? null : { start: cell, end: null, time_zone: null } };
    case 'checkbox':
      return { id, type, checkbox: cell === true };
    default:
      return { id, type, [type]: cell ?? null };
  }
}

const colours = ['gray', 'blue', 'green', 'orange', 'purple'];

function optionOf(name: string) {
  const id = uuidOf(`option ${name}`);
  return { id, name, color: colours[Number.parseInt(id.slice(0, 2), 16) % colours.length] };
}

/** The columns of a data source; a choice is offered where a row holds it. */
export function columnsOf(space: SimSpace, rows: readonly Shown[]): Record<string, unknown> {
  const columns = space.columns.map(({ name, type }) => {
    const vendorType = type === 'text' ? 'rich_text' : type;
    const held = rows.flatMap(({ state }) => (typeof state.cells[name] === 'string' ? [state.cells[name]] : []));
    const options = [...new Set(held)].map((option) => ({ ...optionOf(option), description: null }));
    const settings = type === 'select' ? { options } : type === 'number' ? { format: 'number' } : {};
    return [name, { id: propertyId(name), name, description: null, type: vendorType, [vendorType]: settings }];
  });
  const title = { id: 'title', name: 'Name', description: null, type: 'title', title: {} };
  return { ...Object.fromEntries(columns), Name: title };
}
