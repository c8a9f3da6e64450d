/** What stands on a page, as blocks: one record each, what is inside it asked for by its id. */
import type { SimItem, SimPiece } from '../wiki-world.ts';
import { minuteOf, uuidOf } from './ids.ts';
import { richText } from './rich-text.ts';
import type { Shown, Workspace } from './workspace.ts';

export interface Block {
  readonly id: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly children: readonly Block[];
}

/** The blocks of a page in reading order, its sub-pages last. */
export function blocksOf(shown: Shown, workspace: Workspace): Block[] {
  const writer = makeWriter(shown, workspace);
  const parent = { type: 'page_id', page_id: shown.page.vendorId };
  const written = shown.state.content.flatMap((piece, at) => writePiece(writer, piece, String(at), parent));
  return [...written, ...workspace.childrenOf(shown.page).flatMap((child) => writeChild(writer, child, parent))];
}

export function findBlock(blocks: readonly Block[], id: string): Block | null {
  for (const block of blocks) {
    const found = block.id === id ? block : findBlock(block.children, id);
    if (found) return found;
  }
  return null;
}

type Parent = Readonly<Record<string, unknown>>;

interface Writer {
  readonly workspace: Workspace;
  block(place: string, parent: Parent, type: string, held: object, inside?: (parent: Parent) => Block[]): Block;
  readonly text: (text: Parameters<typeof richText>[0]) => ReturnType<typeof richText>;
}

function makeWriter({ page, state, editedAt, editedBy }: Shown, workspace: Workspace): Writer {
  const user = (person: string | null) => ({ object: 'user', id: workspace.userOf(person) });
  return {
    workspace,
    text: (text) => richText(text, workspace),
    block: (place, parent, type, held, inside = () => []) => {
      const id = uuidOf(`${page.vendorId} ${place}`);
      const children = inside({ type: 'block_id', block_id: id });
      const record = {
        object: 'block',
        id,
        parent,
        created_time: minuteOf(page.createdAt),
        last_edited_time: minuteOf(editedAt),
        created_by: user(page.authorId),
        last_edited_by: user(editedBy),
        has_children: children.length > 0,
        in_trash: state.status === 'trashed',
        type,
        [type]: held,
      };
      return { id, record, children };
    },
  };
}

function writePiece(writer: Writer, piece: SimPiece, place: string, parent: Parent): Block[] {
  const { block, text } = writer;
  const plain = { color: 'default' };
  switch (piece.is) {
    case 'heading': {
      const held = { rich_text: text(piece.text), is_toggleable: false, ...plain };
      return [block(place, parent, `heading_${piece.level}`, held)];
    }
    case 'paragraph':
      return [block(place, parent, 'paragraph', { rich_text: text(piece.text), ...plain })];
    case 'list':
      return writeItems(
        writer,
        piece.items,
        piece.isOrdered ? 'numbered_list_item' : 'bulleted_list_item',
        place,
        parent,
      );
    case 'tasks':
      return piece.items.map((item, at) =>
        block(`${place}.${at}`, parent, 'to_do', { rich_text: text(item.text), checked: item.isDone, ...plain }),
      );
    case 'table':
      return [writeTable(writer, piece.rows, place, parent)];
    case 'code':
      return [block(place, parent, 'code', { rich_text: text(piece.text), caption: [], language: 'plain text' })];
    case 'fold':
      return [
        block(place, parent, 'toggle', { rich_text: text(piece.title), ...plain }, (own) =>
          piece.inside.flatMap((inside, at) => writePiece(writer, inside, `${place}.${at}`, own)),
        ),
      ];
  }
}

function writeItems(writer: Writer, items: readonly SimItem[], type: string, place: string, parent: Parent): Block[] {
  return items.map(({ text, inside = [] }, at) => {
    const own = `${place}.${at}`;
    return writer.block(own, parent, type, { rich_text: writer.text(text), color: 'default' }, (block) =>
      writeItems(writer, inside, type, own, block),
    );
  });
}

function writeTable(
  writer: Writer,
  rows: Extract<SimPiece, { is: 'table' }>['rows'],
  place: string,
  parent: Parent,
): Block {
  const held = { has_column_header: true, has_row_header: false, table_width: rows[0]?.length ?? 1 };
  return writer.block(place, parent, 'table', held, (own) =>
    rows.map((cells, at) => writer.block(`${place}.${at}`, own, 'table_row', { cells: cells.map(writer.text) })),
  );
}

/** A sub-page is a block of its parent; its id is the page's own. One in the trash stands on no page. */
function writeChild(writer: Writer, { page, state }: Shown, parent: Parent): Block[] {
  if (state.status === 'trashed') return [];
  const { record } = writer.block(`page ${page.id}`, parent, 'child_page', { title: state.title });
  return [
    {
      id: page.vendorId,
      record: { ...record, id: page.vendorId, has_children: state.content.length > 0 },
      children: [],
    },
  ];
}
