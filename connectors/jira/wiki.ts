import type { TaskLink } from '../../src/domain/task.ts';
import { cleanUrl, type LinkedText, readText } from '../link-secrets.ts';

/**
 * Jira's older wiki markup as plain text with its links: v2 answers and every webhook carry it.
 *
 * Spans are bounded, so that no text takes longer than its length says. Source: Jira's "Text formatting notation help", read 2026-11-22. Markup that is not closed stays as it was typed.
 */
export function wikiToText(markup: string): LinkedText {
  const links: TaskLink[] = [];
  const plain = markup
    .replace(/\r\n?/g, '\n')
    .replace(/\{(?:code|noformat|quote|panel|color|anchor)(?::[^{}\n]*)?\}/gi, '')
    .replace(/\[~(?:accountid:)?([^[\]\n]+)\]/g, '@$1')
    .replace(/\[([^[\]|\n]+)\|([^[\]|\n]+)(?:\|[^[\]\n]*)?\]/g, (match, title: string, target: string) =>
      writeLink(match, title, target, links),
    )
    .replace(/\[(https?:\/\/[^\]\s|]+)\]/gi, '$1')
    .replace(/!([^!\s|][^!\n|]*\.[a-z0-9]{2,5})(?:\|[^!\n]*)?!/gi, '$1')
    .split('\n')
    .map(writeLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return readText(plain, links);
}

function writeLink(match: string, title: string, target: string, links: TaskLink[]): string {
  const url = cleanUrl(target.trim());
  // A target that is no address: an anchor, an attachment, a user: its words stay.
  if (url === null) return /^[#^~]|^mailto:/i.test(target.trim()) ? title : match;
  links.push({ url, title: title.trim() === url ? null : title.trim(), place: 'text' });
  return title;
}

function writeLine(line: string): string {
  if (/^\s*-{4,}\s*$/.test(line)) return '';
  const plain = line
    .replace(/^\s*(?:h[1-6]|bq)\.\s+/, '')
    .replace(/^\s*[*#-]+\s+/, '- ')
    .replace(/^\s*\|{1,2}(.*?)\|{1,2}\s*$/, (_, cells: string) =>
      cells
        .split(/\|{1,2}/)
        .map((cell) => cell.trim())
        .join('\t'),
    );
  return unmark(plain);
}

/** Takes paired signs off words: *bold*, _emphasis_, +inserted+, -deleted-, ^up^, ~down~, ??cited??, {{code}}. */
function unmark(line: string): string {
  return line
    .replace(/\{\{(.{1,500}?)\}\}/g, '$1')
    .replace(/\?\?(\S(?:.{0,500}?\S)?)\?\?/g, '$1')
    .replace(
      /(^|[\s([{"'])([*_+^~-])(\S(?:[^\n]{0,500}?\S)?)\2(?=$|[\s.,;:!?)\]}"'])/g,
      (match, before: string, sign: string, inner: string) =>
        inner.includes(sign) || inner.includes('://') ? match : before + inner,
    );
}
