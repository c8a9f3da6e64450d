import { addDays } from '../domain/days.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { toldOf } from '../domain/skip-level.ts';
import { insertAuditEvent } from '../store/audit.ts';
import { listReadsTold, notePageRead } from '../store/page-reads.ts';
import { listPeople, teamsUnder } from '../store/people.ts';
import { UseCaseError } from './errors.ts';
import { partPages } from './part-pages.ts';
import type { ViewDeps } from './read-alignment.ts';
import { type OutboxDeps, readDigestChoice } from './read-outbox.ts';
import { readGoalWork } from './read-team.ts';
import { momentOf } from './view-query.ts';

/** As long as somebody is told that their page was read. */
const TOLD_DAYS = 14;

/**
 * A manager's page: their teams, the goals their part works on, and when their digest comes. Whoever reads it from further above than the
 * direct manager is written down first, and those who are skipped are told: no answer without that.
 *
 * @throws UseCaseError `unknown-manager`
 */
export async function readManager(deps: OutboxDeps, viewer: Viewer, reader: Person, id: string) {
  const people = await listPeople(deps.db);
  const manager = people.find((person) => person.id === id);
  if (!manager || !partPages(viewer, people).ofManager(id)) {
    const message = 'There is no such manager, or it is not yours to see.';
    throw new UseCaseError('unknown-manager', message, { isNotFound: true });
  }
  const toldIds = toldOf(reader.id, id, people);
  if (toldIds.length > 0) await noteRead(deps, reader, manager, toldIds);
  const nameOf = (personId: string) => people.find((person) => person.id === personId)?.name ?? '';
  const { next, isPaused, stop } = await readDigestChoice(deps, manager);
  const teamIds = await teamsUnder(deps.db, id);
  return {
    id,
    name: manager.name,
    teamIds,
    goals: await readGoalWork(deps, viewer, { teamIds }),
    digest: { next, isPaused: isPaused || stop !== null },
    told: toldIds.map(nameOf),
  };
}

async function noteRead(deps: ViewDeps, reader: Person, manager: Person, toldIds: readonly string[]): Promise<void> {
  const { today } = await momentOf(deps.db, deps.now());
  const at = new Date(deps.now());
  await deps.db.transaction().execute(async (tx) => {
    const read = { readerId: reader.id, personId: manager.id, day: today, at, toldIds };
    if (!(await notePageRead(tx, read))) return;
    const about = { personId: manager.id, toldIds };
    await insertAuditEvent(tx, reader, at, { what: 'page-read', about, says: `Read the page of ${manager.name}.` });
  });
}

/** Who read the reader's own page, or that of a manager below them, from above; newest first. */
export async function readPageReads(deps: ViewDeps, personId: string) {
  const { today } = await momentOf(deps.db, deps.now());
  const rows = await listReadsTold(deps.db, personId, addDays(today, -TOLD_DAYS));
  return {
    items: rows.map(({ day, reader, person, person_id }) => ({
      ...{ day, reader },
      person: { id: person_id, name: person },
      isOwn: person_id === personId,
    })),
  };
}
