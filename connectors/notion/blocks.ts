import type { Rich } from '../rich.ts';
import { plainText } from './properties.ts';
import { type NotionBlock, type RichText, richTextsSchema } from './schema.ts';

/** A block with what stands inside it, as deep as it was read. */
export interface BlockTree {
  readonly block: NotionBlock;
  readonly children: readonly BlockTree[];
}

const ITEMS = new Set(['bulleted_list_item', 'numbered_list_item', 'to_do']);
const ADDRESSES = new Set(['bookmark', 'embed', 'link_preview']);
// Pages of their own, read as such.
const APART = new Set(['child_page', 'child_database', 'link_to_page', 'unsupported']);

/** Whether the inside of a block belongs to the page it stands on. */
export function isRead({ type, in_trash, archived }: NotionBlock): boolean {
  return !APART.has(type) && !in_trash && !archived;
}

/** A page's blocks, read. Kinds we do not know give their text and what stands inside them. */
export function readTree(tree: readonly BlockTree[]): Rich[] {
  return tree.filter(({ block }) => isRead(block)).flatMap(readBlock);
}

function readBlock({ block, children }: BlockTree): Rich[] {
  const held = (block[block.type] ?? {}) as Readonly<Record<string, unknown>>;
  // Answers of 2021 say `text` for what is `rich_text` today.
  const words = readWords(richTextsSchema.parse(held.rich_text ?? held.text ?? []));
  const inside = () => readTree(children);
  const level = /^heading_([1-6])$/.exec(block.type)?.[1];
  if (level) return [{ is: 'heading', level: Number(level), inside: words }, ...inside()];
  if (ITEMS.has(block.type)) return [{ is: 'item', inside: [...words, { is: 'list', inside: inside() }] }];
  if (block.type === 'table') return [{ is: 'table', inside: inside() }];
  if (block.type === 'table_row') return [readRow(held)];
  if (ADDRESSES.has(block.type) && typeof held.url === 'string') {
    return [{ is: 'block', inside: [{ is: 'link', url: held.url, inside: [held.url] }] }];
  }
  return [{ is: 'block', inside: words }, ...inside()];
}

function readRow({ cells }: Readonly<Record<string, unknown>>): Rich {
  const texts = Array.isArray(cells) ? cells.map((cell) => richTextsSchema.parse(cell)) : [];
  return { is: 'row', inside: texts.map((cell) => ({ is: 'cell' as const, inside: readWords(cell) })) };
}

/** A date keeps its ISO form: what the editor shows ("next Friday") depends on the day it is read. */
function readWords(texts: readonly RichText[]): Rich[] {
  return texts.map((text) => {
    const words = text.mention?.date?.start ?? plainText([text]);
    return text.href ? { is: 'link', url: text.href, inside: [words] } : words;
  });
}
