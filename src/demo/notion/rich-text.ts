/** Words as Notion gives them: a list of pieces, each with its plain form beside it. */
import type { SimSpan, SimText } from '../wiki-world.ts';
import type { Workspace } from './workspace.ts';

const annotations = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: 'default',
};

export function richText(text: SimText, workspace: Workspace): Record<string, unknown>[] {
  const spans = typeof text === 'string' ? [text] : text;
  return spans.filter((span) => span !== '').map((span) => toPiece(span, workspace));
}

function toPiece(span: SimSpan, workspace: Workspace): Record<string, unknown> {
  if (typeof span === 'string') return words(span, null);
  if ('issue' in span) return words(span.issue, null);
  if ('day' in span)
    return mention({ type: 'date', date: { start: span.day, end: null, time_zone: null } }, span.day, null);
  // A bare address that was pasted is shown as what it leads to.
  if ('link' in span && span.link === span.text) {
    return mention({ type: 'link_preview', link_preview: { url: span.link } }, span.link, span.link);
  }
  if ('link' in span) return words(span.text, span.link);
  const found = workspace.byId(span.page);
  if (found === null) return words(span.text, null);
  const { vendorId } = found.page;
  const { title } = found.state;
  return mention({ type: 'page', page: { id: vendorId } }, title, workspace.urlOf(vendorId, title));
}

function words(content: string, url: string | null): Record<string, unknown> {
  const text = { content, link: url === null ? null : { url } };
  return { type: 'text', text, annotations, plain_text: content, href: url };
}

function mention(what: Record<string, unknown>, plain: string, href: string | null): Record<string, unknown> {
  return { type: 'mention', mention: what, annotations, plain_text: plain, href };
}
