import { createHash, randomUUID } from 'node:crypto';
import { type DigestTime, dueAt, GRACE_MS, lastDueWeek } from '../domain/digest-time.ts';
import type { IsoWeek } from '../domain/iso-week.ts';
import type { Database } from '../store/database.ts';
import { type DigestReader, listDigested, listDigestReaders } from '../store/digest-people.ts';
import { insertDigests, type NewDigest } from '../store/digests.ts';
import { readSettings } from '../store/settings.ts';
import { timeOf } from './write-digest.ts';

interface Due {
  readonly week: IsoWeek;
  readonly at: number;
}

/**
 * Makes a row for each digest that has come due: of all who ask at once one makes it. What is late by more than a day is skipped, and the row
 * says so. Whoever came later than their hour is asked from the next week on.
 *
 * @returns How many are new.
 */
export async function noteDueDigests(db: Database, now: Date, mailDomain: string): Promise<number> {
  const settings = await readSettings(db);
  const readers = (await listDigestReaders(db)).filter(({ isPaused, stoppedAt }) => !isPaused && stoppedAt === null);
  // Many share an hour, and hours are dear to compute.
  const dues = new Map<string, Due>();
  const dueOf = (time: DigestTime): Due => {
    const name = `${time.weekday} ${time.hour} ${time.timeZone}`;
    const week = dues.get(name)?.week ?? lastDueWeek(now.getTime(), time);
    const due = dues.get(name) ?? { week, at: dueAt(week, time) };
    dues.set(name, due);
    return due;
  };
  const wanted = readers.map((reader) => ({ reader, due: owed(reader, dueOf(timeOf(reader, settings))) }));
  const known = await listDigested(db, [...new Set(wanted.map(({ due }) => due.week))]);
  const missing = wanted
    .filter(({ reader, due }) => !known.has(`${reader.personId} ${due.week}`) && due.at >= reader.since.getTime())
    .map(({ reader, due }) => toRow(reader, due, now.getTime(), mailDomain));
  return insertDigests(db, missing);
}

/** Another hour chosen after this week's new one and before its old one: due from then on, or the week would be lost. */
function owed({ owedWeek, owedAt }: DigestReader, due: Due): Due {
  return owedWeek === due.week && owedAt ? { week: due.week, at: Math.max(due.at, owedAt.getTime()) } : due;
}

function toRow(reader: DigestReader, { week, at }: Due, now: number, mailDomain: string): NewDigest {
  const isLate = now - at > GRACE_MS;
  return {
    id: randomUUID(),
    personId: reader.personId,
    isoWeek: week,
    state: isLate || reader.stop !== null ? 'skipped' : 'due',
    dueAt: new Date(at),
    address: reader.address,
    messageId: messageIdOf(reader.personId, week, mailDomain),
    trouble: isLate ? 'Plumbline was not running at its hour, nor a day later' : reader.stop,
  };
}

/** The same for each try: a mailbox that gets it twice knows it as one. */
export function messageIdOf(personId: string, week: IsoWeek, mailDomain: string): string {
  const name = createHash('sha256').update(`digest ${personId} ${week}`).digest('hex').slice(0, 32);
  return `<${week.toLowerCase()}.${name}@${mailDomain}>`;
}
