import { randomUUID } from 'node:crypto';
import type { Person, Viewer } from '../domain/person.ts';
import type { Database, Tx } from '../store/database.ts';
import { findPerson, insertPerson, listPeople, setRole, viewerOf } from '../store/people.ts';
import {
  deleteExpired,
  deleteSession,
  findSession,
  hasSession,
  insertSession,
  insertSignInLink,
  takeSignInLink,
  touchSession,
} from '../store/sessions.ts';
import { hashToken, mintToken } from './link-token.ts';

/** How long a sign-in link is good. */
export const LINK_MINUTES = 15;
const MINUTE_MS = 60_000;
const SESSION_DAYS = 14;
const IDLE_DAYS = 3;
const DAY_MS = 86_400_000;

/** Signing in goes by the real clock, also where the demo's stands elsewhere. */
export interface SignInDeps {
  readonly db: Database;
  readonly clock: () => number;
}

/** A one-time token for a sign-in link, good for 15 minutes unless more are given; 256 bits, only its hash is kept. */
export async function createSignInToken(
  deps: { readonly db: Database | Tx; readonly clock: () => number },
  personId: string,
  minutes = LINK_MINUTES,
): Promise<string> {
  const token = mintToken();
  const expiresAt = new Date(deps.clock() + minutes * MINUTE_MS);
  await insertSignInLink(deps.db, { tokenHash: hashToken(token), personId, expiresAt });
  return token;
}

/** Whether somebody is signed in as this person: then no link has to be shown again. */
export async function isSignedIn(deps: SignInDeps, personId: string): Promise<boolean> {
  return hasSession(deps.db, personId, new Date(deps.clock()));
}

/** Turns a token into a session; null where the token is unknown, used or expired. */
export async function signIn(deps: SignInDeps, token: string): Promise<{ sessionId: string; person: Person } | null> {
  const at = new Date(deps.clock());
  await deleteExpired(deps.db, at);
  return deps.db.transaction().execute(async (tx) => {
    const personId = await takeSignInLink(tx, hashToken(token), at);
    const person = personId ? await findPerson(tx, personId) : null;
    if (!person || person.leftAt) return null;
    const sessionId = mintToken();
    const expiresAt = new Date(at.getTime() + SESSION_DAYS * DAY_MS);
    await insertSession(tx, { idHash: hashToken(sessionId), personId: person.id, at, expiresAt });
    return { sessionId, person };
  });
}

/** Who asks with this session, and what they may see now: a change of role or team shows at the next request. */
export async function findViewer(
  deps: SignInDeps,
  sessionId: string,
): Promise<{ person: Person; viewer: Viewer } | null> {
  const at = new Date(deps.clock());
  const personId = await findSession(deps.db, hashToken(sessionId), at, idleSince(at));
  const person = personId ? await findPerson(deps.db, personId) : null;
  if (!person || person.leftAt) return null;
  await touchSession(deps.db, hashToken(sessionId), at);
  return { person, viewer: await viewerOf(deps.db, person) };
}

/** Whether the session still stands. Asking does not count as use: a page left open does not keep its reader signed in. */
export async function isSessionAlive(deps: SignInDeps, sessionId: string): Promise<boolean> {
  const at = new Date(deps.clock());
  return (await findSession(deps.db, hashToken(sessionId), at, idleSince(at))) !== null;
}

export async function signOut(deps: SignInDeps, sessionId: string): Promise<void> {
  await deleteSession(deps.db, hashToken(sessionId));
}

/**
 * The owner the first sign-in link is for: whoever is owner already, else the one preferred, else one made here.
 */
export async function ensureOwner(db: Database | Tx, preferredEmail?: string): Promise<Person> {
  const people = await listPeople(db);
  const owner = people.find((person) => person.role === 'owner' && person.leftAt === null);
  if (owner) return owner;
  const preferred = people.find((person) => person.email === preferredEmail);
  if (preferred) {
    await setRole(db, preferred.id, 'owner');
    return { ...preferred, role: 'owner' };
  }
  const made: Person = {
    id: randomUUID(),
    email: 'owner@localhost',
    name: 'Owner',
    role: 'owner',
    managerId: null,
    teamId: null,
    leftAt: null,
  };
  await insertPerson(db, made);
  return made;
}

function idleSince(at: Date): Date {
  return new Date(at.getTime() - IDLE_DAYS * DAY_MS);
}
