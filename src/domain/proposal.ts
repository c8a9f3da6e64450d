import type { Block, DocumentRecord } from './document.ts';
import { type GoalCells, type GoalColumns, guessColumns, measureOf, readCells } from './proposal-columns.ts';
import { type Measure, readMeasure } from './proposal-measure.ts';
import {
  isBeside,
  isPeriod,
  type Marked,
  readMark,
  readOwnerLine,
  type Section,
  sectionOf,
  takeOwner,
} from './proposal-words.ts';

/** A goal as a document states it. Nothing is a goal of ours before a person accepted it. */
export interface ProposedGoal extends Measure {
  readonly kind: 'objective' | 'key-result';
  /** As the document writes it: `O1`, `KR1.2`; null where it gives none. */
  readonly key: string | null;
  /** Without mark, measure and owner; with its measure where columns of their own hold that. */
  readonly title: string;
  /** The words it was read from. */
  readonly stated: string;
  /** As named there: a name or an e-mail. */
  readonly owner: string | null;
  /** Which of the returned goals it belongs to. */
  readonly parent: number | null;
  readonly place: { readonly documentId: string; readonly path: readonly string[] };
}

interface Draft extends Omit<ProposedGoal, 'parent' | 'place' | 'owner'> {
  readonly path: readonly string[];
  readonly parent: Draft | null;
  owner: string | null;
  /** Named as a goal, or placed where only goals stand; else it takes a key result to make it one. */
  isSure: boolean;
}

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly section: Section | null;
  readonly goal: Draft | null;
}

interface Reader {
  readonly drafts: Draft[];
  readonly headings: Heading[];
  /** What each depth of the list under way holds; `results` heads a list of key results. */
  items: (Draft | 'results' | null)[];
  /** An objective that a paragraph names, until the next heading. */
  named: Draft | null;
  /** A paragraph said that key results follow. */
  isResults: boolean;
  /** The last goal, which a line with an owner is about. */
  last: Draft | null;
}

/**
 * The goals a document states: objective headings, lists and tables of key results, and the row itself where the document is one of a data
 * source. In reading order, an objective before its key results. What takes a guess is left out.
 *
 * @param columns What a data source's columns hold, where a person has said so.
 */
export function readGoals(document: DocumentRecord, columns?: GoalColumns): ProposedGoal[] {
  const top: Heading = { level: 0, text: document.title, section: sectionOf(document.title), goal: null };
  const reader: Reader = { drafts: [], headings: [top], items: [], named: null, isResults: false, last: null };
  const row = readRowOf(reader, document, columns);
  if (row?.kind === 'objective') reader.headings[0] = { ...top, goal: row };
  for (const block of document.blocks ?? []) readBlock(reader, block);
  const parents = new Set(reader.drafts.map(({ parent }) => parent));
  const goals = reader.drafts.filter((draft) => draft.isSure || parents.has(draft));
  return goals.map(({ path, parent, isSure: _, ...goal }) => ({
    ...goal,
    parent: parent === null ? null : goals.indexOf(parent),
    place: { documentId: document.externalId, path },
  }));
}

function readBlock(reader: Reader, block: Block): void {
  if (block.type !== 'item' && block.type !== 'reference') reader.items = [];
  if (block.type === 'heading') readHeading(reader, block.level, block.text);
  else if (block.type === 'item') readItem(reader, block.depth, block.text.replaceAll('\n', ' '));
  else if (block.type === 'table') readTable(reader, block.rows);
  else if (block.type === 'paragraph') for (const line of block.text.split('\n')) readLine(reader, line);
}

function readHeading(reader: Reader, level: number, text: string): void {
  while ((reader.headings.at(-1)?.level ?? 0) >= level) reader.headings.pop();
  Object.assign(reader, { named: null, isResults: false, last: null });
  const above = objectiveAbove(reader);
  const around = reader.headings.findLast(({ section }) => section !== null);
  const heading = { level, text, section: sectionOf(text), goal: null };
  reader.headings.push(heading);
  const mark = readMark(text);
  let goal: Draft | null = null;
  if (mark) goal = addMarked(reader, mark, text, mark.kind === 'key-result' ? above : null);
  else if (heading.section === null && isObjectiveHeading(around, above, text)) {
    goal = add(reader, { kind: 'objective', key: null, words: text }, text, null, around?.section === 'objectives');
  }
  if (goal?.kind !== 'objective') return;
  // A heading over other objectives groups them, unless it names itself one.
  const holder = reader.headings.findLast((one) => one.level > 0 && one.goal !== null)?.goal;
  if (holder && readMark(holder.stated) === null) holder.isSure = false;
  reader.headings.splice(-1, 1, { ...heading, goal });
}

function isObjectiveHeading(around: Heading | undefined, above: Draft | null, text: string): boolean {
  const isUnderGoals = around !== undefined && around.section !== 'key-results';
  return isUnderGoals && !isBeside(text) && !isPeriod(text) && (above === null || readMark(above.stated) === null);
}

function readItem(reader: Reader, depth: number, text: string): void {
  const above = reader.items.slice(0, depth).findLast((one) => one !== undefined && one !== null) ?? null;
  reader.items.length = Math.min(reader.items.length, depth);
  reader.items[depth] = null;
  const owner = readOwnerLine(text);
  if (owner !== null) setOwner(reader, owner);
  else if (sectionOf(text) === 'key-results') reader.items[depth] = 'results';
  else reader.items[depth] = readListed(reader, above, text, depth);
}

/** What a list's item states, by what it says of itself, then by what it stands under. */
function readListed(reader: Reader, above: Draft | 'results' | null, text: string, depth: number): Draft | null {
  const mark = readMark(text);
  const listed = reader.items.findLast((one) => typeof one === 'object' && one?.kind === 'objective') as
    | Draft
    | undefined;
  const objective = listed ?? objectiveAbove(reader);
  if (mark) return addMarked(reader, mark, text, mark.kind === 'key-result' ? objective : null);
  if (isBeside(reader.headings.at(-1)?.text ?? '')) return null;
  const plain = { kind: 'key-result', key: null, words: text } as const;
  const section = reader.headings.findLast((heading) => heading.section !== null)?.section;
  if (above === 'results') return add(reader, plain, text, objective, true);
  const isMeasured = hasSpan(takeOwner(text).words);
  if (above) {
    // Under "Goals" a meeting has its points, too.
    const isResult = above === listed && (section !== 'goals' || isMeasured || readMark(above.stated) !== null);
    return isResult ? add(reader, plain, text, above, true) : null;
  }
  const isResult = reader.isResults || reader.headings.at(-1)?.section === 'key-results';
  if (isResult || (objective && isMeasured)) return add(reader, plain, text, objective, true);
  if (objective || depth > 0 || section === undefined || section === null || section === 'key-results') return null;
  if (isMeasured) return add(reader, plain, text, null, true);
  return isBeside(text) || isPeriod(text)
    ? null
    : add(reader, { ...plain, kind: 'objective' }, text, null, section === 'objectives');
}

function readLine(reader: Reader, line: string): void {
  const owner = readOwnerLine(line);
  const mark = readMark(line);
  if (owner !== null) setOwner(reader, owner);
  else if (sectionOf(line) === 'key-results') reader.isResults = true;
  else if (mark) {
    const goal = addMarked(reader, mark, line, mark.kind === 'key-result' ? objectiveAbove(reader) : null);
    if (goal.kind === 'objective') reader.named = goal;
  }
}

/** A table whose first row names an objective or a key result column. A blank objective is the one above it. */
function readTable(reader: Reader, [head = [], ...rows]: readonly (readonly string[])[]): void {
  const columns = guessColumns(head);
  if (!columns.keyResult && !columns.objective) return;
  let objective = objectiveAbove(reader);
  for (const row of rows) {
    const cells = readCells(columns, (column) => row[head.indexOf(column)]);
    objective = readRow(reader, cells, objective);
  }
}

/** One row's goals; the objective the next row belongs to where it names none. */
function readRow(reader: Reader, cells: GoalCells, above: Draft | null): Draft | null {
  const { objective: said, keyResult } = cells;
  let objective = above;
  if (said !== undefined && said !== above?.stated) {
    const own = keyResult === undefined ? cells : {};
    objective = addCells(reader, 'objective', said, own, null);
  }
  if (keyResult !== undefined) addCells(reader, 'key-result', keyResult, cells, objective);
  return objective;
}

/** A row of a data source: its title is a goal where a column says so, or holds what only goals have. Its text may hold more. */
function readRowOf(reader: Reader, document: DocumentRecord, said: GoalColumns | undefined): Draft | null {
  const { properties, title } = document;
  if (properties.length === 0 || title === '') return null;
  const columns = said ?? guessColumns(properties.map(({ name }) => name));
  const cells = readCells(columns, (column) => properties.find(({ name }) => name === column)?.value);
  const kind = rowKind(cells, title);
  if (kind === null) return null;
  const above =
    kind === 'key-result' && cells.objective ? addCells(reader, 'objective', cells.objective, {}, null) : null;
  return addCells(reader, kind, title, cells, above);
}

function rowKind({ kind, from, to, objective }: GoalCells, title: string): ProposedGoal['kind'] | null {
  const named = kind === undefined ? undefined : readMark(`${kind}: x`)?.kind;
  if (named || kind !== undefined) return named ?? null;
  const isMeasured = from !== undefined && to !== undefined;
  return readMark(title)?.kind ?? (isMeasured || (to !== undefined && objective !== undefined) ? 'key-result' : null);
}

function addCells(
  reader: Reader,
  kind: ProposedGoal['kind'],
  text: string,
  cells: GoalCells,
  parent: Draft | null,
): Draft {
  const mark = readMark(text);
  const goal = add(
    reader,
    { kind, key: mark?.key ?? cells.key ?? null, words: mark?.words ?? text },
    text,
    parent,
    true,
  );
  const measure = measureOf(cells);
  const said = Object.fromEntries(Object.entries(measure).filter(([, value]) => value !== null));
  // Beside columns that say from where to where, the words are the goal's name: what stands in them is not taken out.
  const isMeasured = measure.from !== null && measure.to !== null;
  const title = isMeasured ? takeOwner(mark?.words ?? text).words : goal.title;
  return replace(reader, goal, { ...goal, ...said, title, owner: cells.owner ?? goal.owner });
}

function replace(reader: Reader, old: Draft, goal: Draft): Draft {
  reader.drafts.splice(reader.drafts.indexOf(old), 1, goal);
  reader.last = goal;
  return goal;
}

function addMarked(reader: Reader, mark: Marked, text: string, parent: Draft | null): Draft {
  return add(reader, mark, text, parent, true);
}

function add(
  reader: Reader,
  { kind, key, words }: Marked,
  stated: string,
  parent: Draft | null,
  isSure: boolean,
): Draft {
  const owned = takeOwner(words);
  const measure = readMeasure(owned.words);
  const { from = null, to = null, unit = null, by = null } = measure ?? {};
  const goal: Draft = {
    kind,
    key,
    title: measure?.rest || owned.words,
    stated,
    from,
    to,
    unit,
    by,
    owner: owned.owner,
    parent,
    path: reader.headings.slice(1).map(({ text }) => text),
    isSure,
  };
  reader.drafts.push(goal);
  reader.last = goal;
  return goal;
}

function hasSpan(words: string): boolean {
  return (readMeasure(words)?.to ?? null) !== null;
}

function objectiveAbove({ named, headings }: Reader): Draft | null {
  return named ?? headings.findLast(({ goal }) => goal !== null)?.goal ?? null;
}

/** Named once it stands; a second name under the same goal is another role. */
function setOwner(reader: Reader, owner: string): void {
  if (reader.last && reader.last.owner === null) reader.last.owner = owner;
}
