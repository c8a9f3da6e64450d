/** Goals and tasks to link: made up, with the statistics of real ones, or the texts of labelled sets. The same seed gives the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goalsOf, type LabelledSet, tasksOf } from '../../src/domain/linking/labelled-set.ts';
import type { LinkerExample, LinkerGoal, LinkerTask } from '../../src/domain/linking/reading.ts';

export interface Corpus {
  readonly goals: readonly LinkerGoal[];
  /** So many tasks, the next ones with each call. */
  titles(count: number): LinkerTask[];
  withText(count: number): LinkerTask[];
  examples(count: number): LinkerExample[];
}

const VOCABULARY = 30_000;
/** Zipf–Mandelbrot: the nth word comes 1 ÷ (n + 2.7) as often. */
const MANDELBROT = 2.7;
const GOAL_WORDS = 40;
const GOAL_TITLE_WORDS = 6;
/** Of a task's words, those that its goal has, too. */
const SHARED_WORDS = 0.25;
/** Titles leave out most words of grammar. */
const GRAMMAR_IN_TITLES = 0.4;
const GRAMMAR =
  'the of to and a in is for that it on with as be this are by from or an not at if we can which should when will has have but all was so'.split(
    ' ',
  );
const ENDINGS = ['', '', '', '', 's', 's', 'ed', 'ing', 'er', 'ment', 'ation', 'able', 'ly'];
const ONSETS = 'b br c ch cl cr d dr f fl fr g gr h j k l m n p pl pr qu r s sc sh sl st str t th tr v w'.split(' ');
const VOWELS = 'a a e e e i i o o u ai ea ee ou'.split(' ');
const CODAS = ['', '', '', 'b', 'ck', 'd', 'g', 'l', 'm', 'n', 'nd', 'nt', 'p', 'r', 'rt', 's', 'ss', 'st', 't', 'x'];

/** Zipf's vocabulary of 30,000 words, goals of 40, titles of 8 to 12, texts of 60 to 120. */
export function madeUpCorpus(seed: string, goalCount: number): Corpus {
  const random = randomFrom(seed);
  const draw = zipf(vocabulary(random), random);
  const bodies = Array.from({ length: goalCount }, () => words(GOAL_WORDS, draw));
  const goals = bodies.map(
    (body, at): LinkerGoal => ({
      id: `goal-${at}`,
      title: body.slice(0, GOAL_TITLE_WORDS).join(' '),
      text: sentences(body.slice(GOAL_TITLE_WORDS)),
    }),
  );
  let made = 0;
  const task = (textWords: number): { task: LinkerTask; goal: string } => {
    const goal = Math.floor(random() * goalCount);
    const own = bodies[goal] as string[];
    const say = () => (random() < SHARED_WORDS ? (own[Math.floor(random() * own.length)] as string) : draw());
    const inTitle = (): string => {
      const word = say();
      return GRAMMAR.includes(word) && random() > GRAMMAR_IN_TITLES ? inTitle() : word;
    };
    made += 1;
    const title = words(8 + Math.floor(random() * 5), inTitle).join(' ');
    return { task: { id: `task-${made}`, title, text: sentences(words(textWords, say)) }, goal: `goal-${goal}` };
  };
  const textLength = () => 60 + Math.floor(random() * 61);
  return {
    goals,
    titles: (count) => Array.from({ length: count }, () => task(0).task),
    withText: (count) => Array.from({ length: count }, () => task(textLength()).task),
    examples: (count) =>
      Array.from({ length: count }, (_, at) => {
        const { task: made, goal } = task(at % 2 === 0 ? 0 : textLength());
        return { ...made, goalIds: at % 4 === 0 ? [] : [goal] };
      }),
  };
}

/** The labelled sets' own goals and tasks, again from the first where they do not last; a title is ten words at most. */
export function labelledCorpus(folder: string, goalCount: number): Corpus {
  const sets = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.includes('-half'))
    .map((name): LabelledSet => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const goals = sets.flatMap((set) => goalsOf(set).map((goal) => ({ ...goal, id: `${set.name} ${goal.id}` })));
  const links = new Map(
    sets.flatMap((set) => set.links.map(([task, goal]) => [`${set.name} ${task}`, `${set.name} ${goal}`])),
  );
  const tasks = sets.flatMap((set) => tasksOf(set).map((task) => ({ ...task, id: `${set.name} ${task.id}` })));
  let at = 0;
  const next = () => tasks[at++ % tasks.length] as LinkerTask;
  const many = <Made>(count: number, make: (task: LinkerTask) => Made) =>
    Array.from({ length: count }, () => make(next()));
  const kept = spread(goals, goalCount);
  return {
    goals: kept,
    titles: (count) =>
      many(count, ({ id, title, text }) => ({
        id,
        title: (title || text).split(/\s+/u).slice(0, 10).join(' '),
        text: '',
      })),
    withText: (count) => many(count, (task) => task),
    examples: (count) =>
      many(Math.min(count, tasks.length), (task) => {
        const goal = links.get(task.id);
        return { ...task, goalIds: kept.some(({ id }) => id === goal) && goal !== undefined ? [goal] : [] };
      }),
  };
}

function spread<One>(all: readonly One[], count: number): One[] {
  if (all.length <= count) return [...all];
  return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)] as One);
}

function vocabulary(random: () => number): string[] {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] as string;
  const known = new Set(GRAMMAR);
  while (known.size < VOCABULARY) {
    const syllables = 1 + Math.floor(random() * 3);
    let stem = '';
    for (let at = 0; at < syllables; at++) stem += pick(ONSETS) + pick(VOWELS) + pick(CODAS);
    // Forms of one word, of which some are frequent and some are not.
    for (let form = 0; form < 3 && known.size < VOCABULARY; form++) known.add(stem + pick(ENDINGS));
  }
  return [...known];
}

function zipf(vocabulary: readonly string[], random: () => number): () => string {
  const sums = new Float64Array(vocabulary.length);
  let sum = 0;
  for (let rank = 0; rank < vocabulary.length; rank++) {
    sum += 1 / (rank + 1 + MANDELBROT);
    sums[rank] = sum;
  }
  return () => vocabulary[firstAbove(sums, random() * sum)] as string;
}

function firstAbove(sums: Float64Array, wanted: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

function words(count: number, draw: () => string): string[] {
  return Array.from({ length: count }, draw);
}

/** With capitals, full stops and lines, as people write. */
function sentences(all: readonly string[]): string {
  const lines: string[] = [];
  for (let from = 0; from < all.length; from += 12) {
    const line = all.slice(from, from + 12).join(' ');
    lines.push(`${line.charAt(0).toUpperCase()}${line.slice(1)}.`);
  }
  return lines.join('\n');
}

/** Mulberry32, seeded by a text. */
function randomFrom(seed: string): () => number {
  let state = 0;
  for (const letter of seed) state = (Math.imul(state, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
