import { hopWords, listWords } from '../domain/flag-words.ts';
import { EVIDENCE_PLACE_WORDS, GOAL_KIND_WORDS } from '../domain/wording.ts';
import type { TaskExplained } from '../usecases/explain-task.ts';
import { glyphs } from './glyphs.ts';
import { labelled } from './wrap.ts';

type PlumbLine = TaskExplained['lines'][number];

/** Where names begin: two of margin, the sign, and the longest word for a goal. */
const INDENT = 4 + 'Key result'.length + 2;

/** Each line from the vision down to the task; what stands above the goals of an earlier one is drawn once. */
export function plumbLines(task: TaskExplained, lines: readonly PlumbLine[], width: number): string[][] {
  const drawn = new Set<string>();
  return lines.map((line) => {
    const above = line.above.filter(({ id }) => !drawn.has(id));
    for (const { id } of above) drawn.add(id);
    return lineOf(task, line, above, width);
  });
}

function lineOf(task: TaskExplained, line: PlumbLine, above: PlumbLine['above'], width: number): string[] {
  const glyph = glyphs();
  const bar = barOf(line);
  const name = [task.key, task.title].filter(Boolean).join(' ');
  const goals = [...above, line.goal].map(({ kind, key, title }) =>
    labelled(`  ${glyph[kind]} ${GOAL_KIND_WORDS[kind]}`, `${key} ${title}`, INDENT, width),
  );
  const joined = goals.flatMap((goal, at) => (at === 0 ? goal : [`  ${glyph.solid}`, ...goal]));
  const hops = [...(line.evidence[0]?.hops ?? [])].reverse().filter((hop) => !isSaidBy(line, hop));
  const beside = [verdictWords(line), ...hops.flatMap((hop) => hopTexts(hop, line.goal))];
  return [
    ...joined,
    ...beside.flatMap((text) => labelled('', text, INDENT, width)).map((text) => `  ${bar} ${text.slice(4)}`),
    ...labelled(`  ${glyph.task} Task`, name, INDENT, width),
  ];
}

function barOf({ verdict }: PlumbLine): string {
  const glyph = glyphs();
  if (verdict === 'suggested') return glyph.dotted;
  return verdict === 'broken' ? glyph.cut : glyph.solid;
}

/** How sure it is, and by what or whom. */
function verdictWords(line: PlumbLine): string {
  const [strongest] = line.evidence;
  const by = strongest ? `, by ${EVIDENCE_PLACE_WORDS[strongest.kind].toLowerCase()}` : '';
  const against = line.contradicts.map(({ key }) => key);
  const contradicted = against.length === 0 ? '' : `; other evidence says ${listWords(against)}`;
  return `${verdictStart(line, by)}${contradicted}`;
}

function verdictStart(line: PlumbLine, by: string): string {
  const likely = line.sureness;
  const on = line.decidedAt ? ` on ${line.decidedAt.slice(0, 10)}` : '';
  switch (line.verdict) {
    case 'accepted':
      return `accepted by ${line.decidedBy ?? 'a person'}${on}`;
    case 'automatic':
      return `linked without asking: ${likely}${by}`;
    case 'broken':
      return `broken: ${line.brokenHop ? `${hopWords(line.brokenHop)} is gone` : 'what joined them is gone'}`;
    default:
      return `only suggested: ${likely}${by}`;
  }
}

/** The verdict's words tell of a person's decision, and of the hop that went. */
function isSaidBy(
  { verdict, brokenHop }: PlumbLine,
  { kind, place }: PlumbLine['evidence'][number]['hops'][number],
): boolean {
  return (verdict === 'accepted' && kind === 'decision') || place === brokenHop?.place;
}

function hopTexts(hop: PlumbLine['evidence'][number]['hops'][number], goal: PlumbLine['goal']): string[] {
  return [hopWords(hop, goal), ...(hop.page?.url ? [hop.page.url] : [])];
}
