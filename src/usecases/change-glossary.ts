import { keyOfEntry, readWording, type Wording } from '../domain/glossary-entry.ts';
import type { Person } from '../domain/person.ts';
import { insertAuditEvent } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import {
  changeEntry,
  countEntries,
  findChange,
  findEntry,
  findEntryByKey,
  findLastChange,
  holdGlossary,
  insertEntry,
  type StoredEntry,
  undoChange,
} from '../store/glossary.ts';
import { holdContextAlone, markUnlinkedStale } from '../store/stale.ts';
import type { DecideDeps } from './decide-links.ts';
import { UseCaseError } from './errors.ts';

/** Each is looked for in every task that is read. */
const KEPT_MAX = 2_000;

type By = Pick<Person, 'id' | 'name'>;
type Deps = Pick<DecideDeps, 'db' | 'now' | 'onStale'>;

/** What a person said last, and can take back. */
export interface GlossaryChanged {
  readonly entryId: number;
  readonly changeId: number;
}

/**
 * Enters a short form and what it stands for. One that was proposed or dismissed is kept from now on.
 *
 * @throws UseCaseError `bad-wording`, `already-kept`, `glossary-full`.
 */
export async function addEntry(deps: Deps, by: By, given: Wording): Promise<GlossaryChanged> {
  const wording = checked(given);
  return inGlossary(deps, async (tx, at) => {
    const key = keyOfEntry(wording);
    const known = await findEntryByKey(tx, key);
    if (known?.state === 'kept') throw alreadyKept(known);
    await checkRoom(tx);
    const entry = known ?? (await insertEntry(tx, { key, ...wording }, at));
    const changeId = await changeEntry(tx, entry, { key, ...wording, state: 'kept', by }, at);
    await noteEntry(tx, by, at, `Entered ${sayEntry(wording)} into the glossary.`, entry.id);
    return { answer: { entryId: entry.id, changeId }, isRead: true };
  });
}

export interface EntryChange {
  readonly short?: string | undefined;
  readonly long?: string | undefined;
  readonly state?: 'kept' | 'dismissed' | undefined;
}

/**
 * Rewords an entry, keeps it or dismisses it. A proposal that is reworded is kept; what is left out stays as it is.
 *
 * @throws UseCaseError `no-such-entry`, `bad-wording`, `already-kept` (another entry says the same), `glossary-full`.
 */
export async function changeGlossaryEntry(
  deps: Deps,
  by: By,
  id: number,
  change: EntryChange,
): Promise<GlossaryChanged> {
  return inGlossary(deps, async (tx, at) => {
    const entry = await requireEntry(tx, id);
    const wording = checked({ short: change.short ?? entry.short, long: change.long ?? entry.long });
    const key = keyOfEntry(wording);
    const other = await findEntryByKey(tx, key);
    if (other && other.id !== entry.id) throw alreadyKept(other);
    const state = change.state ?? (entry.state === 'dismissed' ? 'dismissed' : 'kept');
    if (state === 'kept' && entry.state !== 'kept') await checkRoom(tx);
    const changeId = await changeEntry(tx, entry, { key, ...wording, state, by }, at);
    const does = state === 'dismissed' ? 'Dismissed' : entry.state === 'kept' ? 'Reworded' : 'Kept';
    await noteEntry(tx, by, at, `${does} ${sayEntry(wording)} in the glossary.`, id);
    return { answer: { entryId: id, changeId }, isRead: state === 'kept' || entry.state === 'kept' };
  });
}

/**
 * Takes a change back: the entry is what it was before. Only the last one of an entry can be; a second time does nothing.
 *
 * @throws UseCaseError `no-such-change`, `changed-since`, `already-kept` (another entry says by now what it said before).
 */
export async function undoGlossaryChange(deps: Deps, by: By, changeId: number): Promise<{ undone: number }> {
  return inGlossary<{ undone: number }>(deps, async (tx, at) => {
    const change = await findChange(tx, changeId);
    if (!change) throw new UseCaseError('no-such-change', 'There is no such change.', { isNotFound: true });
    if (change.undone_at !== null) return { answer: { undone: 0 }, isRead: false };
    if ((await findLastChange(tx, change.entry_id))?.id !== changeId)
      throw new UseCaseError('changed-since', 'This entry was changed again since. Take that back first.');
    const other = await findEntryByKey(tx, change.was_key);
    if (other && other.id !== change.entry_id) throw alreadyKept(other);
    await undoChange(tx, change, at);
    const says = `Took back what was said of ${sayEntry(change)} in the glossary.`;
    await noteEntry(tx, by, at, says, change.entry_id);
    return { answer: { undone: 1 }, isRead: change.state === 'kept' || change.was_state === 'kept' };
  });
}

function sayEntry({ short, long }: Wording): string {
  return `${short} as “${long}”`;
}

async function noteEntry(tx: Tx, by: By, at: Date, says: string, entryId: number): Promise<void> {
  await insertAuditEvent(tx, by, at, { what: 'glossary-changed', about: { entryId }, says });
}

/** @param work Says whether tasks read otherwise from now on: then those that hang on no goal are derived again. */
async function inGlossary<Answer>(
  { db, now, onStale }: Deps,
  work: (tx: Tx, at: Date) => Promise<{ readonly answer: Answer; readonly isRead: boolean }>,
): Promise<Answer> {
  const at = new Date(now());
  const { answer, isRead } = await db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    await holdGlossary(tx);
    const done = await work(tx, at);
    if (done.isRead) await markUnlinkedStale(tx, at);
    return done;
  });
  if (isRead) await onStale();
  return answer;
}

async function requireEntry(tx: Tx, id: number): Promise<StoredEntry> {
  const entry = await findEntry(tx, id);
  if (entry) return entry;
  throw new UseCaseError('no-such-entry', 'The glossary has no such entry.', { isNotFound: true });
}

async function checkRoom(tx: Tx): Promise<void> {
  if ((await countEntries(tx)).kept < KEPT_MAX) return;
  throw new UseCaseError('glossary-full', `A glossary keeps ${KEPT_MAX} entries at most. Dismiss some first.`);
}

function checked(given: Wording): Wording {
  const wording = readWording(given);
  if (typeof wording === 'string') throw new UseCaseError('bad-wording', wording);
  return wording;
}

function alreadyKept({ short, long, state }: StoredEntry): UseCaseError {
  return new UseCaseError('already-kept', `${short} as “${long}” is in the glossary already, ${state}.`);
}
