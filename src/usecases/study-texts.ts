import { type FoundPlace, keyOfEntry, readWording } from '../domain/glossary-entry.ts';
import { type AcronymFinder, createAcronymFinder } from '../domain/linking/acronyms.ts';
import { type BoilerplateLearner, createBoilerplateLearner, SAMPLE_MAX } from '../domain/linking/boilerplate.ts';
import { cleanText } from '../domain/linking/clean-text.ts';
import type { Database } from '../store/database.ts';
import { type FoundEntry, holdGlossary, storeProposals } from '../store/glossary.ts';
import { listGoals } from '../store/goals.ts';
import { loadBoilerplate, readSample, sampleEvery, storeBoilerplate } from '../store/reading.ts';
import { noteFinished, noteStarted } from '../store/schedules.ts';
import { holdContextAlone, markUnlinkedStale } from '../store/stale.ts';

/** The name of its schedule. */
export const TEXTS = 'texts';

/** Read in one go, some 15 ms of work: between two goes others get their turn. */
const TASKS_AT_ONCE = 25;
/** As far as a task's text is read. */
const CHARACTERS_MAX = 4_000;
/** More than anybody looks through. */
const PROPOSED_MAX = 200;

export interface StudyDeps {
  readonly db: Database;
  readonly now: () => number;
}

export interface StudyCounts {
  readonly read: number;
  /** Lines of ticket templates that are known now. */
  readonly lines: number;
  /** Whether others were known before: tasks that hang on no goal are stale then. */
  readonly isChanged: boolean;
}

/**
 * Learns from a sample of the tasks which lines their templates share, and which short forms texts explain; those are proposed for the
 * glossary. A second run finds nothing to do. What stands in private scopes proposes nothing: proposals are shown to others.
 */
export async function studyTexts({ db, now }: StudyDeps, signal: AbortSignal): Promise<StudyCounts> {
  const at = new Date(now());
  await noteStarted(db, TEXTS, at);
  const goals = await listGoals(db);
  const finder = createAcronymFinder(goals.map(({ title }) => title));
  // Of each text that the finder read, in its order.
  const places: FoundPlace[] = [];
  for (const { id, title, description } of goals) {
    finder.read(`${title}\n${description}`);
    places.push({ kind: 'goal', id });
  }
  const learner = createBoilerplateLearner(await loadBoilerplate(db));
  const read = await readAll(
    db,
    learner,
    (id, text) => {
      finder.read(text);
      places.push({ kind: 'task', id });
    },
    signal,
  );
  const lines = learner.learnt();
  const isChanged = await db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    await holdGlossary(tx);
    await storeProposals(tx, proposalsOf(finder, places), at);
    const isOther = await storeBoilerplate(tx, lines, at);
    if (isOther) await markUnlinkedStale(tx, at);
    return isOther;
  });
  await noteFinished(db, TEXTS, at);
  return { read, lines: lines.length, isChanged };
}

async function readAll(
  db: Database,
  learner: BoilerplateLearner,
  readOpen: (id: string, text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const every = await sampleEvery(db, SAMPLE_MAX);
  let read = 0;
  for (let after: string | null = null; ; ) {
    signal.throwIfAborted();
    const page = await readSample(db, { every, after, limit: TASKS_AT_ONCE, charactersMax: CHARACTERS_MAX });
    for (const { id, title, text, isPrivate } of page) {
      const said = cleanText(text);
      learner.read(said);
      if (!isPrivate) readOpen(id, `${cleanText(title)}\n${said}`);
    }
    read += page.length;
    const last = page.at(-1);
    if (!last || page.length < TASKS_AT_ONCE) return read;
    after = last.id;
  }
}

function proposalsOf(finder: AcronymFinder, read: readonly FoundPlace[]): FoundEntry[] {
  const found = new Map<string, FoundEntry>();
  for (const { short, long, ground, seenIn, usedIn, places } of finder.found()) {
    const wording = readWording({ short, long });
    if (typeof wording === 'string') continue;
    const key = keyOfEntry(wording);
    const foundIn = [...new Set(places.map(({ text }) => text))].flatMap((at) => read[at] ?? []);
    if (!found.has(key)) found.set(key, { ...wording, key, ground, seenIn, usedIn, foundIn });
    if (found.size >= PROPOSED_MAX) break;
  }
  return [...found.values()];
}
