import mjml2html from 'mjml';
import type { DigestAsk } from '../../domain/digest-asks.ts';
import {
  answerWords,
  DIGEST_HEADINGS,
  dayName,
  managerWords,
  movedWords,
  QUIET_WORDS,
  stillWaitingWords,
  taskName,
  teamWords,
  thanksWords,
  trendWords,
  weekTitle,
} from '../../domain/digest-words.ts';
import { escapeHtml as esc } from '../../domain/html.ts';
import type { SentencePart } from '../../domain/wording.ts';
import { type Letter, TREND_CID } from './letter.ts';
import { DARK_STYLE, LIGHT } from './look.ts';

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** One column of 600 pixels, read as well without its picture and on a phone. */
export async function digestHtml(letter: Letter): Promise<string> {
  const { html, errors } = await mjml2html(markup(letter), {
    // Left alone it links a font host: nothing in a letter tells anybody that it was opened.
    fonts: {},
    validationLevel: 'strict',
    keepComments: false,
  });
  if (errors.length > 0) throw new Error(`The template of the digest is faulty: ${errors[0]?.formattedMessage}`);
  return html;
}

function markup(letter: Letter): string {
  const { digest, links } = letter;
  const blocks = [
    text(`<div class="soft" style="color:${LIGHT.soft}">${esc(weekTitle(digest))}</div>`, '24px 0 4px'),
    text(`<h1 style="margin:0;font-size:20px;line-height:30px;font-weight:400">${sentence(letter)}</h1>`, '0 0 4px'),
    text(small(`${esc(digest.seen)} ${link(links.overview, 'Open the Overview')}`), '0'),
    digest.isQuiet ? text(esc(QUIET_WORDS), '20px 0 0') : '',
    section(DIGEST_HEADINGS.moved, [...thanks(letter), ...moved(letter)]),
    section(
      DIGEST_HEADINGS.managers,
      digest.managers.map((one) => paragraph(`<b>${esc(one.manager)}</b><br>${esc(managerWords(one))}`)),
    ),
    section(
      DIGEST_HEADINGS.unstaffed,
      digest.unstaffed.map((goal) =>
        paragraph(`${glyph('◇')} ${link(links.goal(goal.key), `${esc(goal.key)} ${esc(goal.title)}`)}`),
      ),
    ),
    section(DIGEST_HEADINGS.asks, [...digest.asks.map((ask, at) => askBlock(letter, ask, at)), ...waiting(letter)]),
    section(DIGEST_HEADINGS.revisits, revisits(letter)),
    picture(letter),
    footer(letter),
  ];
  return `<mjml lang="en"><mj-head>
    <mj-title>${esc(digest.subject)}</mj-title><mj-preview>${esc(digest.preview)}</mj-preview>
    <mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw>
    <mj-attributes><mj-all font-family="${FONT}" /><mj-text font-size="15px" line-height="24px" color="${LIGHT.ink}" padding="0" /></mj-attributes>
    <mj-style>${DARK_STYLE}</mj-style>
    </mj-head><mj-body width="600px" background-color="${LIGHT.paper}" css-class="paper">
    <mj-section padding="0 16px 32px" css-class="paper"><mj-column css-class="ink">${blocks.join('')}</mj-column></mj-section>
    </mj-body></mjml>`;
}

/** Each number leads to its tasks. */
function sentence({ digest, links }: Letter): string {
  return digest.sentence
    .map((part) => (part.of ? link(stateLink(links.unaligned, part), `<b>${nb(part)}</b>`) : esc(part.text)))
    .join('');
}

function stateLink(unaligned: string, { of }: SentencePart): string {
  if (!of) return unaligned;
  return `${unaligned}?state=${encodeURIComponent('standing' in of ? of.standing : of.states.join(','))}`;
}

/** A number and its sign stay in one line. */
function nb({ text }: SentencePart): string {
  return esc(text).replaceAll(' ', '&nbsp;');
}

function thanks({ digest }: Letter): string[] {
  return digest.thanks.map((team) => {
    const tasks = team.tasks.map((task) => esc(taskName(task))).join('<br>');
    return paragraph(`<b>${esc(teamWords(team))}.</b> ${esc(thanksWords(team))}<br>${small(tasks)}`);
  });
}

function moved({ digest, links }: Letter): string[] {
  if (digest.moved.length === 0) return [];
  const lines = digest.moved.map(
    (goal) =>
      `${glyph('◆')} ${link(links.goal(goal.key), `${esc(goal.key)} ${esc(goal.title)}`)}: ${esc(movedWords(goal))}`,
  );
  return [paragraph(lines.join('<br>'))];
}

function askBlock({ links }: Letter, ask: DigestAsk, at: number): string {
  const answers = ask.answers
    .map((answer, which) => button(links.answer(at, which), esc(answerWords(answer))))
    .join(' ');
  const name = esc(taskName(ask));
  return paragraph(`${glyph('○')} ${link(links.task(ask.taskId), name)}<br>${small(esc(ask.why))}<br>${answers}`);
}

function waiting({ digest, links }: Letter): string[] {
  const words = stillWaitingWords(digest);
  return words === '' ? [] : [paragraph(link(links.unaligned, esc(words)))];
}

function revisits({ digest, links }: Letter): string[] {
  return digest.revisits.map((one) => {
    const name = esc(taskName(one));
    const said = one.because === '' ? '' : `: ${esc(one.because)}`;
    return paragraph(
      `${glyph('○')} ${link(links.task(one.taskId), name)}<br>${small(`until ${dayName(one.revisitOn)}${said}`)}`,
    );
  });
}

function picture({ digest, hasPicture }: Letter): string {
  const words = trendWords(digest);
  if (digest.trend.filter(({ rate }) => rate !== null).length < 2) return '';
  const alt = esc(`${DIGEST_HEADINGS.trend}: ${words}`);
  const shown = hasPicture
    ? `<mj-image src="cid:${TREND_CID}" alt="${alt}" width="560px" padding="0" align="left" />`
    : text(small(esc(words)), '0');
  return `${heading(DIGEST_HEADINGS.trend)}${shown}`;
}

function footer({ because, next, links, organisation }: Letter): string {
  const lines = [
    `You get this from Plumbline at ${esc(organisation)}, ${esc(because)}.`,
    ...(next ? [`The next one comes on ${esc(next)}.`] : []),
    `${link(links.preferences, 'Another day or hour')} · ${link(links.stop, 'No more of these')}`,
  ];
  const border = `border-top:1px solid ${LIGHT.rule};padding-top:16px`;
  return text(`<div class="ruled" style="${border}">${small(lines.join('<br>'))}</div>`, '32px 0 0');
}

function section(title: string, blocks: readonly string[]): string {
  return blocks.length === 0 ? '' : heading(title) + blocks.join('');
}

function heading(title: string): string {
  return text(`<h2 style="margin:0;font-size:15px;line-height:24px">${esc(title)}</h2>`, '28px 0 4px');
}

function paragraph(html: string): string {
  return text(html, '4px 0 8px');
}

function text(html: string, padding: string): string {
  return `<mj-text padding="${padding}">${html}</mj-text>`;
}

function small(html: string): string {
  return `<span class="soft" style="font-size:13px;line-height:20px;color:${LIGHT.soft}">${html}</span>`;
}

function glyph(sign: string): string {
  return `<span class="soft" style="color:${LIGHT.soft}" aria-hidden="true">${sign}</span>`;
}

/** @param href An address of ours. */
function link(href: string, html: string): string {
  return `<a class="line" href="${esc(href)}" style="color:${LIGHT.accent};text-decoration:underline">${html}</a>`;
}

function button(href: string, html: string): string {
  const box = `display:inline-block;padding:6px 12px;margin:8px 8px 0 0;border:1px solid ${LIGHT.accent};border-radius:4px`;
  const look = `background-color:${LIGHT.raised};color:${LIGHT.accent};font-size:13px;line-height:20px;text-decoration:none`;
  return `<a class="answer" href="${esc(href)}" style="${box};${look}">${html}</a>`;
}
