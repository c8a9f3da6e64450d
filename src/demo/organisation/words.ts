import type { Random } from './random.ts';
import { clinical } from './topics/clinical.ts';
import { growth } from './topics/growth.ts';
import { interfaces } from './topics/interfaces.ts';
import { onboarding } from './topics/onboarding.ts';
import {
  boilerplate,
  calendarUpkeep,
  faults,
  opaque,
  opaqueDetails,
  stray,
  strayDetails,
  upkeep,
} from './topics/other.ts';
import { slots } from './topics/slots.ts';
import type { Topic } from './topics/topic.ts';
import { trust } from './topics/trust.ts';

const topics = new Map(
  [...trust, ...onboarding, ...interfaces, ...clinical, ...growth].map((topic) => [topic.goal, topic]),
);

/** The topic of a key result; of one of its key results for an objective. */
function topicOf(random: Random, goal: string): Topic {
  const found =
    topics.get(goal) ??
    random.pick([...topics.values()].filter((topic) => topic.goal.startsWith(goal.replace('O', 'KR'))));
  return found;
}

/**
 * Fills `{slot}`s, never twice with the same word in one text, and begins with a capital.
 *
 * @param said Words that were said already, by slot: a description speaks of the hospital its title names. New ones are added.
 */
export function fill(random: Random, template: string, said: Map<string, string> = new Map()): string {
  const used = new Set<string>();
  const filled = template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const known = said.get(slot);
    const word = known !== undefined && !used.has(known) ? known : drawWord(random, slot, used);
    if (!said.has(slot)) said.set(slot, word);
    used.add(word);
    return word;
  });
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

function drawWord(random: Random, slot: string, used: ReadonlySet<string>): string {
  if (slot === 'week') return String(random.int(30, 52));
  const words = slots[slot];
  if (words === undefined) throw new Error(`No words for {${slot}}`);
  let word = random.pick(words);
  for (let tries = 0; used.has(word) && tries < 5; tries += 1) word = random.pick(words);
  return word;
}

export interface Words {
  readonly title: string;
  readonly text: string;
}

function compose(random: Random, titles: readonly string[], details: readonly string[]): Words {
  const said = new Map<string, string>();
  const title = fill(random, random.pick(titles), said);
  return { title, text: paragraphs(random, details, said) };
}

/** A task of this goal whose words belong to the topic. */
export function servingWords(random: Random, goal: string): Words {
  const topic = topicOf(random, goal);
  return compose(random, topic.titles, topic.details);
}

/** A task whose title reads like the key result itself. */
export function tellingWords(random: Random, goal: string): Words {
  const topic = topicOf(random, goal);
  return compose(random, topic.telling, topic.details);
}

/** Something that does not work, in the area of the goal. */
export function faultWords(random: Random, goal: string): Words {
  const topic = topicOf(random, goal);
  return compose(random, faults[topic.goal.slice(0, 3).replace('KR', 'O')] ?? [], topic.details);
}

export function opaqueWords(random: Random): Words {
  return { title: fill(random, random.pick(opaque)), text: fill(random, random.pick(opaqueDetails)) };
}

/** A wish nobody tied to anything, of the sort that ends up with this team. */
export function strayWords(random: Random, teamId: string | null): Words {
  const isCommercial = teamId === 'growth' || teamId === 'customer-success';
  return compose(random, stray[teamId === null ? 'office' : isCommercial ? 'commercial' : 'engineering'], strayDetails);
}

export function upkeepWords(random: Random): Words & { readonly label: string | null; readonly isBug: boolean } {
  const found = random.pick(upkeep);
  return { title: fill(random, found.title), text: '', label: found.label, isBug: found.bug === true };
}

export function calendarWords(random: Random): Words {
  return { title: fill(random, random.pick(calendarUpkeep)), text: '' };
}

export function epicTitle(random: Random, goal: string): string {
  return fill(random, random.pick(topicOf(random, goal).epics));
}

const partTitles = [
  'Backend part',
  'Screen design',
  'Write tests',
  'Wording and translations',
  'Review with {role}',
  'Roll out to {hospital}',
  'Measure before and after',
  'Release note',
  'Data migration',
  'Try it at {hospital}',
  'Accessibility check',
  'Metrics and alerts',
];

/** What people call the parts of a story: they say nothing of its purpose. */
export function partTitle(random: Random): string {
  return fill(random, random.pick(partTitles));
}

function paragraphs(random: Random, sentences: readonly string[], said: Map<string, string>): string {
  const count = random.weighted([
    [0, 2],
    [1, 4],
    [2, 3],
  ] as const);
  const chosen = random
    .shuffle(sentences)
    .slice(0, count)
    .map((sentence) => fill(random, sentence, said));
  const parts = chosen.length === 0 ? [] : [chosen.join(' ')];
  if (random.chance(0.18)) parts.push(random.pick(boilerplate));
  return parts.join('\n\n');
}

/** The same wish, written down a second time by somebody else. */
export function nearDuplicate(random: Random, title: string): string {
  const lower = title.charAt(0).toLowerCase() + title.slice(1);
  return random.pick([
    `${title} (copy)`,
    `${title} - again`,
    `Please ${lower}`,
    `${title}!`,
    title.replace(/ the /, ' '),
    `Duplicate? ${title}`,
  ]);
}
