import { hasTrend } from '../../domain/digest.ts';
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
import type { Letter } from './letter.ts';

/** Wide enough for a phone held upright to wrap nothing twice. */
const WIDTH = 72;

/** The plain part, written for those who read it. */
export function digestText(letter: Letter): string {
  const { digest, links } = letter;
  const blocks = [
    [weekTitle(digest)],
    [...wrap(digest.sentence.map(({ text }) => text).join('')), ...wrap(digest.seen), links.overview],
    digest.isQuiet ? wrap(QUIET_WORDS) : [],
    section(DIGEST_HEADINGS.moved, [...moved(letter), ...thanks(letter)]),
    section(
      DIGEST_HEADINGS.managers,
      digest.managers.flatMap((line) => item(`${oneLine(line.manager)}: ${managerWords(line)}`)),
    ),
    section(
      DIGEST_HEADINGS.unstaffed,
      digest.unstaffed.flatMap((goal) => [
        ...item(`${oneLine(goal.key)} ${oneLine(goal.title)}`),
        `    ${links.goal(goal.key)}`,
      ]),
    ),
    section(DIGEST_HEADINGS.asks, [...asks(letter), ...waiting(letter)]),
    section(DIGEST_HEADINGS.revisits, revisits(letter)),
    section(DIGEST_HEADINGS.trend, hasTrend(digest) ? wrap(trendWords(digest)) : []),
    footer(letter),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function thanks({ digest }: Letter): string[] {
  return digest.thanks.flatMap((team) => [
    ...item(`${oneLine(teamWords(team))}. ${oneLine(thanksWords(team))}`),
    ...team.tasks.flatMap((task) => wrap(oneLine(taskName(task)), '      ')),
  ]);
}

function moved({ digest, links }: Letter): string[] {
  return digest.moved.flatMap((goal) => [
    ...item(`${oneLine(goal.key)} ${oneLine(goal.title)}: ${oneLine(movedWords(goal))}`),
    ...(goal.result ? wrap(oneLine(saidWords(goal.result)), '    ') : []),
    `    ${links.goal(goal.key)}`,
  ]);
}

function asks({ digest, links }: Letter): string[] {
  return digest.asks.flatMap((ask, at) => [
    ...wrap(`${at + 1}. ${oneLine(taskName(ask))}`),
    ...wrap(oneLine(ask.why), '   '),
    ...ask.answers.flatMap((answer, which) => [`   ${answerWords(answer)}:`, `     ${links.answer(at, which)}`]),
    `   Look at it: ${links.task(ask.taskId)}`,
    '',
  ]);
}

function waiting({ digest, links }: Letter): string[] {
  const words = stillWaitingWords(digest);
  return words === '' ? [] : [`${words}: ${links.unaligned}`];
}

function revisits({ digest, links }: Letter): string[] {
  const more = moreRevisitsWords(digest);
  return [
    ...digest.revisits.flatMap((one) => [
      ...item(oneLine(taskName(one))),
      ...wrap(oneLine(revisitWords(one)), '    '),
      `    ${links.task(one.taskId)}`,
    ]),
    ...(more === '' ? [] : [`  ${more}: ${links.overview}`]),
  ];
}

function footer({ digest, because, next, links, organisation }: Letter): string[] {
  return [
    '--',
    ...wrap(oneLine(readsWords(digest.reads))),
    ...wrap(`You get this from Plumbline at ${oneLine(organisation)}, ${oneLine(because)}.`),
    ...(next ? wrap(`The next one comes on ${next}.`) : []),
    `Another day or hour: ${links.preferences}`,
    `No more of these: ${links.stop}`,
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const trimmed = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return [heading.toUpperCase(), ...trimmed];
}

function item(text: string): string[] {
  return wrap(text, '    ', '  - ');
}

/** A title with line ends in it must not look like lines of ours. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function wrap(text: string, indent = '', first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ').filter(Boolean)) {
    const isEmpty = line.trim() === '' || line === first;
    if (!isEmpty && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += isEmpty ? word : ` ${word}`;
  }
  return line.trim() === '' ? lines : [...lines, line];
}
