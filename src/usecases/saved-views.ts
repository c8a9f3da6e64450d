import type { Person } from '../domain/person.ts';
import type { Database, Tx } from '../store/database.ts';
import {
  findOwnView,
  holdSavedViews,
  insertSavedView,
  listSavedViews,
  type SavedViewChange,
  type SavedViewRow,
  setSavedViewDeleted,
  updateSavedView,
} from '../store/saved-views.ts';
import { UseCaseError } from './errors.ts';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
}

type By = Pick<Person, 'id'>;

/** More than that nobody finds again in a menu. */
const VIEWS_MAX = 100;

/** The lists a person comes back to, and those that others share. What a view shows is read as whoever opens it may see it. */
export async function readSavedViews({ db }: Deps, person: By) {
  return { items: (await listSavedViews(db, person.id)).map((row) => toView(row, person)) };
}

function toView({ personId, ...row }: SavedViewRow, person: By) {
  return { ...row, isMine: personId === person.id };
}

/** @throws UseCaseError `bad-name`, `name-taken`, `too-many-views` */
export async function saveView(
  deps: Deps,
  person: By,
  given: { readonly name: string; readonly search: string; readonly isShared: boolean },
) {
  return inViews(deps, person, async (tx) => {
    const views = await ownViews(tx, person);
    if (views.length >= VIEWS_MAX)
      throw new UseCaseError('too-many-views', `You keep ${VIEWS_MAX} views already. Delete some first.`);
    const name = checkName(given.name, views);
    return insertSavedView(tx, { ...given, name, personId: person.id }, new Date(deps.now()));
  });
}

/** Renames, shares or repoints a view of one's own. @throws UseCaseError `no-such-view`, `bad-name`, `name-taken` */
export async function changeSavedView(deps: Deps, person: By, id: number, change: SavedViewChange) {
  return inViews(deps, person, async (tx) => {
    const others = (await ownViews(tx, person)).filter((view) => view.id !== id);
    const name = change.name === undefined ? undefined : checkName(change.name, others);
    if (!(await updateSavedView(tx, id, person.id, { ...change, name }))) throw noSuchView();
    return id;
  });
}

/** @throws UseCaseError `no-such-view` */
export async function deleteSavedView(deps: Deps, person: By, id: number): Promise<void> {
  const isDone = await deps.db
    .transaction()
    .execute((tx) => setSavedViewDeleted(tx, id, person.id, new Date(deps.now())));
  if (!isDone) throw noSuchView();
}

/** Brings a deleted view back; a second time changes nothing. @throws UseCaseError `no-such-view`, `name-taken` */
export async function restoreSavedView(deps: Deps, person: By, id: number): Promise<{ undone: number }> {
  return deps.db.transaction().execute(async (tx) => {
    await holdSavedViews(tx, person.id);
    const view = await findOwnView(tx, id, person.id);
    if (!view) throw noSuchView();
    const others = (await ownViews(tx, person)).filter((one) => one.id !== id);
    checkName(view.name, others);
    return { undone: Number(await setSavedViewDeleted(tx, id, person.id, null)) };
  });
}

/** @returns The view that `work` gives the id of. */
async function inViews(deps: Deps, person: By, work: (tx: Tx) => Promise<number>) {
  return deps.db.transaction().execute(async (tx) => {
    await holdSavedViews(tx, person.id);
    const id = await work(tx);
    const view = (await listSavedViews(tx, person.id)).find((one) => one.id === id);
    if (!view) throw noSuchView();
    return toView(view, person);
  });
}

async function ownViews(tx: Tx, person: By): Promise<SavedViewRow[]> {
  return (await listSavedViews(tx, person.id)).filter(({ personId }) => personId === person.id);
}

function checkName(given: string, others: readonly SavedViewRow[]): string {
  const name = given.trim();
  if (name === '') throw new UseCaseError('bad-name', 'A view needs a name.');
  if (others.some((view) => view.name.toLowerCase() === name.toLowerCase()))
    throw new UseCaseError('name-taken', `You have a view “${name}” already. Choose another name.`);
  return name;
}

function noSuchView(): UseCaseError {
  return new UseCaseError('no-such-view', 'There is no such view of yours.', { isNotFound: true });
}
