import { type Stretch, stretchesOf, urlsIn } from '../blank-out.ts';

/** Words that stand in a text without being said in it: of markup, addresses, people's names in mentions, hashes, places in code. */
export function markup(text: string): Stretch[] {
  return [
    ...RULES.flatMap(({ sign, expression }) => (text.includes(sign) ? stretchesOf(text, expression) : [])),
    ...addresses(text),
    ...hashes(text),
  ];
}

const IMAGE = '(?:png|jpe?g|gif|svg|webp|bmp|heic|tiff?|mp4|mov|webm)';
const IMAGE_END = new RegExp(String.raw`\.${IMAGE}$`, 'iu');
const HTML =
  'a|abbr|article|aside|b|big|blockquote|br|button|caption|center|cite|code|col|dd|del|details|div|dl|dt|em|figure|font|footer|h[1-6]|' +
  'header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nav|ol|p|picture|q|s|samp|section|small|source|span|strike|strong|sub|' +
  'summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video';
const JIRA =
  'adf|align|anchor|bgcolor|center|color|column|csv|expand|excerpt|html|info|jira|note|panel|quote|section|status|tip|toc|warning';

/** Each begins with a sign that most texts lack, and reads no further than a bound from there. */
const RULES: readonly { readonly sign: string; readonly expression: RegExp }[] = [
  // Markdown and Jira: images, attachments, people, boxes to tick, headings, smileys.
  { sign: '![', expression: /!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)/gu },
  { sign: '!', expression: new RegExp(String.raw`![^!\n|]{1,200}\.${IMAGE}(?:\|[^!\n]{0,200})?!`, 'giu') },
  { sign: '[^', expression: /\[\^[^\]\n]{1,200}\]/gu },
  { sign: '[~', expression: /\[~[^\]\n]{1,100}\]/gu },
  { sign: '|smart-', expression: /\|smart-(?:link|card|embed)\]/gu },
  { sign: ']', expression: /\[[xX ]\]/gu },
  { sign: ')', expression: /\((?:[xiyn]|on|off|\*[rgby])\)/gu },
  ...[1, 2, 3, 4, 5, 6].map((level) => ({ sign: `h${level}. `, expression: /^[ \t]{0,8}h[1-6]\. /gmu })),
  { sign: 'bq.', expression: /^[ \t]{0,8}bq\. /gmu },
  { sign: '{', expression: new RegExp(String.raw`\{(?:${JIRA})(?:[:|][^}\n]{0,300})?\}`, 'gu') },
  { sign: ':', expression: /(?<![\p{L}\p{N}:]):[a-z][a-z0-9_+-]{1,30}:(?![\p{L}\p{N}:])/gu },
  // HTML: the tags that people paste, for "List<String>" is none; entities.
  { sign: '<', expression: new RegExp(String.raw`</?(?:${HTML})(?:\s[^<>]{0,1000})?/?>`, 'giu') },
  { sign: '&', expression: /&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});/gu },
  // People. "client@v2.1" is a package and says something.
  { sign: '@', expression: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[a-z]{2,24}(?![\w-])/giu },
  { sign: '@', expression: /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_.-]{1,60}(?![\p{L}\p{N}/(])/gu },
  // Stack traces whose line breaks were lost on the way.
  { sign: '.go:', expression: /[\w./@-]{1,300}\.go:\d{1,6} \+0x[0-9a-f]+/gu },
  { sign: '(0x', expression: /[\w./*)-]{1,300}(?:\([\w*]{1,60}\)[\w.]{0,60})?\(0x[^()\n]{0,300}\)/gu },
  { sign: '({0x', expression: /[\w./*)-]{1,300}\(\{0x[^()\n]{0,300}\)/gu },
  { sign: '=0x', expression: /\b(?:fp|sp|pc)=0x[0-9a-f]+/gu },
  { sign: 'at ', expression: /\bat [\w$.<>/]{3,200}\([\w$]{1,100}\.(?:java|kt|scala|groovy):\d{1,6}\)/gu },
  { sign: 'at ', expression: /\bat (?:async )?[\w$.<>]{1,100} \([^()\s]{1,300}:\d{1,6}:\d{1,6}\)/gu },
  { sign: 'File "', expression: /\bFile "[^"\n]{1,300}", line \d{1,7}(?:, in [\w<>]{1,100})?/gu },
];

/**
 * An address says nothing by its host, numbers and query, and all it has to say by the last part of its path that reads like words:
 * ".../pages/123/Checkout+latency+plan", ".../acme/billing-service/pull/7". That part is left standing.
 */
function addresses(text: string): Stretch[] {
  return urlsIn(text).flatMap(({ from, to }) => {
    const ends = text.slice(from, to).search(URL_END);
    const end = ends === -1 ? to : from + ends;
    const told = tellingPart(text.slice(from, end));
    if (!told) return [{ from, to: end }];
    const spaces = stretchesOf(text.slice(from + told.from, from + told.to), /%20/gu);
    return [
      { from, to: from + told.from },
      ...spaces.map((space) => ({ from: from + told.from + space.from, to: from + told.from + space.to })),
      { from: from + told.to, to: end },
    ];
  });
}

/** Where the markup around an address goes on. */
const URL_END = /[<>"|)\]}]/u;
const SEGMENTS_READ = 4;
const SLUG = /^[\p{L}\p{N}]+(?:(?:[-_+.]|%20)+[\p{L}\p{N}]+)+$/u;

function tellingPart(url: string): Stretch | null {
  const pathEnds = url.search(/[?#]/u);
  const path = url.slice(0, Math.min(pathEnds === -1 ? url.length : pathEnds, 500)).replace(/[/.,;:!'’]+$/u, '');
  const host = path.indexOf('/', path.indexOf('://') + 3);
  let to = path.length;
  for (let read = 0; read < SEGMENTS_READ && host !== -1; read++) {
    const from = path.lastIndexOf('/', to - 1) + 1;
    if (from <= host) return null;
    if (readsLikeWords(path.slice(from, to))) return { from, to };
    to = from - 1;
  }
  return null;
}

function readsLikeWords(segment: string): boolean {
  if (segment.length > 200 || !SLUG.test(segment) || IMAGE_END.test(segment)) return false;
  const words = segment.split(/[-_+.]|%20/u);
  return words.filter((word) => /^\p{L}{3,}$/u.test(word)).length >= 2 && words.filter(isHash).length === 0;
}

const TOKEN = /[A-Za-z0-9+/=_-]{7,}/gu;
const HASH = /(?<![A-Za-z0-9_])(?:0x)?[0-9a-fA-F]{7,}(?:-[0-9a-fA-F]{4,12}){0,4}(?![A-Za-z0-9_])/gu;
const RANDOM_FROM = 32;

function hashes(text: string): Stretch[] {
  if (!/\d[\w-]{0,60}\d|0x/u.test(text)) return [];
  const long = stretchesOf(text, TOKEN).flatMap(({ from, to }) => {
    const token = text.slice(from, to);
    if (!/\d\D{0,60}\d|0x/u.test(token)) return [];
    if (isRandom(token)) return [{ from, to }];
    const found = stretchesOf(token, HASH).filter((hash) => isHash(token.slice(hash.from, hash.to)));
    return found.map((hash) => ({ from: from + hash.from, to: from + hash.to }));
  });
  const short = text.includes('0x') ? stretchesOf(text, /\b0x[0-9a-fA-F]{1,6}\b/gu) : [];
  return [...long, ...short];
}

/** "defaced" and "decade" are words; a hash of seven or more has two digits, but for one in a hundred. */
function isHash(word: string): boolean {
  return /^(?:0x)?[0-9a-f-]{7,}$/iu.test(word) && (word.startsWith('0x') || /\d\D{0,60}\d/u.test(word));
}

/** Keys and tokens: capitals, small letters and digits without order. */
function isRandom(word: string): boolean {
  if (word.length < RANDOM_FROM) return false;
  const changes = word.match(/\d[A-Za-z]|[a-z][A-Z]|[A-Za-z]\d/gu)?.length ?? 0;
  return changes * 5 >= word.length;
}
