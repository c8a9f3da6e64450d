import type { Cycle, Goal, ToolGoal } from '../goal.ts';
import { normaliseTitle, wordsOf } from '../normal-text.ts';
import { canonical, type KeyMatch, keyFinder, type TextForm } from './goal-keys.ts';
import { canonicalUrl } from './goal-urls.ts';
import { indexPages, type PageIndex } from './page-index.ts';

/** A goal of ours that a tool's own goal says something contributes to. */
export interface ToolGoalSupport {
  readonly goalId: string;
  readonly toolGoal: ToolGoal;
  /** The tool's contribution weight, 0 to 1; null where it says none. */
  readonly weight: number | null;
  /** The portfolio that contributes, and the scope stands in; null where it contributes itself. */
  readonly through: string | null;
}

/** Everything by which a text, a link or a tool can name a goal, made once and asked for each task. */
export interface GoalIndex {
  readonly goals: ReadonlyMap<string, Goal>;
  /** Wiki pages that state goals. */
  readonly pages: PageIndex;
  findKeys(text: string, form: TextForm): KeyMatch[];
  /** Goals with exactly this title after normalisation, its key before it or not; open ones first. */
  withTitle(text: string): readonly string[];
  /** Goals whose whole title of three or more words stands inside this text. */
  withTitleIn(text: string): readonly string[];
  withUrl(url: string): readonly string[];
  /** What tools say of a task or scope; `externalId` is the tool's own. */
  supportedBy(kind: 'task' | 'scope', connectionId: string, externalId: string): readonly ToolGoalSupport[];
}

const PHRASE_WORDS_MIN = 3;

/**
 * @param toolGoals Those without a goal of ours are matched here by key, title or page, or through the tool goal they support.
 * @param cycles Where given, a key with another cycle's name in front of it is not this goal's.
 */
export function indexGoals(
  goals: readonly Goal[],
  toolGoals: readonly ToolGoal[],
  cycles: readonly Cycle[] = [],
  pages: PageIndex = indexPages([]),
): GoalIndex {
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const titles = titleIndex(goals);
  const phrases = phraseIndex(goals);
  const urls = urlIndex(goals, toolGoals);
  const findKeys = keyFinder(goals, cycles);
  const index: GoalIndex = {
    goals: byId,
    pages,
    findKeys,
    withTitle: (text) =>
      titles.get(normaliseTitle(text)) ?? titles.get(normaliseTitle(withoutKey(text, findKeys))) ?? [],
    withTitleIn: (text) => phrasesIn(text, phrases),
    withUrl: (url) => urls.get(canonicalUrl(url) ?? '') ?? [],
    supportedBy: (kind, connectionId, externalId) => supports.get(`${kind} ${connectionId} ${externalId}`) ?? [],
  };
  const supports = supportIndex(toolGoals, index);
  return index;
}

/** Ours for a goal the tool keeps: named by key in its title, or by its whole title; null where none or several fit. */
export function matchToolGoal(toolGoal: Pick<ToolGoal, 'title' | 'url'>, index: GoalIndex): string | null {
  const keyed = index.findKeys(toolGoal.title, 'prose').filter((match) => match.clarity !== 'bare');
  const candidates = [
    keyed.map((match) => match.goalId),
    index.withTitle(toolGoal.title),
    toolGoal.url ? index.withUrl(toolGoal.url) : [],
  ].find((found) => found.length > 0);
  return candidates?.length === 1 ? (candidates[0] ?? null) : null;
}

function titleIndex(goals: readonly Goal[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const goal of openFirst(goals)) push(index, normaliseTitle(goal.title), goal.id);
  index.delete('');
  return index;
}

function openFirst(goals: readonly Goal[]): Goal[] {
  return [...goals].sort((a, b) => Number(a.closedOn !== null) - Number(b.closedOn !== null) || compare(a.key, b.key));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const list = index.get(key);
  if (!list) index.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

/** "KR2.1 Median days to go-live" and "KR2.1: Median days to go-live" are the title with its key. */
function withoutKey(text: string, findKeys: (text: string, form: TextForm) => KeyMatch[]): string {
  const written = findKeys(text, 'prose')[0]?.written;
  return written ? text.replace(written, ' ') : text;
}

interface Phrase {
  readonly words: readonly string[];
  readonly goalId: string;
}

function phraseIndex(goals: readonly Goal[]): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const goal of openFirst(goals)) {
    const words = wordsOf(goal.title);
    if (words[0] && words.length >= PHRASE_WORDS_MIN) push(index, words[0], { words, goalId: goal.id });
  }
  return index;
}

function phrasesIn(text: string, phrases: ReadonlyMap<string, readonly Phrase[]>): string[] {
  if (phrases.size === 0) return [];
  const words = wordsOf(text);
  const found = new Set<string>();
  words.forEach((word, at) => {
    for (const phrase of phrases.get(word) ?? []) {
      if (phrase.words.every((part, offset) => words[at + offset] === part)) found.add(phrase.goalId);
    }
  });
  return [...found];
}

function urlIndex(goals: readonly Goal[], toolGoals: readonly ToolGoal[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  const add = (url: string, goalId: string) => {
    const key = canonicalUrl(url);
    if (key) push(index, key, goalId);
  };
  for (const goal of openFirst(goals)) for (const url of goal.urls) add(url, goal.id);
  for (const goal of toolGoals) if (goal.url && goal.goalId) add(goal.url, goal.goalId);
  return index;
}

function supportIndex(toolGoals: readonly ToolGoal[], index: GoalIndex): Map<string, ToolGoalSupport[]> {
  const found = new Map<string, ToolGoalSupport[]>();
  const parents = parentsOf(toolGoals);
  for (const toolGoal of toolGoals) {
    const goalId = resolve(toolGoal, parents, index);
    if (goalId === null) continue;
    for (const { kind, externalId, weight, through = null } of toolGoal.supporters) {
      if (kind !== 'task' && kind !== 'scope') continue;
      push(found, `${kind} ${toolGoal.connectionId} ${externalId}`, { goalId, toolGoal, weight, through });
    }
  }
  return found;
}

function parentsOf(toolGoals: readonly ToolGoal[]): Map<string, ToolGoal[]> {
  const parents = new Map<string, ToolGoal[]>();
  for (const parent of toolGoals) {
    for (const { kind, externalId } of parent.supporters) {
      if (kind === 'goal') push(parents, `${parent.connectionId} ${externalId}`, parent);
    }
  }
  return parents;
}

/** A tool goal we do not know is worth what it supports: a team's goal under the company's. Rings end the climb. */
function resolve(
  toolGoal: ToolGoal,
  parents: ReadonlyMap<string, readonly ToolGoal[]>,
  index: GoalIndex,
  seen: ReadonlySet<string> = new Set(),
): string | null {
  const own = toolGoal.goalId ?? matchToolGoal(toolGoal, index);
  if (own !== null && index.goals.has(own)) return own;
  if (seen.has(toolGoal.id)) return null;
  for (const parent of parents.get(`${toolGoal.connectionId} ${toolGoal.externalId}`) ?? []) {
    const above = resolve(parent, parents, index, new Set([...seen, toolGoal.id]));
    if (above !== null) return above;
  }
  return null;
}

export { canonical as canonicalKey };
