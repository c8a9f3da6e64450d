import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { findPerson } from '../store/people.ts';
import { UseCaseError } from './errors.ts';
import { createSignInToken, type SignInDeps } from './sign-in.ts';

const INVITE_DAYS = 7;
const DAY_MINUTES = 1_440;

/** A link's token, good once until then. It is shown now and never again. */
export interface Invite {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Makes a link by which this person signs in, for an owner to hand over. That it was made stands in the audit trail; the token does not.
 *
 * @throws UseCaseError `no-such-person`, `person-left`.
 */
export async function invitePerson(deps: SignInDeps, by: Actor, personId: string): Promise<Invite> {
  return deps.db.transaction().execute(async (tx) => {
    const person = await findPerson(tx, personId);
    if (!person) throw new UseCaseError('no-such-person', 'There is no such person.', { isNotFound: true });
    if (person.leftAt) throw new UseCaseError('person-left', `${person.name} left; say that they are back first.`);
    const token = await createSignInToken({ db: tx, clock: deps.clock }, personId, INVITE_DAYS * DAY_MINUTES);
    const expiresAt = new Date(deps.clock() + INVITE_DAYS * DAY_MINUTES * 60_000);
    const says = `Made an invite link for ${person.name}, good once for ${INVITE_DAYS} days.`;
    await insertAuditEvent(tx, by, new Date(deps.clock()), { what: 'invited', about: { personId }, says });
    return { token, expiresAt };
  });
}
