import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { resumeAddress } from '../store/digest-people.ts';
import { findPerson } from '../store/people.ts';
import { UseCaseError } from './errors.ts';

/**
 * Digests go to this person's address again: an owner says that it takes mail. One that was not stopped changes nothing.
 *
 * @throws UseCaseError `no-such-person`
 */
export async function resumeMail(
  deps: { readonly db: Database; readonly now: () => number },
  by: Actor,
  id: string,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const person = await findPerson(tx, id);
    if (!person) throw new UseCaseError('no-such-person', 'There is no such person.', { isNotFound: true });
    if (!(await resumeAddress(tx, person.email))) return;
    const says = `Had digests sent to the address of ${person.name} again.`;
    await insertAuditEvent(tx, by, new Date(deps.now()), { what: 'mail-resumed', about: { personId: id }, says });
  });
}
