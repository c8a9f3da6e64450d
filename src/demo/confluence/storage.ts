/** Pieces in Confluence's storage format: XHTML with elements of its own ("Confluence Storage Format", read 2026-11-22). */
import { escapeHtml } from '../html.ts';
import type { SimItem, SimPiece, SimSpan, SimText } from '../wiki-world.ts';

export interface Written {
  /** The title of another page, which storage format names pages by; null for one that is not there. */
  readonly titleOf: (page: string) => string | null;
  /** The address of another page, which document trees name pages by. */
  readonly urlOf: (page: string) => string | null;
}

export function toStorage(content: readonly SimPiece[], written: Written): string {
  return content.map((piece) => writePiece(piece, written)).join('');
}

function writePiece(piece: SimPiece, written: Written): string {
  switch (piece.is) {
    case 'heading':
      return `<h${piece.level}>${inline(piece.text, written)}</h${piece.level}>`;
    case 'paragraph':
      return `<p>${inline(piece.text, written)}</p>`;
    case 'list':
      return writeList(piece.items, piece.isOrdered ? 'ol' : 'ul', written);
    case 'tasks':
      return `<ac:task-list>${piece.items.map((item, at) => writeTask(item, at + 1, written)).join('')}</ac:task-list>`;
    case 'table':
      return writeTable(piece.rows, written);
    case 'code':
      return `<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:plain-text-body><![CDATA[${piece.text}]]></ac:plain-text-body></ac:structured-macro>`;
    case 'fold':
      return `<ac:structured-macro ac:name="expand" ac:schema-version="1"><ac:parameter ac:name="title">${escapeHtml(piece.title)}</ac:parameter><ac:rich-text-body>${toStorage(piece.inside, written)}</ac:rich-text-body></ac:structured-macro>`;
  }
}

function writeList(items: readonly SimItem[], tag: 'ol' | 'ul', written: Written): string {
  const item = ({ text, inside }: SimItem) =>
    `<li><p>${inline(text, written)}</p>${inside ? writeList(inside, tag, written) : ''}</li>`;
  return `<${tag}>${items.map(item).join('')}</${tag}>`;
}

function writeTask({ text, isDone }: { text: SimText; isDone: boolean }, id: number, written: Written): string {
  const status = isDone ? 'complete' : 'incomplete';
  return `<ac:task><ac:task-id>${id}</ac:task-id><ac:task-status>${status}</ac:task-status><ac:task-body><span class="placeholder-inline-tasks">${inline(text, written)}</span></ac:task-body></ac:task>`;
}

function writeTable([head = [], ...rows]: readonly (readonly SimText[])[], written: Written): string {
  const row = (cells: readonly SimText[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}><p>${inline(cell, written)}</p></${tag}>`).join('')}</tr>`;
  return `<table data-layout="default"><tbody>${row(head, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

function inline(text: SimText, written: Written): string {
  return typeof text === 'string' ? escapeHtml(text) : text.map((span) => writeSpan(span, written)).join('');
}

function writeSpan(span: SimSpan, { titleOf }: Written): string {
  if (typeof span === 'string') return escapeHtml(span);
  if ('link' in span) return `<a href="${escapeHtml(span.link)}">${escapeHtml(span.text)}</a>`;
  if ('day' in span) return `<time datetime="${span.day}" />`;
  if ('issue' in span) {
    return `<ac:structured-macro ac:name="jira" ac:schema-version="1"><ac:parameter ac:name="server">System Jira</ac:parameter><ac:parameter ac:name="key">${escapeHtml(span.issue)}</ac:parameter></ac:structured-macro>`;
  }
  const title = titleOf(span.page);
  if (title === null) return escapeHtml(span.text);
  return `<ac:link><ri:page ri:content-title="${escapeHtml(title)}" /><ac:link-body>${escapeHtml(span.text)}</ac:link-body></ac:link>`;
}
