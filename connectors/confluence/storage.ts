import type { Rich } from '../rich.ts';
import { DEPTH_MAX } from '../rich.ts';
import { type Element, parseMarkup } from './markup.ts';

/**
 * A body in storage format, read. Source: "Confluence Storage Format", read 2026-11-22; macros as recorded from a real site. Macros we do
 * not know give what stands inside them.
 */
export function readStorage(markup: string): Rich[] {
  return readChildren(parseMarkup(markup), 0);
}

/** Nothing a reader would quote: pictures, settings, and the grey hints of a template that nobody filled in. */
const SILENT = new Set([
  'ac:parameter',
  'ac:placeholder',
  'ac:emoticon',
  'ac:image',
  'ac:task-id',
  'ac:task-uuid',
  'ac:task-status',
  // The new editor's node; its fallback beside it says the same in HTML.
  'ac:adf-node',
  'ac:adf-attribute',
  'colgroup',
  'style',
  'script',
]);

const BLOCKS = new Set([
  'p',
  'div',
  'blockquote',
  'pre',
  'hr',
  'ac:layout-section',
  'ac:layout-cell',
  'ac:rich-text-body',
  'ac:plain-text-body',
  'ac:adf-fallback',
]);

const PARTS = {
  ul: 'list',
  ol: 'list',
  'ac:task-list': 'list',
  li: 'item',
  'ac:task': 'item',
  table: 'table',
  tr: 'row',
  td: 'cell',
  th: 'cell',
} as const;

function readChildren({ children }: Element, depth: number): Rich[] {
  if (depth > DEPTH_MAX) return [];
  return children.flatMap((child) =>
    typeof child === 'string' ? [child.replace(/\s+/g, ' ')] : readElement(child, depth),
  );
}

function readElement(element: Element, depth: number): Rich[] {
  const { name, attributes } = element;
  if (SILENT.has(name)) return [];
  const inside = () => readChildren(element, depth + 1);
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level) return [{ is: 'heading', level: Number(level), inside: inside() }];
  if (BLOCKS.has(name)) return [{ is: 'block', inside: inside() }];
  if (Object.hasOwn(PARTS, name)) return [{ is: PARTS[name as keyof typeof PARTS], inside: inside() }];
  switch (name) {
    case 'br':
      return ['\n'];
    case 'time':
      return [attributes.datetime ?? ''];
    case 'a':
      return [{ is: 'link', url: attributes.href ?? '', inside: inside() }];
    case 'ac:link':
      return readLink(element, depth);
    case 'ac:structured-macro':
    case 'ac:macro':
      return readMacro(element, depth);
    default:
      return [{ is: 'span', inside: inside() }];
  }
}

/** A link inside the wiki names its page by title; a link to an address carries it. */
function readLink(element: Element, depth: number): Rich[] {
  const words = readChildren(element, depth + 1);
  const url = find(element, 'ri:url')?.attributes['ri:value'];
  if (url) return [{ is: 'link', url, inside: words }];
  const title = find(element, 'ri:page')?.attributes['ri:content-title'];
  return hasWords(words) || !title ? words : [title];
}

function readMacro(element: Element, depth: number): Rich[] {
  const parameter = (name: string) => {
    const found = element.children.find(
      (child): child is Element =>
        typeof child === 'object' && child.name === 'ac:parameter' && child.attributes['ac:name'] === name,
    );
    return found ? textOf(found).trim() : '';
  };
  switch (element.attributes['ac:name']) {
    case 'jira': {
      // Without a key it is a query: what it shows changes without the page.
      const key = parameter('key');
      return key === '' ? [] : [{ is: 'task', key }];
    }
    case 'status':
      return [parameter('title')];
    case 'expand':
      return [{ is: 'block', inside: [parameter('title')] }, ...readChildren(element, depth + 1)];
    default:
      return readChildren(element, depth + 1);
  }
}

function find(element: Element, name: string): Element | undefined {
  return element.children.find((child): child is Element => typeof child === 'object' && child.name === name);
}

function textOf(element: Element): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

function hasWords(content: readonly Rich[]): boolean {
  return content.some((node) =>
    typeof node === 'string' ? node.trim() !== '' : 'inside' in node && hasWords(node.inside),
  );
}
