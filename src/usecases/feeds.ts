import type { Person, Viewer } from '../domain/person.ts';
import type { Database } from '../store/database.ts';
import { deleteFeed, findFeed, replaceFeed, takeFeed } from '../store/feeds.ts';
import { findPerson, viewerOf } from '../store/people.ts';
import { hashToken, mintToken } from './link-token.ts';

interface FeedDeps {
  readonly db: Database;
  readonly now: () => number;
}

/** Whether a person has feeds, and when a program read them last. Their address is shown only when it is made. */
export async function readFeedState({ db }: FeedDeps, person: Pick<Person, 'id'>) {
  const feed = await findFeed(db, person.id);
  return { madeAt: feed?.madeAt.toISOString() ?? null, readAt: feed?.readAt?.toISOString() ?? null };
}

/** Makes the secret part of a person's feed addresses: 256 bits, of which only the hash is kept. The one before leads nowhere then. */
export async function makeFeedToken({ db, now }: FeedDeps, person: Pick<Person, 'id'>): Promise<string> {
  const token = mintToken();
  await replaceFeed(db, person.id, hashToken(token), new Date(now()));
  return token;
}

export async function endFeeds({ db }: FeedDeps, person: Pick<Person, 'id'>): Promise<void> {
  await deleteFeed(db, person.id);
}

/** Whose feeds these are, and what they may see today; null where nobody's, or of somebody who left. */
export async function openFeeds(
  { db, now }: FeedDeps,
  token: string,
): Promise<{ person: Person; viewer: Viewer } | null> {
  const personId = await takeFeed(db, hashToken(token), new Date(now()));
  const person = personId === null ? null : await findPerson(db, personId);
  return person && person.leftAt === null ? { person, viewer: await viewerOf(db, person) } : null;
}
