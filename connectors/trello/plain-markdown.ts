// Most cards have none of them, and pulls read many cards.
const MARKS = /[`*_~#>[\]+-]|[\r\u200c]|\n{3}/;

/**
 * Trello's Markdown as plain text: what a person reads on the card, marks and addresses left out.
 *
 * Not a parser. It never drops a word, and what looks like Markdown by chance only loses its marks.
 */
export function plainMarkdown(text: string): string {
  if (!MARKS.test(text)) return text.trim();
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^[ \t]*```.*$/gm, '')
    .replace(/!?\[([^[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)/g, '$1')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^([ \t]*)[-*+][ \t]+/gm, '$1')
    .replace(/(\*\*|__|~~)(?=\S)([^\n]{0,400}?\S)\1/g, '$2')
    .replace(/(^|[\s(])([*_])(?=\S)([^\n*_]{0,400}\S)\2(?=$|[\s).,;:!?])/gm, '$1$3')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\u200c/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
