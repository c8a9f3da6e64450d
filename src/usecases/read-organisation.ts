import { dayAt } from '../domain/days.ts';
import type { Person } from '../domain/person.ts';
import { setAccountByHand } from '../store/accounts.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { findPerson } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { markAllStale } from '../store/stale.ts';
import { UseCaseError } from './errors.ts';
import type { ViewDeps } from './read-alignment.ts';

/** Who is signed in, to which organisation, and what day it is there. */
export async function readSession(deps: ViewDeps, person: Person) {
  const settings = await readSettings(deps.db);
  const now = deps.now();
  return {
    person: { id: person.id, name: person.name, email: person.email, role: person.role },
    organisation: {
      name: settings.organisation_name,
      timeZone: settings.time_zone,
      defaultWeight: settings.default_weight,
      workingDays: settings.working_days,
      firstWeekday: settings.first_weekday,
    },
    today: dayAt(now, settings.time_zone),
    now: new Date(now).toISOString(),
    isDemo: settings.is_demo,
  };
}

/** Says by hand whom an account belongs to; null: to nobody here. It outlives every later match by machine. */
export async function matchByHand(
  deps: ViewDeps & { readonly onStale: () => Promise<void> },
  by: Actor,
  match: { readonly connectionId: string; readonly externalId: string; readonly personId: string | null },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const person = match.personId ? await findPerson(tx, match.personId) : null;
    if (match.personId && !person) {
      throw new UseCaseError('no-such-person', 'There is no such person.', { isNotFound: true });
    }
    if (!(await setAccountByHand(tx, match))) {
      throw new UseCaseError('no-such-account', 'There is no such account in this connection.', { isNotFound: true });
    }
    await markAllStale(tx, new Date(deps.now()), match.connectionId);
    const says = `Said that account ${match.externalId} of ${match.connectionId} belongs to ${person?.name ?? 'nobody here'}.`;
    await insertAuditEvent(tx, by, new Date(deps.now()), { what: 'account-matched', about: match, says });
  });
  await deps.onStale();
}
