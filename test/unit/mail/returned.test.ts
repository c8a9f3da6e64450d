import { describe, expect, it } from 'vitest';
import { readReturned } from '../../../src/mail/returned.ts';
import { returnedMail } from '../../helpers/returned-mail.ts';

const ID = '<2026-w47.0123@plumb.example>';

describe('a delivery report', () => {
  it.each(['message/rfc822', 'text/rfc822-headers'] as const)('with %s names the mail and why', async (sendsBack) => {
    expect(await readReturned(returnedMail(ID, { sendsBack }))).toEqual({
      messageId: ID,
      isFailed: true,
      says: '550 5.1.1 <ines@example.org>: Recipient address rejected: no such user',
    });
  });

  it('without words of the server has its status', async () => {
    expect((await readReturned(returnedMail(ID, { diagnostic: null, status: '5.2.1' })))?.says).toBe('5.2.1');
  });

  it.each([
    ['delayed', '4.4.1'],
    ['relayed', '2.0.0'],
    ['failed', '4.2.2'],
  ])('that says %s %s is no failure for good', async (action, status) => {
    expect((await readReturned(returnedMail(ID, { action, status })))?.isFailed).toBe(false);
  });

  it('is not read into any other mail, whatever stands in it', async () => {
    const plain = `Subject: Undelivered Mail\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: failed\r\nMessage-ID: ${ID}\r\n`;
    for (const raw of [plain, '', '\0\0\0', returnedMail(ID).subarray(0, 400)])
      expect(await readReturned(Buffer.from(raw))).toBeNull();
  });
});
