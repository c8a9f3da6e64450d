import mjml2html from 'mjml';
import { TREND_CID } from './letter.ts';
import { DARK_STYLE, LIGHT } from './look.ts';

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** The rows a digest is made of, with the space around each. */
const ROWS = {
  week: '24px 0 4px',
  sentence: '0 0 4px',
  plain: '0',
  quiet: '20px 0 0',
  heading: '28px 0 4px',
  paragraph: '4px 0 8px',
  footer: '32px 0 0',
} as const;
export type RowKind = keyof typeof ROWS | 'picture';

/** What goes into a digest's HTML; all of it escaped already. */
interface Frame {
  /** @param html What stands in it; of the picture, its words. */
  readonly row: (kind: RowKind, html: string) => string;
  readonly letter: (given: { readonly title: string; readonly preview: string }, rows: readonly string[]) => string;
}

let made: Promise<Frame> | undefined;

/**
 * MJML takes a hundred times as long as filling in does, and leaves as much to be collected: it makes the frame once, and each digest is
 * filled in.
 */
export function openFrame(): Promise<Frame> {
  made ??= makeFrame();
  return made;
}

/** Nothing in what is filled in is looked through for these: each stands in the frame alone. */
const [CUT, HERE] = ['%cut%', '%here%'];

async function makeFrame(): Promise<Frame> {
  const { html } = await mjml2html(markup(), {
    // Left alone it links a font host: nothing in a letter tells anybody that it was opened.
    fonts: {},
    validationLevel: 'strict',
    keepComments: false,
  });
  const [head = '', ...parts] = html.split(CUT);
  const tail = parts.pop() ?? '';
  const kinds = [...Object.keys(ROWS), 'picture'] as RowKind[];
  const halves = new Map(kinds.map((kind, at) => [kind, (parts[at] ?? '').split(HERE)]));
  if (parts.length !== kinds.length || [...halves.values()].some(({ length }) => length !== 2))
    throw new Error('The template of the digest does not fall into its rows.');
  return {
    row: (kind, content) => (halves.get(kind) ?? []).join(content),
    letter: (given, rows) => fillHead(head, given) + rows.join('') + tail,
  };
}

function fillHead(head: string, given: { readonly title: string; readonly preview: string }): string {
  return head.replace(/%(title|preview)%/gu, (_, name: 'title' | 'preview') => given[name]);
}

function markup(): string {
  const rows = [
    ...Object.values(ROWS).map((padding) => `<mj-text padding="${padding}">${HERE}</mj-text>`),
    `<mj-image src="cid:${TREND_CID}" alt="${HERE}" width="560px" padding="0" align="left" />`,
  ];
  const cut = `<mj-raw>${CUT}</mj-raw>`;
  return `<mjml lang="en"><mj-head>
    <mj-title>%title%</mj-title><mj-preview>%preview%</mj-preview>
    <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
    <mj-attributes><mj-all font-family="${FONT}" /><mj-text font-size="15px" line-height="24px" color="${LIGHT.ink}" padding="0" /></mj-attributes>
    <mj-style>${DARK_STYLE}</mj-style>
    </mj-head><mj-body width="600px" background-color="${LIGHT.paper}" css-class="paper">
    <mj-section padding="0 16px 32px" css-class="paper"><mj-column css-class="ink">${cut}${rows.join(cut)}${cut}</mj-column></mj-section>
    </mj-body></mjml>`;
}
