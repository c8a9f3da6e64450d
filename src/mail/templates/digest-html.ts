import { type GoalNamed, hasTrend } from '../../domain/digest.ts';
import type { DigestAsk } from '../../domain/digest-asks.ts';
import { readsWords } from '../../domain/digest-reads.ts';
import {
  answerWords,
  DIGEST_HEADINGS,
  managerWords,
  moreRevisitsWords,
  movedWords,
  QUIET_WORDS,
  revisitWords,
  saidWords,
  stillWaitingWords,
  taskName,
  teamWords,
  thanksWords,
  trendWords,
  weekTitle,
} from '../../domain/digest-words.ts';
import { escapeHtml as esc } from '../../domain/html.ts';
import type { SentencePart } from '../../domain/wording.ts';
import { openFrame, type RowKind } from './frame.ts';
import type { Letter } from './letter.ts';
import { LIGHT } from './look.ts';

/** One column of 600 pixels, read as well without its picture and on a phone. */
export async function digestHtml(letter: Letter): Promise<string> {
  const { row, letter: fill } = await openFrame();
  const { subject, preview } = letter.digest;
  return fill(
    { title: esc(subject), preview: esc(preview) },
    rowsOf(letter).map(([kind, html]) => row(kind, html)),
  );
}

type Row = readonly [kind: RowKind, html: string];

function rowsOf(letter: Letter): Row[] {
  const { digest, links } = letter;
  return [
    ['week', `<div class="soft" style="color:${LIGHT.soft}">${esc(weekTitle(digest))}</div>`],
    ['sentence', `<h1 style="margin:0;font-size:20px;line-height:30px;font-weight:400">${sentence(letter)}</h1>`],
    ['plain', small(`${esc(digest.seen)} ${link(links.overview, 'Open the Overview')}`)],
    ...(digest.isQuiet ? [['quiet', esc(QUIET_WORDS)] as const] : []),
    ...section(DIGEST_HEADINGS.moved, [...moved(letter), ...thanks(letter)]),
    ...section(
      DIGEST_HEADINGS.managers,
      digest.managers.map((one) => `<b>${esc(one.manager)}</b><br>${esc(managerWords(one))}`),
    ),
    ...section(
      DIGEST_HEADINGS.unstaffed,
      digest.unstaffed.map((goal) => `${glyph('◇')} ${goalLink(letter, goal)}`),
    ),
    ...section(DIGEST_HEADINGS.asks, [...digest.asks.map((ask, at) => askBlock(letter, ask, at)), ...waiting(letter)]),
    ...section(DIGEST_HEADINGS.revisits, revisits(letter)),
    ...picture(letter),
    footer(letter),
  ];
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
    const tasks = team.tasks.map((task) => `<br>${small(esc(taskName(task)))}`).join('');
    return `<b>${esc(teamWords(team))}.</b> ${esc(thanksWords(team))}${tasks}`;
  });
}

function moved(letter: Letter): string[] {
  return letter.digest.moved.map((goal) => {
    const { result } = goal;
    const said = result ? `<br>${small(esc(saidWords(result)))}` : '';
    return `${glyph(result ? '■' : '◆')} ${goalLink(letter, goal)}<br>${esc(movedWords(goal))}${said}`;
  });
}

function goalLink({ links }: Letter, { key, title }: GoalNamed): string {
  return link(links.goal(key), `${esc(key)} ${esc(title)}`);
}

function askBlock({ links }: Letter, ask: DigestAsk, at: number): string {
  const answers = ask.answers
    .map((answer, which) => button(links.answer(at, which), esc(answerWords(answer))))
    .join(' ');
  const name = esc(taskName(ask));
  return `${glyph('○')} ${link(links.task(ask.taskId), name)}<br>${small(esc(ask.why))}<br>${answers}`;
}

function waiting({ digest, links }: Letter): string[] {
  const words = stillWaitingWords(digest);
  return words === '' ? [] : [link(links.unaligned, esc(words))];
}

function revisits({ digest, links }: Letter): string[] {
  const named = digest.revisits.map((one) => {
    const words = small(esc(revisitWords(one)));
    return `${glyph('○')} ${link(links.task(one.taskId), esc(taskName(one)))}<br>${words}`;
  });
  const more = moreRevisitsWords(digest);
  return more === '' ? named : [...named, link(links.overview, esc(more))];
}

function picture({ digest, hasPicture }: Letter): Row[] {
  if (!hasTrend(digest)) return [];
  const words = trendWords(digest);
  const shown: Row = hasPicture ? ['picture', esc(`${DIGEST_HEADINGS.trend}: ${words}`)] : ['plain', small(esc(words))];
  return [heading(DIGEST_HEADINGS.trend), shown];
}

function footer({ digest, because, next, links, organisation }: Letter): Row {
  const reads = readsWords(digest.reads);
  const lines = [
    ...(reads === '' ? [] : [esc(reads)]),
    `You get this from Plumbline at ${esc(organisation)}, ${esc(because)}.`,
    ...(next ? [`The next one comes on ${esc(next)}.`] : []),
    `${link(links.preferences, 'Another day or hour')} · ${link(links.stop, 'No more of these')}`,
  ];
  const border = `border-top:1px solid ${LIGHT.rule};padding-top:16px`;
  return ['footer', `<div class="ruled" style="${border}">${small(lines.join('<br>'))}</div>`];
}

function section(title: string, paragraphs: readonly string[]): Row[] {
  if (paragraphs.length === 0) return [];
  return [heading(title), ...paragraphs.map((html): Row => ['paragraph', html])];
}

function heading(title: string): Row {
  return ['heading', `<h2 style="margin:0;font-size:15px;line-height:24px">${esc(title)}</h2>`];
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
