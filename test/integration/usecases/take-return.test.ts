import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Mailer, openMailer } from '../../../src/mail/mailer.ts';
import { sendDigests } from '../../../src/usecases/send-digests.ts';
import { takeReturn } from '../../../src/usecases/take-return.ts';
import { type Mailbox, openMailbox } from '../../helpers/mailbox.ts';
import { returnedMail } from '../../helpers/returned-mail.ts';
import { openViews } from '../views/stage-views.ts';
import { DAY_MS, type Stage } from './stage.ts';

const MONDAY = Date.parse('2026-11-23T08:00:00Z');

let stage: Stage;
let mailbox: Mailbox;
let mailer: Mailer;
beforeAll(async () => {
  stage = await openViews();
  await stage.db
    .updateTable('people')
    .set({ created_at: new Date('2026-11-17') } as never)
    .execute();
  mailbox = await openMailbox();
  mailer = openMailer({ smtpUrl: mailbox.url, from: { name: 'Plumbline', address: 'plumbline@corp.example' } });
});
afterAll(async () => {
  mailer?.close();
  await mailbox?.close();
  await stage?.drop();
});
afterEach(async () => {
  for (const table of ['digests', 'mail_stops'] as const) await stage.db.deleteFrom(table).execute();
});

const deps = () => ({ db: stage.db, now: () => stage.clock });
const rows = () => stage.db.selectFrom('digests').selectAll().orderBy('iso_week').orderBy('address').execute();

async function sendAt(clock: number): Promise<void> {
  stage.clock = clock;
  const links = { baseUrl: 'https://plumb.example', mailDomain: 'plumb.example' };
  await sendDigests({ ...deps(), mailer, ...links }, new AbortController().signal);
}

it('a digest that came back stops its address and no other, says so on its row, and a second report changes nothing', async () => {
  await sendAt(MONDAY);
  const [ines, noor] = await rows();
  // Whom the report names is not believed: an address behind a forwarding is another one.
  const report = returnedMail(ines?.message_id ?? '');
  for (let turn = 0; turn < 2; turn += 1)
    expect(await takeReturn(deps(), report)).toEqual({
      stopped: 'ines@example.org',
      says: '550 5.1.1 <ines@example.org>: Recipient address rejected: no such user',
    });
  expect((await rows()).map(({ address, state }) => `${address} ${state}`)).toEqual([
    'ines@example.org refused',
    'noor@example.org sent',
  ]);
  await sendAt(MONDAY + 7 * DAY_MS);
  expect((await rows()).slice(2).map(({ address, state, trouble }) => [address, state, trouble])).toEqual([
    ['ines@example.org', 'skipped', expect.stringContaining('came back: 550 5.1.1')],
    ['noor@example.org', 'sent', null],
  ]);
  expect(noor?.state).toBe('sent');
});

it('one that is only late stops nothing', async () => {
  await sendAt(MONDAY);
  const [ines] = await rows();
  const late = returnedMail(ines?.message_id ?? '', { action: 'delayed', status: '4.4.1' });
  expect((await takeReturn(deps(), late)).stopped).toBeNull();
  expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  expect(await stage.db.selectFrom('mail_stops').selectAll().execute()).toEqual([]);
});

it('a report about a mail that was never sent, and a mail that is none, stop nobody', async () => {
  await sendAt(MONDAY);
  await expect(takeReturn(deps(), returnedMail('<guessed@plumb.example>'))).rejects.toMatchObject({
    code: 'unknown-mail',
  });
  await expect(takeReturn(deps(), Buffer.from('Subject: Hello\r\n\r\nHello.'))).rejects.toMatchObject({
    code: 'no-return',
  });
  expect(await stage.db.selectFrom('mail_stops').selectAll().execute()).toEqual([]);
});
