import { blankOut, codeBlocks, type Stretch } from '../blank-out.ts';
import { markup } from './markup.ts';
import { linesOf, noiseLines } from './noise-lines.ts';
import { quotedMail } from './quoted-mail.ts';

/** Fewer words than these beside a quote only pass it on ("FYI, see below"): then the quote is what the task is about. */
const OWN_WORDS_MIN = 8;

/**
 * What a task's text says of itself: without code, stack traces, logs, quoted mail, addresses, hashes and the words of markup.
 *
 * @returns As long as the original, line by line, with spaces in the place of what is left out: a place in it is the same place in the
 *   original. Punctuation stays, for who reads words skips it. Costs no more than the text's length, whatever it holds.
 */
export function cleanText(text: string): string {
  if (isPlain(text)) return text;
  const prose = blankOut(text, codeBlocks(text));
  const lines = linesOf(prose);
  const { frame, quotes } = quotedMail(lines);
  const marked = [...quotes, ...quoteBlocks(prose)];
  const said = blankOut(prose, [...noiseLines(lines), ...frame]);
  const own = blankOut(said, marked);
  const kept = marked.length === 0 || hasWords(own, OWN_WORDS_MIN) ? own : said;
  return blankOut(kept, markup(kept));
}

/** Most titles: one line in which no rule could find anything. */
function isPlain(text: string): boolean {
  return text.length < 200 && /^[\p{L} ,.;?%'’-]*$/u.test(text) && !/^at |h\d\. /u.test(text);
}

const QUOTE_BLOCKS: readonly [start: string, end: string][] = [
  ['{quote}', '{quote}'],
  ['<blockquote', '</blockquote>'],
];

function quoteBlocks(text: string): Stretch[] {
  return QUOTE_BLOCKS.flatMap(([start, end]) => {
    const found: Stretch[] = [];
    for (let from = text.indexOf(start); from !== -1; ) {
      const closes = text.indexOf(end, from + start.length);
      if (closes === -1) break;
      found.push({ from, to: closes + end.length });
      from = text.indexOf(start, closes + end.length);
    }
    return found;
  });
}

function hasWords(text: string, countMin: number): boolean {
  const words = /\p{L}{2,}/gu;
  for (let count = 0; count < countMin; count++) if (!words.test(text)) return false;
  return true;
}
