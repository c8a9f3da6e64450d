/** Pieces as an Atlassian document, the newer editor's tree; an answer carries it as a JSON text inside its JSON. */
import type { SimItem, SimPiece, SimSpan, SimText } from '../wiki-world.ts';
import type { Written } from './storage.ts';

interface Node {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

export function toDocument(content: readonly SimPiece[], written: Written): string {
  return JSON.stringify({ type: 'doc', version: 1, content: content.map((piece) => toNode(piece, written)) });
}

function toNode(piece: SimPiece, written: Written): Node {
  switch (piece.is) {
    case 'heading':
      return { type: 'heading', attrs: { level: piece.level }, content: inline(piece.text, written) };
    case 'paragraph':
      return paragraph(piece.text, written);
    case 'list':
      return list(piece.items, piece.isOrdered ? 'orderedList' : 'bulletList', written);
    case 'tasks':
      return {
        type: 'taskList',
        attrs: { localId: '0' },
        content: piece.items.map(({ text, isDone }, at) => ({
          type: 'taskItem',
          attrs: { localId: String(at + 1), state: isDone ? 'DONE' : 'TODO' },
          content: inline(text, written),
        })),
      };
    case 'table':
      return {
        type: 'table',
        attrs: { layout: 'default' },
        content: piece.rows.map((row, at) => tableRow(row, at === 0, written)),
      };
    case 'code':
      return { type: 'codeBlock', content: [{ type: 'text', text: piece.text }] };
    case 'fold':
      return {
        type: 'expand',
        attrs: { title: piece.title },
        content: piece.inside.map((inside) => toNode(inside, written)),
      };
  }
}

function paragraph(text: SimText, written: Written): Node {
  return { type: 'paragraph', content: inline(text, written) };
}

function list(items: readonly SimItem[], type: 'orderedList' | 'bulletList', written: Written): Node {
  const item = ({ text, inside }: SimItem): Node => ({
    type: 'listItem',
    content: [paragraph(text, written), ...(inside ? [list(inside, type, written)] : [])],
  });
  return { type, content: items.map(item) };
}

function tableRow(cells: readonly SimText[], isHead: boolean, written: Written): Node {
  const type = isHead ? 'tableHeader' : 'tableCell';
  return { type: 'tableRow', content: cells.map((cell) => ({ type, attrs: {}, content: [paragraph(cell, written)] })) };
}

function inline(text: SimText, written: Written): Node[] {
  if (typeof text === 'string') return text === '' ? [] : [{ type: 'text', text }];
  return text.filter((span) => span !== '').map((span) => toInline(span, written));
}

function toInline(span: SimSpan, { urlOf }: Written): Node {
  if (typeof span === 'string') return { type: 'text', text: span };
  if ('link' in span) return linked(span.text, span.link);
  if ('day' in span) return { type: 'date', attrs: { timestamp: String(Date.parse(`${span.day}T00:00:00Z`)) } };
  if ('issue' in span) {
    const macroParams = { server: { value: 'System Jira' }, key: { value: span.issue } };
    const attrs = {
      extensionType: 'com.atlassian.confluence.macro.core',
      extensionKey: 'jira',
      parameters: { macroParams },
    };
    return { type: 'inlineExtension', attrs };
  }
  const url = urlOf(span.page);
  return url === null ? { type: 'text', text: span.text } : linked(span.text, url);
}

function linked(text: string, href: string): Node {
  return { type: 'text', text, marks: [{ type: 'link', attrs: { href } }] };
}
