/** Plain text as an Atlassian document: paragraphs, lists, check lists and links, the nodes people use most. */

interface Node {
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** Null for an empty text, as Jira answers for an empty description. */
export function toAdf(text: string): Node | null {
  if (text === '') return null;
  return { type: 'doc', version: 1, content: text.split('\n\n').flatMap(toBlocks) };
}

function toBlocks(paragraph: string): Node[] {
  const lines = paragraph.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return [];
  if (lines.every((line) => /^- \[[ x]\]/.test(line))) return [taskList(lines)];
  if (lines.every((line) => line.startsWith('-'))) return [list('bulletList', lines, /^-\s*/)];
  if (lines.every((line) => /^\d+\./.test(line))) return [list('orderedList', lines, /^\d+\.\s*/)];
  const headings = [
    'Acceptance criteria',
    'Steps to reproduce',
    'Expected result',
    'Actual result',
    'Background',
    'Proposal',
    'Out of scope',
    'Checklist',
    'Definition of done',
  ];
  if (lines.length === 1 && headings.includes(lines[0] as string))
    return [{ type: 'heading', attrs: { level: 3 }, content: inline(lines[0] as string) }];
  return [
    {
      type: 'paragraph',
      content: lines.flatMap((line, at) => (at === 0 ? inline(line) : [{ type: 'hardBreak' }, ...inline(line)])),
    },
  ];
}

function list(type: string, lines: readonly string[], bullet: RegExp): Node {
  const item = (line: string) => ({
    type: 'listItem',
    content: [{ type: 'paragraph', content: inline(line.replace(bullet, '')) }],
  });
  return { type, content: lines.map(item) };
}

function taskList(lines: readonly string[]): Node {
  const item = (line: string, at: number) => ({
    type: 'taskItem',
    attrs: { localId: String(at + 1), state: line.startsWith('- [x]') ? 'DONE' : 'TODO' },
    content: inline(line.slice(6)),
  });
  return { type: 'taskList', attrs: { localId: '0' }, content: lines.map(item) };
}

function inline(line: string): Node[] {
  return line
    .split(/(https?:\/\/\S+[\w/])/)
    .filter((part) => part !== '')
    .map((part) =>
      /^https?:/.test(part)
        ? { type: 'text', text: part, marks: [{ type: 'link', attrs: { href: part } }] }
        : { type: 'text', text: part },
    );
}
