import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { urlOfDatabase } from '../../helpers/global-postgres.ts';
import { type Mailbox, openMailbox } from '../../helpers/mailbox.ts';
import type { Stage } from '../usecases/stage.ts';
import { openViews } from '../views/stage-views.ts';

/** `PLUMBLINE_DIGESTS=5000` sends as many as a large organisation gets. */
const READERS = Number(process.env.PLUMBLINE_DIGESTS || 60);
const KILLS = 3;
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
/** Between two children: longer than the lease of what the first one left behind. */
const PAUSE_MS = 180_000;

let stage: Stage;
let mailbox: Mailbox;
beforeAll(async () => {
  stage = await openViews();
  mailbox = await openMailbox(0, { isLight: true });
  const people = Array.from({ length: READERS }, (_, n) => ({
    id: `reader-${n}`,
    email: `reader-${n}@example.org`,
    name: `Reader ${n}`,
    role: 'manager',
    team_id: 'ward',
    manager_id: null,
    created_at: new Date('2026-11-17'),
  }));
  for (let at = 0; at < people.length; at += 500)
    await stage.db
      .insertInto('people')
      .values(people.slice(at, at + 500) as never)
      .execute();
});
afterAll(async () => {
  await mailbox?.close();
  await stage?.drop();
});

interface Run {
  readonly sent: number;
  readonly rssMb: number;
}

/** The organisation's, which only moves on. */
let clock = MONDAY;

/** Sends until all is sent. @param killAt Killed without a word once so many mails have come; null: to its end. */
async function send(databaseUrl: string, killAt: number | null): Promise<Run | null> {
  const args = [databaseUrl, mailbox.url, String(clock)];
  const startedAt = Date.now();
  // As `npm start` has it.
  const child = fork(join(import.meta.dirname, '../../helpers/digest-child.ts'), args, {
    execArgv: ['--max-semi-space-size=16'],
  });
  let said: Run | null = null;
  child.on('message', (run: Run) => {
    said = run;
  });
  const ended = once(child, 'exit');
  const watch = setInterval(() => {
    if (killAt !== null && mailbox.received.length >= killAt) child.kill('SIGKILL');
  }, 1);
  await ended;
  clearInterval(watch);
  clock += Date.now() - startedAt + PAUSE_MS;
  return said;
}

it('sends each reader one digest though the process is killed three times, and doubles at most one a kill, as the same message', async () => {
  const url = await urlOf(stage);
  const began = Date.now();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const killAt = Math.floor((READERS * kill) / (KILLS + 1));
    expect(await send(url, killAt)).toBeNull();
  }
  const last = await send(url, null);
  // Nothing is left for one that comes later.
  expect(await send(url, null)).toMatchObject({ sent: 0 });
  const seconds = (Date.now() - began) / 1_000;
  const own = mailbox.received.filter(({ to }) => to[0]?.startsWith('reader-'));
  const ids = Map.groupBy(own, ({ to }) => to[0]);
  console.info(
    `${READERS} digests with ${KILLS} kills: ${own.length} received, ${ids.size} distinct, ${own.length - ids.size} twice, ${(seconds / 60).toFixed(1)} minutes, ${last?.rssMb.toFixed(0)} MB`,
  );
  expect(ids.size).toBe(READERS);
  expect(own.length).toBeLessThanOrEqual(READERS + KILLS);
  expect([...ids.values()].filter((mails) => new Set(mails.map(({ mail }) => mail.messageId)).size > 1)).toEqual([]);
  expect(last?.rssMb).toBeLessThan(512);
  const rows = await stage.db.selectFrom('digests').select(['state', 'person_id', 'iso_week']).execute();
  expect(new Set(rows.map(({ person_id, iso_week }) => `${person_id} ${iso_week}`)).size).toBe(rows.length);
  expect(rows.filter(({ state }) => state !== 'sent')).toEqual([]);
}, 3_600_000);

/** Where the stage's own database is. */
async function urlOf({ db }: Stage): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  return urlOfDatabase(inject('postgresUrl'), rows[0]?.name ?? '');
}
