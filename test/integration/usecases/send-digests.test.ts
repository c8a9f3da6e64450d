import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mailer, openMailer } from '../../../src/mail/mailer.ts';
import { sendDigests } from '../../../src/usecases/send-digests.ts';
import { type Mailbox, openMailbox } from '../../helpers/mailbox.ts';
import { openViews } from '../views/stage-views.ts';
import { DAY_MS, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
/** Monday of week 48, 09:00 in Berlin: the hour of everyone who chose none. */
const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const signal = new AbortController().signal;

let stage: Stage;
let mailbox: Mailbox;
let mailer: Mailer;
beforeAll(async () => {
  stage = await openViews();
  await stage.db
    .updateTable('people')
    .set({ created_at: new Date('2026-11-17') } as never)
    .execute();
});
afterAll(() => stage?.drop());
beforeEach(async () => {
  stage.clock = MONDAY;
  mailbox = await openMailbox();
  mailer = openMailer({ smtpUrl: mailbox.url, from: { name: 'Plumbline', address: 'plumbline@corp.example' } });
});
afterEach(async () => {
  mailer.close();
  await mailbox.close();
  for (const table of ['digests', 'digest_preferences', 'mail_stops'] as const)
    await stage.db.deleteFrom(table).execute();
});

const deps = (mail: Mailer | null = mailer) => ({
  db: stage.db,
  now: () => stage.clock,
  baseUrl: 'https://plumb.example',
  mailDomain: 'plumb.example',
  mailer: mail,
});
const run = (mail: Mailer | null = mailer) => sendDigests(deps(mail), signal);
const rows = () => stage.db.selectFrom('digests').selectAll().orderBy('address').orderBy('iso_week').execute();
const states = async () => (await rows()).map(({ address, iso_week, state }) => `${address} ${iso_week} ${state}`);

describe('a digest', () => {
  it('comes at its reader’s hour, once however often the job runs, to one address', async () => {
    stage.clock = MONDAY - 1;
    expect(await run()).toBe(0);
    stage.clock = MONDAY;
    expect([await run(), await run()]).toEqual([2, 0]);
    await Promise.all([run(), run()]);
    expect(mailbox.received.map(({ to }) => to).sort()).toEqual([['ines@example.org'], ['noor@example.org']]);
    expect(await states()).toEqual(['ines@example.org 2026-W48 sent', 'noor@example.org 2026-W48 sent']);
  });

  it('says once who read its reader’s page from further above, in text and HTML, and again only where somebody did anew', async () => {
    const told = async (day: string) =>
      stage.db
        .insertInto('page_reads')
        .values({ reader_id: 'ines', person_id: 'noor', day, first_at: new Date(day), told_ids: ['noor'] })
        .execute();
    const sentence = 'From further above, ines read your page.';
    const says = (text = '') => text.replaceAll(/\s+/g, ' ').includes(sentence);
    const saying = (from: number) =>
      mailbox.received
        .slice(from)
        .map(({ to, mail }) => [to[0], says(mail.text), says(mail.html)])
        .sort();
    const [silent, heard] = [false, true].map((is) => [
      ['ines@example.org', false, false],
      ['noor@example.org', is, is],
    ]);
    await told('2026-11-20');
    for (const [week, expected] of [heard, silent, heard].entries()) {
      stage.clock = MONDAY + week * 7 * DAY_MS;
      if (week === 2) await told('2026-12-04');
      const before = mailbox.received.length;
      await run();
      expect(saying(before), `week ${week}`).toEqual(expected);
    }
    await stage.db.deleteFrom('page_reads').execute();
  });

  it('carries text beside HTML, the chart as a picture with words, and a one-click way out', async () => {
    stage.clock = MONDAY + 7 * DAY_MS;
    await run();
    const { mail } = mailbox.received[0] as (typeof mailbox.received)[number];
    expect(mail.subject).toMatch(/^Alignment, week 48: \d+ %.*, \d things? waits? for you$/u);
    expect(mail.text).toContain('Week 48, 23 to 29 November 2026');
    expect(mail.text).not.toContain('<');
    expect(mail.html).toContain('Week 48, 23 to 29 November 2026');
    expect(mail.html).toMatch(/<img[^>]+alt="Alignment by week: [^"]*week 48 \d+ %/u);
    expect(mail.html).not.toMatch(/https?:\/\/(?!plumb\.example|www\.w3\.org)/u);
    expect(mail.attachments.map(({ mimeType, contentId }) => [mimeType, contentId])).toEqual([
      ['image/png', '<trend>'],
    ]);
    const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/plumb\.example\/digest\/stop\/[\w-]{43}>$/u);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  it('is kept as it was sent, with none of the secrets in its links', async () => {
    await run();
    const { mail, to } = mailbox.received[0] as (typeof mailbox.received)[number];
    const row = (await rows()).find(({ address }) => address === to[0]);
    const tokens = [...(mail.html ?? '').matchAll(/\/digest\/\w+\/([\w-]{43})/gu)].map(([, token]) => token as string);
    expect(tokens.length).toBeGreaterThan(3);
    const kept = JSON.stringify([row, await stage.db.selectFrom('digest_links').selectAll().execute()]);
    expect(tokens.filter((token) => kept.includes(token))).toEqual([]);
    expect(row?.html).toContain('/digest/answer/blanked');
  });

  it('asks at most five things, and none again next week while it stays as it is', async () => {
    await run();
    const asked = (await rows()).map(({ data }) => data?.asks.map(({ taskId }) => taskId) ?? []);
    expect(asked.every((ids) => ids.length > 0 && ids.length <= 5)).toBe(true);
    stage.clock = MONDAY + 7 * DAY_MS;
    await run();
    const again = (await rows()).filter(({ iso_week }) => iso_week === '2026-W49').map(({ data }) => data?.asks ?? []);
    const repeated = again.flatMap((asks, at) => asks.filter(({ taskId }) => asked[at]?.includes(taskId)));
    expect(again).toHaveLength(2);
    expect(repeated).toEqual([]);
  });

  it('says what somebody said of a key result of its reader’s team, and of no other week', async () => {
    await stage.db.updateTable('goals').set({ team_id: 'ward' }).where('key', '=', 'KR1.1').execute();
    const said = { goal_id: 'kr1.1', confidence: 0.6, by_name: 'Mara', by_person_id: null };
    const at = (days: number) => new Date(MONDAY - days * DAY_MS);
    await stage.db
      .insertInto('check_ins')
      .values([
        { ...said, value: 30, note: 'An old story.', at: at(9) },
        { ...said, value: 3_928, note: 'The <second> site confirms it.', at: at(3) },
        { ...said, value: 5_000, note: 'Too new.', at: at(0) },
      ])
      .execute();
    await run();
    await stage.db.deleteFrom('check_ins').execute();
    const { mail } = mailbox.received[0] as (typeof mailbox.received)[number];
    expect(mail.text).toContain('30 → 3,928');
    expect(mail.text?.replace(/\s+/gu, ' ')).toContain('The <second> site confirms it.');
    expect(mail.html).toContain('The &lt;second&gt; site confirms it.');
    expect(mail.text).not.toMatch(/An old story|Too new/u);
  });

  it('names no task that its reader may not see', async () => {
    await run();
    const hidden = await stage.db
      .selectFrom('task_periods as p')
      .innerJoin('tasks as t', 't.id', 'p.task_id')
      .select('t.id')
      .where('p.team_id', '=', 'lab')
      .execute();
    const [, noor] = await rows();
    const named = hidden.filter(({ id }) => noor?.html?.includes(`/tasks/${encodeURIComponent(id)}"`));
    expect(hidden.length).toBeGreaterThan(0);
    expect(named).toEqual([]);
  });
});

describe('without mail settings', () => {
  it('a digest is held, and sent once mail is set up within a day', async () => {
    expect(await run(null)).toBe(2);
    expect(await run(null)).toBe(0);
    expect(await states()).toEqual(['ines@example.org 2026-W48 held', 'noor@example.org 2026-W48 held']);
    expect(await stage.db.selectFrom('digest_links').select('digest_id').execute()).toEqual([]);
    stage.clock = MONDAY + 23 * HOUR_MS;
    expect(await run()).toBe(2);
    expect(mailbox.received).toHaveLength(2);
  });

  it('stays held when mail comes later than a day', async () => {
    await run(null);
    stage.clock = MONDAY + 25 * HOUR_MS;
    expect(await run()).toBe(0);
    expect(mailbox.received).toHaveLength(0);
  });
});

describe('down over its hour', () => {
  it('it comes late within a day', async () => {
    stage.clock = MONDAY + 23 * HOUR_MS;
    await run();
    expect(mailbox.received).toHaveLength(2);
  });

  it('it is skipped after three, and the row says so', async () => {
    stage.clock = MONDAY + 3 * DAY_MS;
    await run();
    expect(mailbox.received).toHaveLength(0);
    expect((await rows()).map(({ state, trouble }) => [state, trouble])).toEqual(
      Array(2).fill(['skipped', 'Plumbline was not running at its hour, nor a day later']),
    );
  });
});

describe('a mail server', () => {
  it('that refuses one address for good stops that address only', async () => {
    mailbox.answerTo = (address) => (address.startsWith('ines') ? { code: 550, says: 'no such mailbox' } : null);
    await run();
    expect(await states()).toEqual(['ines@example.org 2026-W48 refused', 'noor@example.org 2026-W48 sent']);
    stage.clock = MONDAY + 7 * DAY_MS;
    mailbox.answerTo = () => null;
    await run();
    expect(mailbox.received.map(({ to }) => to[0])).toEqual(['noor@example.org', 'noor@example.org']);
    expect(
      (await rows()).find(({ address, iso_week }) => address.startsWith('ines') && iso_week === '2026-W49'),
    ).toMatchObject({
      state: 'skipped',
      trouble: expect.stringContaining('no such mailbox'),
    });
  });

  it('that wants to be asked later is asked later, the others get theirs', async () => {
    mailbox.answerTo = (address) => (address.startsWith('ines') ? { code: 451, says: 'greylisted' } : null);
    await run();
    expect(await states()).toEqual(['ines@example.org 2026-W48 due', 'noor@example.org 2026-W48 sent']);
    mailbox.answerTo = () => null;
    await run();
    expect(mailbox.received).toHaveLength(1);
    stage.clock += 61_000;
    await run();
    expect(await states()).toEqual(['ines@example.org 2026-W48 sent', 'noor@example.org 2026-W48 sent']);
  });

  it('that is away is asked again; a day later nobody is, and the row says so', async () => {
    await mailbox.close();
    await run();
    expect((await rows()).map(({ state }) => state)).toEqual(['due', 'due']);
    stage.clock = MONDAY + 25 * HOUR_MS;
    await run();
    expect((await rows()).map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  it('that breaks off after taking a mail leaves its fate unknown: it is sent once more, as the same message', async () => {
    mailbox.breaksAfter = (address) => address.startsWith('ines');
    await run();
    expect(await states()).toContain('ines@example.org 2026-W48 unknown');
    for (let hour = 1; hour <= 6; hour += 1) {
      stage.clock = MONDAY + hour * HOUR_MS;
      await run();
    }
    const toInes = mailbox.received.filter(({ to }) => to[0] === 'ines@example.org');
    expect(toInes).toHaveLength(2);
    expect(new Set(toInes.map(({ mail }) => mail.messageId)).size).toBe(1);
    expect(new Set(toInes.map(({ mail }) => mail.subject)).size).toBe(1);
    expect(await states()).toContain('ines@example.org 2026-W48 unknown');
  });
});

describe('a process that ends in the midst', () => {
  it('before anything was handed over loses nothing and doubles nothing', async () => {
    await run(null);
    await stage.db
      .updateTable('digests')
      .set({ state: 'making', lease_until: new Date(MONDAY + 120_000) })
      .execute();
    await run();
    expect(mailbox.received).toHaveLength(0);
    stage.clock = MONDAY + 121_000;
    await run();
    expect(mailbox.received).toHaveLength(2);
    expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('while it sends leaves a row that says unknown, and is sent once more at most', async () => {
    await run(null);
    const first = (await rows()).map(({ message_id }) => message_id);
    await stage.db
      .updateTable('digests')
      .set({ state: 'sending', lease_until: new Date(MONDAY + 120_000) })
      .execute();
    stage.clock = MONDAY + 121_000;
    await run();
    expect(mailbox.received.map(({ mail }) => mail.messageId).sort()).toEqual(first.sort());
    await stage.db
      .updateTable('digests')
      .set({ state: 'sending', lease_until: new Date(MONDAY + 200_000) })
      .execute();
    stage.clock = MONDAY + 300_000;
    await run();
    expect(mailbox.received).toHaveLength(2);
    expect((await rows()).map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });
});

it('a title that would write headers, HTML or lines of its own is text and nothing else', async () => {
  const nasty = '<img src=x onerror=alert(1)>\r\nBcc: all@corp.example "</script>';
  await stage.db.updateTable('settings').set({ organisation_name: nasty }).execute();
  await stage.db
    .updateTable('people')
    .set({ name: 'Ines"\r\nBcc: all@corp.example' })
    .where('id', '=', 'ines')
    .execute();
  await stage.db.updateTable('tasks').set({ title: nasty }).execute();
  await run();
  const { mail, to } = mailbox.received.find(
    ({ to }) => to[0] === 'ines@example.org',
  ) as (typeof mailbox.received)[number];
  expect(to).toEqual(['ines@example.org']);
  expect(mail.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  expect(mail.html).not.toContain('<img src=x');
  expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(mail.subject).toMatch(/^Alignment/u);
  expect(mail.text?.split('\n').filter((line) => /^Bcc:/u.test(line.trim()))).toEqual([]);
});
