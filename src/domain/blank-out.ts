/** A part of a text, in UTF-16 units, end excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Blanks for every stretch: what is left stands where it stood, line by line. */
export function blankOut(text: string, stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return text;
  const sorted = [...stretches].sort((a, b) => a.from - b.from);
  let made = '';
  let at = 0;
  for (const { from, to } of sorted) {
    if (to <= from || to <= at) continue;
    const start = Math.max(from, at);
    made += text.slice(at, start) + blanks(text.slice(start, to));
    at = to;
  }
  return made + text.slice(at);
}

function blanks(found: string): string {
  return found.includes('\n') ? found.replace(/[^\n]+/gu, (part) => ' '.repeat(part.length)) : ' '.repeat(found.length);
}

/** All matches of a global expression; none of them may be empty. */
export function stretchesOf(text: string, expression: RegExp): Stretch[] {
  const found: Stretch[] = [];
  // Not matchAll, which compiles the expression anew for every text.
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    found.push({ from: match.index, to: expression.lastIndex });
  }
  return found;
}

/** Each is bounded, here and below: a tool hands over whatever people pasted, and no text may cost more than its length. */
const BLOCK_START =
  /```|^[ \t]{0,8}~~~|\{code(?:[:|][^}\n]{0,200})?\}|\{noformat(?:[:|][^}\n]{0,200})?\}|<!--|<(?:pre|script|style)\b[^<>]{0,200}>/gimu;
const BLOCK_ENDS: readonly [start: string, end: string][] = [
  ['```', '```'],
  ['~~~', '~~~'],
  ['{code', '{code}'],
  ['{noformat', '{noformat}'],
  ['<!--', '-->'],
  ['<pre', '</pre>'],
  ['<script', '</script>'],
  ['<style', '</style>'],
];

/** Blocks of code in Markdown, Jira's wiki markup and HTML, and HTML's comments; one without an end runs to the end of the text. */
export function codeBlocks(text: string): Stretch[] {
  const found: Stretch[] = [];
  if (!/[`~{<]/u.test(text)) return found;
  const lower = text.toLowerCase();
  // A capital that is longer in lower case (İ) would move every place after it.
  const searched = lower.length === text.length ? lower : text;
  BLOCK_START.lastIndex = 0;
  for (let start = BLOCK_START.exec(text); start !== null; start = BLOCK_START.exec(text)) {
    const opener = start[0].trim().toLowerCase();
    const end = BLOCK_ENDS.find(([begins]) => opener.startsWith(begins))?.[1] ?? opener;
    const closes = searched.indexOf(end, BLOCK_START.lastIndex);
    const to = closes === -1 ? text.length : closes + end.length;
    found.push({ from: start.index, to });
    if (closes === -1) break;
    BLOCK_START.lastIndex = to;
  }
  return found;
}

/** Addresses of pages and files, with everything up to the next space. */
export function urlsIn(text: string): Stretch[] {
  if (!text.includes('://')) return [];
  return stretchesOf(text, /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/\S+/giu);
}

/** Mail addresses, and what stands at an "@" in their manner. */
export function mailAddressesIn(text: string): Stretch[] {
  if (!text.includes('@')) return [];
  return stretchesOf(text, /[^\s@]{1,64}@\S+/gu);
}
