import type { Block } from '../src/domain/document.ts';
import { cleanUrl, readText } from './link-secrets.ts';

/** What each wiki's own format is read into; from here on there is one way to blocks. */
export type Rich =
  | string
  | { readonly is: 'heading'; readonly level: number; readonly inside: readonly Rich[] }
  /** Begins and ends a line: a paragraph, a quote, a panel. */
  | { readonly is: 'block'; readonly inside: readonly Rich[] }
  | { readonly is: 'list'; readonly inside: readonly Rich[] }
  | { readonly is: 'item'; readonly inside: readonly Rich[] }
  | { readonly is: 'table'; readonly inside: readonly Rich[] }
  | { readonly is: 'row'; readonly inside: readonly Rich[] }
  | { readonly is: 'cell'; readonly inside: readonly Rich[] }
  | { readonly is: 'link'; readonly url: string; readonly inside: readonly Rich[] }
  | { readonly is: 'task'; readonly key: string }
  | { readonly is: 'span'; readonly inside: readonly Rich[] };

type Node = Exclude<Rich, string>;

// Deeper than any editor lets people nest; a forged page must not overflow our stack.
export const DEPTH_MAX = 100;

interface Pointer {
  readonly url: string | null;
  readonly taskKey: string | null;
  readonly title: string | null;
}

interface Walk {
  readonly blocks: Block[];
  /** The headings above, with their levels. */
  readonly above: { readonly level: number; readonly text: string }[];
  /** Text of the line that is being gathered, and what it points at. */
  line: string;
  pointers: Pointer[];
}

/** A document as blocks in reading order. Secrets are taken out of addresses; empty pieces leave none. */
export function toBlocks(content: readonly Rich[]): Block[] {
  const walk: Walk = { blocks: [], above: [], line: '', pointers: [] };
  for (const node of content) write(walk, node, -1, 0);
  endLine(walk);
  return walk.blocks;
}

function write(walk: Walk, node: Rich, listDepth: number, depth: number): void {
  if (depth > DEPTH_MAX) return;
  if (typeof node === 'string') {
    walk.line += node;
    return;
  }
  const into = (list: number) => {
    for (const child of insideOf(node)) write(walk, child, list, depth + 1);
  };
  if (node.is === 'span') into(listDepth);
  else if (node.is === 'link' || node.is === 'task') walk.line += gather(walk, [node], depth).text;
  else if (node.is === 'heading') writeHeading(walk, node, depth);
  else if (node.is === 'item') writeItem(walk, node, Math.max(0, listDepth), depth);
  else if (node.is === 'table') writeTable(walk, node, depth);
  else {
    endLine(walk);
    into(node.is === 'list' ? listDepth + 1 : listDepth);
    endLine(walk);
  }
}

function insideOf(node: Node): readonly Rich[] {
  return 'inside' in node ? node.inside : [];
}

function writeHeading(walk: Walk, node: Node & { readonly is: 'heading' }, depth: number): void {
  endLine(walk);
  const { text: raw, nested } = gather(walk, node.inside, depth);
  const text = readLine(walk, raw).replaceAll('\n', ' ');
  if (text !== '') {
    while ((walk.above.at(-1)?.level ?? 0) >= node.level) walk.above.pop();
    walk.above.push({ level: node.level, text });
    walk.blocks.push({ type: 'heading', level: node.level, text });
  }
  writePointers(walk);
  for (const one of nested) write(walk, one, -1, depth + 1);
}

function writeItem(walk: Walk, node: Node, listDepth: number, depth: number): void {
  endLine(walk);
  const { text: raw, nested } = gather(walk, insideOf(node), depth);
  const text = readLine(walk, raw);
  if (text !== '') walk.blocks.push({ type: 'item', depth: listDepth, text });
  writePointers(walk);
  for (const one of nested) write(walk, one, listDepth, depth + 1);
  endLine(walk);
}

function writeTable(walk: Walk, node: Node, depth: number): void {
  endLine(walk);
  const readCell = (cell: Rich): string[] => {
    if (typeof cell === 'string' || cell.is !== 'cell') return [];
    return [readLine(walk, gather(walk, cell.inside, depth + 2, true).text)];
  };
  const rows = rowsOf(node, depth).map((row) => row.inside.flatMap(readCell));
  const filled = rows.filter((cells) => cells.some((cell) => cell !== ''));
  if (filled.length > 0) walk.blocks.push({ type: 'table', rows: filled });
  writePointers(walk);
}

/** Rows may stand in a body or a group of columns; those of a table inside a cell are not this table's. */
function rowsOf(node: Node, depth: number): (Node & { readonly is: 'row' })[] {
  if (depth > DEPTH_MAX) return [];
  return insideOf(node).flatMap((child) => {
    if (typeof child === 'string' || child.is === 'table') return [];
    return child.is === 'row' ? [child] : rowsOf(child, depth + 1);
  });
}

/** The words of one piece on one line or several; lists and tables inside are handed back for the caller to place, unless all is flat. */
function gather(walk: Walk, content: readonly Rich[], depth: number, isFlat = false): { text: string; nested: Node[] } {
  const nested: Node[] = [];
  let text = '';
  const add = (node: Rich, at: number): void => {
    if (at > DEPTH_MAX) return;
    if (typeof node === 'string') text += node;
    else if (node.is === 'task') {
      text += node.key;
      walk.pointers.push({ url: null, taskKey: node.key, title: null });
    } else if (node.is === 'link') {
      const before = text.length;
      for (const child of node.inside) add(child, at + 1);
      addLink(walk, node.url, text.slice(before));
    } else if (!isFlat && (node.is === 'list' || node.is === 'table')) nested.push(node);
    else {
      const isLine = node.is !== 'span';
      if (isLine && text !== '') text += '\n';
      for (const child of insideOf(node)) add(child, at + 1);
      if (isLine) text += '\n';
    }
  };
  for (const node of content) add(node, depth);
  return { text, nested };
}

function addLink(walk: Walk, address: string, words: string): void {
  const url = cleanUrl(address);
  const title = tidy(words);
  const isOwn = title !== '' && title !== address;
  if (url !== null) walk.pointers.push({ url, taskKey: null, title: isOwn ? readText(title).text : null });
}

function endLine(walk: Walk): void {
  const text = readLine(walk, walk.line);
  walk.line = '';
  if (text !== '') walk.blocks.push({ type: 'paragraph', text });
  writePointers(walk);
}

function writePointers(walk: Walk): void {
  const path = walk.above.map(({ text }) => text);
  for (const pointer of walk.pointers) walk.blocks.push({ type: 'reference', ...pointer, path });
  walk.pointers = [];
}

/** The words without secrets; an address that stands among them bare is pointed at too. */
function readLine(walk: Walk, raw: string): string {
  const { text, links } = readText(tidy(raw));
  for (const { url } of links) {
    if (!walk.pointers.some((pointer) => pointer.url === url)) walk.pointers.push({ url, taskKey: null, title: null });
  }
  return text;
}

/** Blanks of the source are one blank; lines stay lines, and empty ones go. */
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}
