import type { Logger } from 'pino';
import type { Digest } from '../domain/digest.ts';
import { GRACE_MS } from '../domain/digest-time.ts';
import type { Person } from '../domain/person.ts';
import { type Mail, MailError, type Mailer } from '../mail/mailer.ts';
import { TREND_CID } from '../mail/templates/letter.ts';
import { insertDigestLinks, pruneDigestLinks } from '../store/digest-links.ts';
import { type DigestReader, listDigestReaders, stopAddress } from '../store/digest-people.ts';
import { type DigestRow, giveUpLate, keepMade, noteOutcome, settleLost, takeDigest } from '../store/digests.ts';
import { notifyChange } from '../store/notify.ts';
import { findPerson } from '../store/people.ts';
import { readSettings } from '../store/settings.ts';
import { type DigestGround, openDigestGround } from './digest-ground.ts';
import { mintToken } from './link-token.ts';
import { noteDueDigests } from './note-digests.ts';
import { readDigest } from './read-digest.ts';
import {
  blankSecrets,
  stopUrl,
  timeOf,
  toNewLinks,
  type WriteDeps,
  type Written,
  writeDigest,
} from './write-digest.ts';

/** The name of its schedule. */
export const DIGESTS = 'digests';

export interface SendDeps extends WriteDeps {
  /** null: no mail is set up, digests are held. */
  readonly mailer: Mailer | null;
  /** What stands behind the @ of message ids. */
  readonly mailDomain: string;
  readonly log?: Pick<Logger, 'warn'>;
}

/** A mail server that is away, or wants a pause, is asked again after so long, then after twice as long, up to an hour. */
const RETRY_MS = 60_000;
const RETRY_MS_MAX = 3_600_000;

/** While one is sent, the next is written: reading waits for the database, drawing for the processor. */
const WRITERS = 2;

/** What the writers of one run share. */
interface Run {
  readonly ground: () => Promise<DigestGround>;
  /** Only one is on its way at any time: a kill leaves one of unknown fate at most. */
  readonly sending: <T>(work: () => Promise<T>) => Promise<T>;
  isServerAway: boolean;
}

/**
 * Makes and sends every digest that is due, one after the other, until none is left or the mail server is away. Each is taken by its row
 * before anything is sent; what became of one whose process died in between nobody knows, and it is sent once more at most.
 *
 * @returns How many were sent, or held where no mail is set up.
 */
export async function sendDigests(deps: SendDeps, signal: AbortSignal): Promise<number> {
  const startedAt = new Date(deps.now());
  await noteDueDigests(deps.db, startedAt, deps.mailDomain);
  await pruneDigestLinks(deps.db, startedAt);
  const run: Run = { ground: openDigestGround(deps), sending: oneAtATime(), isServerAway: false };
  const ends = await Promise.allSettled(Array.from({ length: WRITERS }, () => sendInTurn(deps, run, signal)));
  const done = ends.reduce((sum, end) => sum + (end.status === 'fulfilled' ? end.value : 0), 0);
  // Once a run and not once a letter: telling all listeners holds up whoever commits.
  if (done > 0) await notifyChange(deps.db, { type: 'letters-changed' });
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return done;
}

async function sendInTurn(deps: SendDeps, run: Run, signal: AbortSignal): Promise<number> {
  const { db, mailer } = deps;
  let done = 0;
  while (!run.isServerAway) {
    signal.throwIfAborted();
    const now = new Date(deps.now());
    const since = new Date(now.getTime() - GRACE_MS);
    await settleLost(db, now);
    await giveUpLate(db, since);
    const row = await takeDigest(db, now, { hasMail: mailer !== null, since });
    if (!row) return done;
    if (await workOn(deps, run, row)) done += 1;
  }
  return done;
}

function oneAtATime(): Run['sending'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** @returns Whether it was sent, or held. */
async function workOn(deps: SendDeps, run: Run, row: DigestRow): Promise<boolean> {
  const [reader] = await listDigestReaders(deps.db, row.person_id);
  const person = await findPerson(deps.db, row.person_id);
  const why = person && reader ? whyNot(reader) : 'this person is not here any more';
  if (!person || !reader || why !== null) {
    await noteOutcome(deps.db, row, { state: 'skipped', trouble: why });
    return false;
  }
  // What is sent a second time says what it said.
  const digest = row.data ?? (await readDigest(deps, person, { ground: await run.ground() }));
  const time = timeOf(reader, await readSettings(deps.db));
  const written = await writeDigest(deps, person, digest, time, mintToken);
  return run.sending(() => handOver(deps, run, row, { person, digest, written }));
}

interface Ready {
  readonly person: Person;
  readonly digest: Digest;
  readonly written: Written;
}

async function handOver(deps: SendDeps, run: Run, row: DigestRow, ready: Ready): Promise<boolean> {
  // The other writer has found the mail server away meanwhile.
  if (run.isServerAway) {
    await noteOutcome(deps.db, row, { state: 'due', trouble: null });
    return false;
  }
  if (!(await keep(deps, row, ready))) return false;
  return deps.mailer ? send(deps, run, deps.mailer, row, ready) : true;
}

/** What happened since the row was made counts. */
function whyNot({ stop, stoppedAt, isPaused }: DigestReader): string | null {
  if (stop !== null) return stop;
  if (stoppedAt !== null) return 'this person wants no more of them';
  return isPaused ? 'this person paused them' : null;
}

/** Keeps what it says and what its links do. @returns False where another process has it now. */
async function keep(deps: SendDeps, row: DigestRow, { digest, written }: Ready): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    const kept = {
      subject: written.subject,
      html: blankSecrets(written.html, written),
      text: blankSecrets(written.text, written),
      picture: written.picture,
      data: digest,
    };
    const now = new Date(deps.now());
    if (!(await keepMade(tx, row, kept, { state: deps.mailer ? 'sending' : 'held', now }))) return false;
    // Nobody has the links of one that is held.
    if (deps.mailer) await insertDigestLinks(tx, toNewLinks(written, row.id, now));
    return true;
  });
}

function toMail(deps: SendDeps, row: DigestRow, { person, written }: Ready): Mail {
  const { subject, text, html, picture, deeds } = written;
  const stop = deeds.find(({ does }) => does.does === 'stop');
  return {
    to: { name: person.name, address: row.address },
    ...{ subject, text, html },
    messageId: row.message_id,
    headers: {
      'List-Unsubscribe': `<${stopUrl(deps.baseUrl, stop?.token ?? '')}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    pictures: picture ? [{ cid: TREND_CID, fileName: 'alignment-by-week.png', png: picture }] : [],
  };
}

async function send(deps: SendDeps, run: Run, mailer: Mailer, row: DigestRow, ready: Ready): Promise<boolean> {
  try {
    await mailer.send(toMail(deps, row, ready));
    await noteOutcome(deps.db, row, { state: 'sent', trouble: null, sentAt: new Date(deps.now()) });
    return true;
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    if (error.trouble === 'away') run.isServerAway = true;
    await settleTrouble(deps, row, error);
    return false;
  }
}

async function settleTrouble(deps: SendDeps, row: DigestRow, error: MailError): Promise<void> {
  const at = new Date(deps.now());
  deps.log?.warn({ digest: row.id, trouble: error.trouble }, 'A digest was not sent');
  if (error.trouble === 'refused') {
    await stopAddress(deps.db, row.address, `the mail server refused this address: ${error.message}`, at);
    await noteOutcome(deps.db, row, { state: 'refused', trouble: error.message });
    return;
  }
  const retryAt = new Date(at.getTime() + Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** (row.attempts - 1)));
  const state = error.trouble === 'unknown' ? 'unknown' : 'due';
  await noteOutcome(deps.db, row, { state, trouble: error.message, retryAt });
}
