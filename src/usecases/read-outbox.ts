import { randomUUID } from 'node:crypto';
import { isTimeZone } from '../domain/days.ts';
import { dueAt, nextDigest } from '../domain/digest-time.ts';
import { isoWeekAt } from '../domain/iso-week.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { keepDigestChoice, listDigested, listDigestReaders, resumeAddress } from '../store/digest-people.ts';
import { insertDigests } from '../store/digests.ts';
import { readSettings } from '../store/settings.ts';
import { findLetter, listOutbox, type OutboxRow } from '../store/views/digests.ts';
import { UseCaseError } from './errors.ts';
import { withPicture } from './preview-digest.ts';
import type { ViewDeps } from './read-alignment.ts';
import { timeOf } from './write-digest.ts';

export interface OutboxDeps extends ViewDeps {
  /** Left out or null: no mail is set up, digests are held. */
  readonly mailer?: object | null;
  /** A digest waits to be sent. */
  readonly onDigest?: () => Promise<void>;
}

/** What went out and what is held, newest first. */
export async function readOutbox(
  deps: OutboxDeps,
  viewer: Viewer,
  page: { cursor?: string | undefined; limit: number },
) {
  const found = await listOutbox(deps.db, viewer, { cursor: page.cursor ?? null, limit: page.limit });
  return { items: found.rows.map(toItem), nextCursor: found.nextCursor, isMailSetUp: Boolean(deps.mailer) };
}

/** One as it was sent, its secret links blanked. @throws UseCaseError `no-such-digest` */
export async function readLetter(deps: OutboxDeps, viewer: Viewer, id: string) {
  const letter = await findLetter(deps.db, viewer, id);
  if (!letter) throw new UseCaseError('no-such-digest', 'There is no such digest.', { isNotFound: true });
  return { ...toItem(letter), html: withPicture(letter.html, letter.picture), text: letter.text };
}

function toItem(row: OutboxRow) {
  const { id, personId, person, isoWeek, isTest, state, subject, trouble, mayRead } = row;
  return {
    ...{ id, person: { id: personId, name: person }, week: isoWeek, isTest, state, subject, trouble, mayRead },
    dueAt: row.dueAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}

/** When this person's digest comes, and whether it does. */
export async function readDigestChoice(deps: OutboxDeps, person: Pick<Person, 'id' | 'role'>) {
  const settings = await readSettings(deps.db);
  const [reader] = await listDigestReaders(deps.db, person.id);
  const time = timeOf(reader ?? { weekday: null, hour: null, timeZone: null }, settings);
  const isOn = reader !== undefined && !reader.isPaused && reader.stoppedAt === null && person.role !== 'member';
  return {
    ...time,
    isPaused: reader !== undefined && (reader.isPaused || reader.stoppedAt !== null),
    /** Members lead nobody: none is sent to them. */
    isForMe: reader !== undefined && person.role !== 'member',
    next: isOn ? new Date(nextDigest(deps.now(), time).at).toISOString() : null,
    /** Why nothing is sent to this address. */
    stop: reader?.stop ?? null,
  };
}

export interface DigestChange {
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly isPaused?: boolean | undefined;
}

/** Keeps what a person chose. A week whose digest another hour would lose is owed from now on. @throws UseCaseError `bad-time-zone` */
export async function changeDigestChoice(deps: OutboxDeps, person: Person, change: DigestChange) {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone))
    throw new UseCaseError(
      'bad-time-zone',
      `“${change.timeZone}” is not a time zone; write one such as Europe/Lisbon.`,
    );
  const owed = await findOwed(deps, person, change);
  await keepDigestChoice(deps.db, person.id, { ...change, owed });
  // Whoever asks for it again says that the address takes mail.
  if (change.isPaused === false) await resumeAddress(deps.db, person.email);
  return readDigestChoice(deps, person);
}

async function findOwed(deps: OutboxDeps, person: Person, change: DigestChange) {
  const settings = await readSettings(deps.db);
  const [reader] = await listDigestReaders(deps.db, person.id);
  const own = reader ?? { weekday: null, hour: null, timeZone: null };
  const before = timeOf(own, settings);
  const after = {
    weekday: change.weekday ?? before.weekday,
    hour: change.hour ?? before.hour,
    timeZone: change.timeZone ?? before.timeZone,
  };
  const now = deps.now();
  const week = isoWeekAt(now, after.timeZone);
  const wasToCome = dueAt(week, before) > now;
  const hasPassed = dueAt(week, after) <= now;
  if (!wasToCome || !hasPassed || (await listDigested(deps.db, [week])).has(`${person.id} ${week}`)) return undefined;
  return { week, at: new Date(now) };
}

/** One now, to oneself, beside those of the weeks. @throws UseCaseError `no-address` */
export async function requestTestDigest(deps: OutboxDeps, person: Person): Promise<{ digestId: string }> {
  const [reader] = await listDigestReaders(deps.db, person.id);
  if (!reader) throw new UseCaseError('no-address', 'There is no address of yours to send it to.');
  const { time_zone: timeZone } = await readSettings(deps.db);
  const now = deps.now();
  const id = randomUUID();
  const row = {
    id,
    personId: person.id,
    isoWeek: isoWeekAt(now, timeZone),
    state: 'due',
    dueAt: new Date(now),
  } as const;
  const messageId = `<test.${id}@${person.email.split('@')[1]}>`;
  await insertDigests(deps.db, [{ ...row, address: person.email, messageId, trouble: null, isTest: true }]);
  await deps.onDigest?.();
  return { digestId: id };
}
