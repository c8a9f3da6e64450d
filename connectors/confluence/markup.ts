/** An element of the storage format, its names as written ("ac:link"). */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

// A comment, a CDATA section, a tag, or text up to the next "<"; a stray "<" is text. Nothing matches across a "<" of its own, or it ends the
// page: so a forged page costs no more time than its length.
const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<(\/?)([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|[^<]+|</g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** HTML's elements without an end tag, which the storage format closes and pasted HTML may not. */
const VOID = new Set(['br', 'hr', 'img', 'col', 'input', 'wbr', 'meta', 'link']);

/**
 * The storage format (XHTML with Confluence's own elements) as a tree. Never throws: an end tag without its start is dropped, and what was
 * left open ends with its parent.
 */
export function parseMarkup(markup: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open: Element[] = [root];
  for (const [token, data, slash, tag, rest = ''] of markup.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (tag === undefined) {
      if (data !== undefined) parent.children.push(data);
      else if (!token.startsWith('<!--')) parent.children.push(decodeEntities(token));
    } else if (slash === '/') {
      close(open, tag);
    } else {
      const element: Element = { name: tag.toLowerCase(), attributes: readAttributes(rest), children: [] };
      parent.children.push(element);
      if (!rest.endsWith('/') && !VOID.has(element.name)) open.push(element);
    }
  }
  return root;
}

function close(open: Element[], tag: string): void {
  const at = open.findLastIndex(({ name }) => name === tag.toLowerCase());
  if (at > 0) open.length = at;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    attributes[name.toLowerCase()] = decodeEntities(double ?? single ?? '');
  }
  return attributes;
}

/** Of XHTML's named entities those of Latin-1, in order from U+00A0. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ...LATIN.split(' ').map((name, at) => [name, String.fromCharCode(0xa0 + at)] as const),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    bull: '•',
    hellip: '…',
    euro: '€',
    trade: '™',
    larr: '←',
    rarr: '→',
    harr: '↔',
    rArr: '⇒',
    le: '≤',
    ge: '≥',
    ne: '≠',
    asymp: '≈',
    minus: '−',
    thinsp: '\u2009',
    ensp: '\u2002',
    emsp: '\u2003',
    zwnj: '\u200c',
    zwj: '\u200d',
  }),
]);

/** An entity nobody knows stays as it is written. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,9}));/g,
    (all, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES.get(name) ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : all;
    },
  );
}
