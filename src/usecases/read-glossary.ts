import type { GlossaryState } from '../domain/glossary-entry.ts';
import type { Person } from '../domain/person.ts';
import { countEntries, findEntry, listChanges, type StoredChange } from '../store/glossary.ts';
import { listEntries } from '../store/views/glossary.ts';
import { mayDecideProposals } from './decide-proposal.ts';
import { UseCaseError } from './errors.ts';
import type { ViewDeps } from './read-alignment.ts';

export interface GlossaryQuery {
  readonly state: GlossaryState;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const CHANGES_MAX = 50;

/** Entries of one state, those that help to read most tasks first. Proposals come from texts, and are shown to those who decide on them. */
export async function readGlossary(
  { db }: Pick<ViewDeps, 'db'>,
  person: Pick<Person, 'role'>,
  { state, ...page }: GlossaryQuery,
) {
  const mayDecide = mayDecideProposals(person);
  const counts = await countEntries(db);
  if (state === 'proposed' && !mayDecide) return { items: [], nextCursor: null, counts: { ...counts, proposed: 0 } };
  const { rows, nextCursor } = await listEntries(db, state, page);
  const items = rows.map((row) => ({
    ...{ id: row.id, short: row.short, long: row.long, state: row.state, ground: row.ground },
    ...{ seenIn: row.seen_in, usedIn: row.used_in },
    lastChange:
      row.change_id === null
        ? null
        : { id: row.change_id, by: row.changed_by ?? '', at: (row.changed_at ?? row.found_at).toISOString() },
  }));
  return { items, nextCursor, counts: mayDecide ? counts : { ...counts, proposed: 0 } };
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
