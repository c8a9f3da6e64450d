import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly mail: Email;
}

export interface Mailbox {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** What the server answers to an address; null: it takes the mail. */
  answerTo: (address: string) => { readonly code: number; readonly says: string } | null;
  /** Called when a mail has been taken; true: the connection breaks before the answer. */
  breaksAfter: (address: string) => boolean;
  close(): Promise<void>;
}

/**
 * A real mail server on this machine that keeps what it is sent.
 *
 * @param port 0: any free one.
 * @param options.isLight Keeps the headers alone: thousands of mails are much to hold.
 */
export async function openMailbox(port = 0, options: { readonly isLight?: boolean } = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    // What it offers has an expired certificate, and certificates are checked.
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      const answer = mailbox.answerTo(address);
      done(answer ? Object.assign(new Error(answer.says), { responseCode: answer.code }) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const whole = Buffer.concat(chunks);
        const raw = options.isLight ? Buffer.from(whole.subarray(0, whole.indexOf('\r\n\r\n'))) : whole;
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        received.push({ from: mailFrom ? mailFrom.address : '', to, raw, mail: await PostalMime.parse(raw) });
        if (to.some((address) => mailbox.breaksAfter(address))) {
          for (const { _socket } of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
            .connections)
            _socket.destroy();
          return;
        }
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    answerTo: () => null,
    breaksAfter: () => false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}
