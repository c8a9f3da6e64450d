import type { TaskLink } from '../../src/domain/task.ts';
import { cleanUrl, type LinkedText, readText } from '../link-secrets.ts';

/** Whether this is an Atlassian Document Format tree, as v3 gives for descriptions and text fields. */
export function isAdf(value: unknown): value is AdfNode {
  return typeof value === 'object' && value !== null && (value as AdfNode).type === 'doc';
}

/** One node. Source: developer.atlassian.com, "Atlassian Document Format", read 2026-11-22. Unknown types are walked into. */
export interface AdfNode {
  readonly type?: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: readonly { readonly type?: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
  readonly content?: readonly AdfNode[];
}

const BLOCKS = new Set([
  'paragraph',
  'heading',
  'blockquote',
  'codeBlock',
  'panel',
  'expand',
  'nestedExpand',
  'bulletList',
  'orderedList',
  'taskList',
  'decisionList',
  'table',
  'tableRow',
  'rule',
  'mediaSingle',
  'mediaGroup',
  'blockCard',
  'embedCard',
]);

// Deeper than any editor lets people nest; a forged tree must not overflow our stack.
const DEPTH_MAX = 100;

/** The tree as plain text, a line for each block, and the links in it. Empty blocks leave no gaps. */
export function adfToText(doc: AdfNode): LinkedText {
  const links: TaskLink[] = [];
  const text = write(doc, links, 0)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return readText(text, links);
}

function write(node: AdfNode, links: TaskLink[], depth: number): string {
  if (depth > DEPTH_MAX) return '';
  const inner = () =>
    (Array.isArray(node.content) ? node.content : []).map((child) => write(child, links, depth + 1)).join('');
  const text = writeLeaf(node, links) ?? writeItem(node, inner);
  return BLOCKS.has(node.type ?? '') ? `${text.replace(/\n+$/, '')}\n` : text;
}

/** Nodes whose words are in their attributes; null for the others. */
function writeLeaf(node: AdfNode, links: TaskLink[]): string | null {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'text':
      addMarkedLink(node, links);
      return node.text ?? '';
    case 'hardBreak':
      return '\n';
    case 'mention':
    case 'status':
    case 'placeholder':
      return textOf(attrs.text);
    case 'emoji':
      return textOf(attrs.text) || textOf(attrs.shortName);
    case 'date':
      return dayOf(attrs.timestamp);
    case 'inlineCard':
    case 'blockCard':
    case 'embedCard':
      return writeCard(textOf(attrs.url), links);
    case 'media':
      return textOf(attrs.alt);
    default:
      return null;
  }
}

function writeItem(node: AdfNode, inner: () => string): string {
  switch (node.type) {
    case 'listItem':
    case 'taskItem':
    case 'decisionItem':
      return `- ${inner().trim()}\n`;
    case 'tableCell':
    case 'tableHeader':
      return `${inner().trim()}\t`;
    case 'expand':
    case 'nestedExpand':
      return `${textOf(node.attrs?.title)}\n${inner()}`;
    default:
      return inner();
  }
}

function addMarkedLink(node: AdfNode, links: TaskLink[]): void {
  for (const mark of node.marks ?? []) {
    const url = mark.type === 'link' ? cleanUrl(textOf(mark.attrs?.href)) : null;
    if (url !== null) links.push({ url, title: node.text && node.text !== url ? node.text : null, place: 'text' });
  }
}

function writeCard(address: string, links: TaskLink[]): string {
  const url = cleanUrl(address);
  if (url === null) return '';
  links.push({ url, title: null, place: 'text' });
  return url;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A date node carries ms since 1970 at midnight UTC, as a string. */
function dayOf(timestamp: unknown): string {
  const at = Number(timestamp);
  return Number.isFinite(at) && at !== 0 && Math.abs(at) < 8.64e15 ? new Date(at).toISOString().slice(0, 10) : '';
}
