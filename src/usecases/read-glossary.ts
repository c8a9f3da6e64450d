import type { FoundPlace, GlossaryState } from '../domain/glossary-entry.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { countEntries, findEntry, listChanges, type StoredChange } from '../store/glossary.ts';
import { listGoals } from '../store/goals.ts';
import { listEntries } from '../store/views/glossary.ts';
import { nameTasks } from '../store/views/tasks.ts';
import { mayDecideProposals } from './decide-proposal.ts';
import { UseCaseError } from './errors.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

export interface GlossaryQuery {
  readonly state: GlossaryState;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const CHANGES_MAX = 50;

/** Entries of one state, those that help to read most tasks first. Proposals come from texts, and are shown to those who decide on them. */
export async function readGlossary({ db, now }: ViewDeps, viewer: Viewer, { state, ...page }: GlossaryQuery) {
  const mayDecide = mayDecideProposals(viewer);
  const counts = await countEntries(db);
  if (state === 'proposed' && !mayDecide) return { items: [], nextCursor: null, counts: { ...counts, proposed: 0 } };
  const { rows, nextCursor } = await listEntries(db, state, page);
  const placesOf = await namePlaces(
    { db, now },
    viewer,
    rows.flatMap(({ found_in }) => found_in),
  );
  const items = rows.map((row) => ({
    ...{ id: row.id, short: row.short, long: row.long, state: row.state, ground: row.ground },
    ...{ seenIn: row.seen_in, usedIn: row.used_in, foundIn: placesOf(row.found_in) },
    lastChange:
      row.change_id === null
        ? null
        : { id: row.change_id, by: row.changed_by ?? '', at: (row.changed_at ?? row.found_at).toISOString() },
  }));
  return { items, nextCursor, counts: mayDecide ? counts : { ...counts, proposed: 0 } };
}

/** Those of these places that the viewer may see, by name, and how many more there are. */
async function namePlaces({ db, now }: ViewDeps, viewer: Viewer, all: readonly FoundPlace[]) {
  const taskIds = [...new Set(all.flatMap(({ kind, id }) => (kind === 'task' ? [id] : [])))];
  const tasks = await nameTasks(db, viewer, taskIds, await momentOf(db, now()));
  const goals = new Map((await listGoals(db)).map((goal) => [goal.id, goal]));
  return (places: readonly FoundPlace[]) => {
    const named = places.flatMap(({ kind, id }) => {
      const one = kind === 'task' ? tasks.get(id) : goals.get(id);
      return one ? [{ kind, id, key: one.key, title: one.title }] : [];
    });
    return { places: named, hidden: places.length - named.length };
  };
}

/** What people said of an entry, newest first. @throws UseCaseError `no-such-entry`. */
export async function readGlossaryChanges({ db }: Pick<ViewDeps, 'db'>, person: Pick<Person, 'role'>, id: number) {
  const entry = await findEntry(db, id);
  if (!entry || (entry.state === 'proposed' && !mayDecideProposals(person)))
    throw new UseCaseError('no-such-entry', 'The glossary has no such entry.', { isNotFound: true });
  return { items: (await listChanges(db, id, CHANGES_MAX)).map(changeView) };
}

function changeView(change: StoredChange) {
  return {
    id: change.id,
    before: { short: change.was_short, long: change.was_long, state: change.was_state },
    after: { short: change.short, long: change.long, state: change.state },
    by: change.by_name,
    at: change.at.toISOString(),
    undoneAt: change.undone_at?.toISOString() ?? null,
  };
}
