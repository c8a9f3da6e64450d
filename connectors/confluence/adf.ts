import { DEPTH_MAX, type Rich } from '../rich.ts';

/** One node of the Atlassian Document Format. Source: developer.atlassian.com, read 2026-11-22. Unknown types are walked into. */
export interface AdfNode {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: unknown;
  readonly content?: unknown;
}

const PARTS = {
  paragraph: 'block',
  blockquote: 'block',
  codeBlock: 'block',
  panel: 'block',
  rule: 'block',
  bulletList: 'list',
  orderedList: 'list',
  taskList: 'list',
  decisionList: 'list',
  listItem: 'item',
  taskItem: 'item',
  decisionItem: 'item',
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'cell',
} as const;

/** A document tree, read: it comes as a JSON text inside the answer's JSON. Null where that text is no such tree. */
export function readAdf(json: string): Rich[] | null {
  try {
    const doc: unknown = JSON.parse(json);
    return isNode(doc) && doc.type === 'doc' ? readChildren(doc, 0) : null;
  } catch {
    return null;
  }
}

function isNode(value: unknown): value is AdfNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readChildren({ content }: AdfNode, depth: number): Rich[] {
  if (depth > DEPTH_MAX || !Array.isArray(content)) return [];
  return content.filter(isNode).flatMap((child) => readNode(child, depth));
}

function readNode(node: AdfNode, depth: number): Rich[] {
  const type = textOf(node.type);
  const attrs = isNode(node.attrs) ? (node.attrs as Readonly<Record<string, unknown>>) : {};
  const inside = () => readChildren(node, depth + 1);
  if (Object.hasOwn(PARTS, type)) return [{ is: PARTS[type as keyof typeof PARTS], inside: inside() }];
  switch (type) {
    case 'heading':
      return [{ is: 'heading', level: Number(attrs.level) || 1, inside: inside() }];
    case 'text':
      return readText(node);
    case 'hardBreak':
      return ['\n'];
    case 'date':
      return [dayOf(attrs.timestamp)];
    case 'mention':
    case 'status':
      return [textOf(attrs.text)];
    case 'inlineCard':
      return [{ is: 'link', url: textOf(attrs.url), inside: [textOf(attrs.url)] }];
    case 'blockCard':
    case 'embedCard':
      return [{ is: 'block', inside: [{ is: 'link', url: textOf(attrs.url), inside: [textOf(attrs.url)] }] }];
    case 'expand':
    case 'nestedExpand':
      return [{ is: 'block', inside: [textOf(attrs.title)] }, ...inside()];
    case 'extension':
    case 'inlineExtension':
    case 'bodiedExtension':
      return readExtension(attrs, inside);
    default:
      return [{ is: 'span', inside: inside() }];
  }
}

/** A marked text: a link mark makes it one. */
function readText(node: AdfNode): Rich[] {
  const text = textOf(node.text);
  const marks = Array.isArray(node.marks) ? node.marks.filter(isNode) : [];
  const href = textOf(marks.find(({ type }) => type === 'link')?.attrs?.href);
  return [href === '' ? text : { is: 'link', url: href, inside: [text] }];
}

/** A Jira macro keeps its key in its parameters, as the storage format does; without one it is a query. */
function readExtension(attrs: Readonly<Record<string, unknown>>, inside: () => Rich[]): Rich[] {
  if (attrs.extensionKey !== 'jira') return inside();
  const { macroParams } = (attrs.parameters ?? {}) as { macroParams?: { key?: { value?: unknown } } };
  const key = textOf(macroParams?.key?.value);
  return key === '' ? [] : [{ is: 'task', key }];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A date node carries ms since 1970 at midnight UTC, as a string. */
function dayOf(timestamp: unknown): string {
  const at = Number(timestamp);
  return Number.isFinite(at) && at !== 0 && Math.abs(at) < 8.64e15 ? new Date(at).toISOString().slice(0, 10) : '';
}
